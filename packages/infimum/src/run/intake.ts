import { InfimumError } from "../error.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { describePoint } from "../problem/describe-point.ts";
import { isThenable } from "../problem/functions.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { Failure, textOf } from "./answer.ts";
import type { Ledger } from "./ledger.ts";

/** An oracle about one point whose answer is not the objective's value alone. */
type VectorOracle = Exclude<OracleName, "value" | "values" | "gradient" | "ranking">;

/**
 * Where the caller's answers enter: each is counted, turned to minimization, compared with the best, and, where it is no
 * usable number, named with its point and replaced by Infinity (values) or NaN (products and matrices).
 */
export class Intake {
  readonly #problem: Problem;
  readonly #ledger: Ledger;
  readonly #sign: number;

  constructor(problem: Problem, ledger: Ledger) {
    this.#problem = problem;
    this.#ledger = ledger;
    this.#sign = problem.goal === "maximize" ? -1 : 1;
  }

  value(x: Vector, answer: unknown): number {
    this.#ledger.countValue();
    const value = this.#sign * (answer as number);
    if (!Number.isFinite(answer)) {
      this.#ledger.reject(x, "value", this.#fault(answer, "the objective"));
      return Infinity;
    }
    this.#ledger.consider(x, value);
    return value;
  }

  /** A gradient that came with its value. */
  valueAndGradient(x: Vector, answer: unknown, out: Vector): number {
    this.#ledger.countGradient();
    const value = this.#sign * (answer as number);
    if (!Number.isFinite(answer)) {
      this.#ledger.reject(x, "gradient", this.#fault(answer, "the gradient function, as the value,"));
      return Infinity;
    }
    if (!this.#checkedGradient(x, out)) return Infinity;
    this.#ledger.consider(x, value, true);
    return value;
  }

  /** A gradient without its value, which is known already: that value, or Infinity. */
  gradientOf(x: Vector, value: number, out: Vector): number {
    return this.#checkedGradient(x, out) ? value : Infinity;
  }

  /** A product, a matrix, a vector of functions; residuals and a sampled gradient come with their value. */
  vector(x: Vector, oracle: VectorOracle, answer: unknown, out: Vector): number {
    const ofSum = oracle === "residuals";
    const withValue = ofSum || oracle === "sampledGradient";
    this.#ledger.count(oracle);
    const value = (withValue ? answer : 0) as number;
    if (answer instanceof Failure || isThenable(answer) || !Number.isFinite(value)) {
      this.#ledger.reject(x, oracle, this.#fault(answer, oracle));
    } else if (!allFinite(out)) {
      this.#ledger.reject(x, oracle, `${oracle} has the entry ${notFinite(out)}`);
    } else {
      this.#ledger.anyGood = true;
      if (ofSum) this.#ledger.consider(x, value, ofSum);
      const ofObjective = withValue || oracle === "hessian" || oracle === "hessianVector";
      if (this.#sign < 0 && ofObjective) negate(out);
      // 0 has no sign here: a product has no value that could be negated
      return this.#sign * value || 0;
    }
    out.fill(withValue ? 0 : NaN);
    return withValue ? Infinity : NaN;
  }

  /** An order of points; where it is none, the order in which they were asked. */
  ranking(points: readonly Vector[], answer: unknown, order: Int32Array): void {
    this.#ledger.count("ranking");
    const missing = answer instanceof Failure || isThenable(answer);
    if (!missing && isPermutation(order)) {
      this.#ledger.anyGood = true;
      return;
    }
    this.#ledger.reject(
      points[0],
      "ranking",
      missing ? this.#fault(answer, "rank") : "rank gave no permutation of the points",
    );
    for (let k = 0; k < order.length; k++) order[k] = k;
  }

  /** The caller's function threw: before any good point that is the caller's mistake, later it is a fact about a point. */
  thrown(x: Vector, oracle: OracleName, error: unknown): Failure {
    if (error instanceof InfimumError) throw error;
    const text = textOf(error);
    if (!this.#ledger.anyGood) {
      throw new InfimumError(
        "objective-threw",
        `${oracle} threw at ${describePoint(this.#problem.layout, x, 5)}, before any point was good: ${text}. Mend it, or start where it is defined.`,
        { cause: error },
      );
    }
    return new Failure(`threw ${text}`);
  }

  #checkedGradient(x: Vector, out: Vector): boolean {
    if (!allFinite(out)) {
      this.#ledger.reject(x, "gradient", `the gradient has the entry ${notFinite(out)}`);
      return false;
    }
    if (this.#sign < 0) negate(out);
    return true;
  }

  #fault(answer: unknown, who: string): string {
    if (answer instanceof Failure) return `${who} ${answer.reason}`;
    if (isThenable(answer)) {
      throw new InfimumError("objective-is-async", `${who} returned a promise: use minimizeAsync.`);
    }
    if (answer === undefined) return `${who} returned undefined (is a return missing?)`;
    if (typeof answer === "number") return `${who} returned ${answer}`;
    return `${who} returned ${typeof answer === "string" ? JSON.stringify(answer) : typeof answer}, not a number`;
  }
}

function notFinite(out: Vector): number | undefined {
  return out.find((entry) => !Number.isFinite(entry));
}

function negate(out: Vector): void {
  for (let i = 0; i < out.length; i++) out[i] = -out[i];
}

function isPermutation(order: Int32Array): boolean {
  const seen = new Uint8Array(order.length);
  for (const index of order) {
    if (index < 0 || index >= order.length || seen[index]) return false;
    seen[index] = 1;
  }
  return true;
}
