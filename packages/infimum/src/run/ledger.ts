import type { Vector } from "../numerics/vector.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";

/** How often each function of the caller has answered. A point of a batch counts as a value. */
export interface Counts {
  value: number;
  gradient: number;
  hessian: number;
  hessianVector: number;
  residuals: number;
  jacobian: number;
  constraints: number;
  constraintJacobian: number;
  sampledGradient: number;
  ranking: number;
  /** Answers that were no finite number. */
  invalid: number;
  iterations: number;
}

/** An evaluation that gave no usable number. */
export interface InvalidEvaluation {
  /** The point, in the caller's variables. */
  readonly x: Vector;
  readonly oracle: OracleName;
  readonly reason: string;
}

/** Bad evaluations beyond this many are counted but not listed. */
const listedInvalid = 100;

/** A point this far outside a set, in the set's own measure, still counts as inside: projections round. */
const setTolerance = 1e-9;

/**
 * Counts the answers of the caller's functions and keeps the best point, in the caller's variables. Values are in the
 * direction of minimization here; the result turns them back.
 */
export class Ledger {
  readonly counts: Counts;
  readonly invalid: InvalidEvaluation[] = [];
  readonly bestX: Vector;
  bestValue = Infinity;
  evaluations = 0;
  /** True once any answer was usable: from then on a throw is data. */
  anyGood = false;
  /** While a certificate is computed, its evaluations are counted but do not replace the point it is about. */
  sealed = false;

  readonly #problem: Problem;
  readonly #composite: boolean;

  constructor(problem: Problem) {
    this.#problem = problem;
    this.bestX = problem.x0.slice();
    this.#composite = problem.terms.length > 0 || problem.within !== undefined;
    this.counts = {
      value: 0,
      gradient: 0,
      hessian: 0,
      hessianVector: 0,
      residuals: 0,
      jacobian: 0,
      constraints: 0,
      constraintJacobian: 0,
      sampledGradient: 0,
      ranking: 0,
      invalid: 0,
      iterations: 0,
    };
  }

  /** As `count("value")`, by name: a key that varies costs ten nanoseconds an answer once a process has used several. */
  countValue(): void {
    this.evaluations++;
    this.counts.value++;
  }

  /** As `count("gradient")`. */
  countGradient(): void {
    this.evaluations++;
    this.counts.gradient++;
  }

  /** One more answer of one of the caller's functions. */
  count(oracle: Exclude<OracleName, "values">): void {
    this.evaluations++;
    this.counts[oracle]++;
  }

  /**
   * A finite value at x: compared with the best. At equal values the later point wins where a gradient came with it: a
   * descent that has run out of digits in its values still improves its gradients.
   */
  consider(x: Vector, value: number, withGradient = false): void {
    this.anyGood = true;
    if (this.sealed) return;
    const total = this.#composite ? this.withTerms(x, value) : value;
    if (total < this.bestValue || (withGradient && total === this.bestValue)) {
      this.bestValue = total;
      const best = this.bestX;
      for (let i = 0; i < best.length; i++) best[i] = x[i];
    }
  }

  reject(x: Vector, oracle: OracleName, reason: string): void {
    this.counts.invalid++;
    if (this.invalid.length < listedInvalid) this.invalid.push({ x: x.slice(), oracle, reason });
  }

  /** The whole objective: the caller's value and the terms; Infinity outside the set. */
  withTerms(x: Vector, value: number): number {
    const { terms, within } = this.#problem;
    if (within && !(within.violation(x) <= setTolerance)) return Infinity;
    let total = value;
    for (const term of terms) total += term.value(x);
    return total;
  }
}
