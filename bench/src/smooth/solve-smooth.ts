import { minimize } from "infimum";
import type { SmoothProblem } from "../problems/smooth-problem.ts";

export const smoothMethods = ["bfgs", "l-bfgs", "newton-trust-region"] as const;
export type SmoothMethod = (typeof smoothMethods)[number];
/** Those that keep an n x n matrix. */
export const denseMethods: readonly SmoothMethod[] = ["bfgs"];

/** What a run did, counted from outside. */
export interface WatchedRun {
  /** The evaluation of value or gradient that was the first at the target or below; null when none was. */
  readonly reachedAt: number | null;
  readonly evaluations: number;
  readonly products: number;
  /** The least value that was seen. */
  readonly value: number;
  readonly end: string;
}

/** One run from the standard start by the method's own tolerances, every evaluation counted by the objective itself. */
export function solveSmooth(problem: SmoothProblem, method: SmoothMethod, target: number, budget: number): WatchedRun {
  let evaluations = 0;
  let products = 0;
  let reachedAt: number | null = null;
  const note = (value: number): number => {
    evaluations++;
    if (reachedAt === null && value <= target) reachedAt = evaluations;
    return value;
  };
  const result = minimize((x: Float64Array) => note(problem.objective(x)), problem.x0, {
    method,
    gradient: (x: Float64Array, out: Float64Array) => note(problem.gradient(x, out)),
    hessianVector: (x: Float64Array, v: Float64Array, out: Float64Array) => {
      products++;
      problem.hessianVector(x, v, out);
    },
    budget: { evaluations: budget },
  });
  return { reachedAt, evaluations, products, value: result.value, end: result.status };
}
