import { badValue, InfimumError, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { ProblemDefinition } from "./definition.ts";
import { type CallerFunctions, isThenable } from "./functions.ts";
import type { Parameters } from "./parameters.ts";
import { problem as statePlain } from "./problem.ts";
import type { LossParameters, RobustLoss } from "./robust-loss.ts";
import type { Problem } from "./stated-problem.ts";
import { StatedResiduals } from "./stated-residuals.ts";

/**
 * States a problem: checks it, and makes vectors of it. It minimizes an objective, or half the sum of the squares of
 * residuals. Residuals are asked once at x0, to see how many they are, where `residualCount` does not say it; a run is
 * given that answer as its first.
 *
 * @throws InfimumError with the code `x0-empty`, `x0-not-numbers`, `x0-not-finite`, `bounds-mismatch`, `bounds-crossed`,
 * `x0-outside-bounds`, `nothing-to-minimize`, `unknown-goal` or `not-a-function`; over a space `bounds-mismatch`,
 * `space-terms` or `not-differentiable` for what does not go with it; for residuals `residuals-and-objective`,
 * `not-residuals`, `bad-residual-count`, `bad-weights`, `bad-loss`, `objective-threw`
 *
 * @example
 * const rosenbrock = problem({
 *   objective: (x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2,
 *   x0: [-1.2, 1],
 *   bounds: { lower: [-2, -2], upper: [2, 2] },
 * });
 * const asResiduals = problem({ residuals: (x) => [1 - x[0], 10 * (x[1] - x[0] ** 2)], x0: [-1.2, 1] });
 */
export function problem<const P extends Parameters, Data = undefined>(
  definition: ProblemDefinition<P, Data>,
): Problem<P> {
  const { residuals } = definition;
  if (residuals !== undefined) return ofResiduals(definition as ProblemDefinition<any, any>);
  for (const name of ["jacobian", "residualCount", "weights", "loss"] as const) {
    if (definition[name] === undefined) continue;
    throw new InfimumError("residuals-missing", `${name} says something of residuals, and there are none: give them.`);
  }
  return statePlain(definition);
}

function ofResiduals(definition: ProblemDefinition<any, any>): Problem {
  const { residuals, jacobian, data, loss, weights } = definition;
  for (const name of ["objective", "gradient", "hessian", "hessianVector"] as const) {
    if (definition[name] === undefined) continue;
    throw new InfimumError(
      "residuals-and-objective",
      `the residuals are the objective already: leave out ${name}, or the residuals.`,
    );
  }
  if (definition.goal === "maximize") {
    throw new InfimumError("residuals-and-objective", "a sum of squares can be minimized only: leave out the goal.");
  }
  requireFunction("residuals", residuals);
  requireFunction("jacobian", jacobian);
  requireLoss(loss);
  const summed: ProblemDefinition<any, any> = {
    ...definition,
    objective: halfSum,
    data: { residuals, data, weights: weights && Float64Array.from(weights), rho: loss?.value, of: loss?.parameters },
  };
  const plain = statePlain(summed);
  const kept = new FirstAnswer(plain, (x) => residuals!(plain.layout.decode(x) as any, data));
  const stated = new StatedResiduals(countOf(definition, kept), weights, loss);
  const functions: Mutable<CallerFunctions> = { ...plain.functions };
  functions.residuals = (x, out) => afterwards(kept.answerAt(x), (given) => take(given, stated, out));
  functions.value = (x) => afterwards(kept.answerAt(x), (given) => take(given, stated, new Float64Array(stated.count)));
  if (jacobian) {
    functions.jacobian = (x, out) =>
      afterwards(jacobian(plain.layout.decode(x) as any, out, data), (given) => takeJacobian(given, stated, out));
  }
  const oracles = new Set(plain.oracles).add("residuals");
  if (jacobian) oracles.add("jacobian");
  return { ...plain, functions, oracles, definition: summed, residuals: stated };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The objective as a formula of the residuals: read where a method asks for the gradient of the sum. */
function halfSum(x: unknown, { residuals, data, weights, rho, of }: SummedData): number {
  const entries = residuals(x, data);
  let sum = 0;
  for (let i = 0; i < entries.length; i++) {
    const square = weights === undefined ? entries[i] ** 2 : weights[i] * entries[i] ** 2;
    sum += rho === undefined ? square : rho(square, of);
  }
  return sum / 2;
}

interface SummedData {
  readonly residuals: (x: unknown, data: unknown) => ArrayLike<number>;
  readonly data: unknown;
  readonly weights: Vector | undefined;
  readonly rho: RobustLoss["value"] | undefined;
  readonly of: LossParameters | undefined;
}

/** What the residuals gave at x0 when the problem was stated, until it is asked for. */
class FirstAnswer {
  readonly #x0: Vector;
  readonly #own: (x: Vector) => unknown;
  #kept: { readonly value: unknown } | undefined;

  constructor({ x0 }: Problem, own: (x: Vector) => unknown) {
    this.#x0 = x0;
    this.#own = own;
  }

  /** @throws InfimumError `objective-threw` */
  ask(): unknown {
    try {
      this.#kept = { value: this.#own(this.#x0.slice()) };
    } catch (error) {
      if (error instanceof InfimumError) throw error;
      throw new InfimumError(
        "objective-threw",
        `residuals threw at x0: ${String(error)}. Mend them, or start where they are defined.`,
        { cause: error },
      );
    }
    return this.#kept.value;
  }

  answerAt(x: Vector): unknown {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept !== undefined && x.every((entry, i) => Object.is(entry, this.#x0[i]))) return kept.value;
    return this.#own(x);
  }
}

/** @throws InfimumError `bad-residual-count`, `not-residuals` */
function countOf({ residualCount }: ProblemDefinition<any, any>, first: FirstAnswer): number {
  if (residualCount === undefined) {
    const answer = first.ask();
    if (!isThenable(answer)) {
      if (isList(answer) && answer.length > 0) return answer.length;
      throw new InfimumError("not-residuals", "the residuals have to be an array of one number or more: return one.");
    }
  } else if (Number.isSafeInteger(residualCount) && residualCount >= 1) return residualCount;
  throw badValue("bad-residual-count", "residualCount", residualCount, "how many residuals there are");
}

function isList(answer: unknown): answer is ArrayLike<number> {
  return Array.isArray(answer) || (ArrayBuffer.isView(answer) && !(answer instanceof DataView));
}

/** Writes what the residuals gave, weighted, and returns the objective; no number where they gave no array. */
function take(numbers: unknown, stated: StatedResiduals, out: Vector): unknown {
  if (!isList(numbers)) return typeof numbers === "number" ? NaN : numbers;
  if (numbers.length !== out.length) {
    throw new InfimumError(
      "wrong-length",
      `residuals returned ${numbers.length} numbers where ${out.length} are needed: return as many at every point.`,
    );
  }
  out.set(numbers);
  return stated.weigh(out);
}

function takeJacobian(answer: unknown, stated: StatedResiduals, out: Vector): undefined {
  if (answer !== undefined && answer !== out) {
    const numbers = answer as ArrayLike<number>;
    if (numbers?.length !== out.length) {
      throw new InfimumError(
        "wrong-length",
        `jacobian returned ${numbers?.length ?? "no"} numbers where ${out.length} are needed: return m x n of them, column by column.`,
      );
    }
    out.set(numbers);
  }
  stated.weighRows(out);
}

function afterwards(answer: unknown, next: (answer: unknown) => unknown): unknown {
  return isThenable(answer) ? answer.then(next) : next(answer);
}

function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") throw wrongKind("not-a-function", name, "a function", value);
}

/** @throws InfimumError `bad-loss` */
function requireLoss(loss: RobustLoss | undefined): void {
  if (loss === undefined || typeof loss.value === "function") return;
  throw wrongKind("bad-loss", "loss", 'a robust loss of "infimum/losses", such as huber()', loss);
}
