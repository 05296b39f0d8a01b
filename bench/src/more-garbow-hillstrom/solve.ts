import { minimize, problem } from "infimum";
import { median } from "../measure/statistics.ts";
import type { MoreGarbowHillstromProblem } from "./more-garbow-hillstrom.ts";

/** The part of the way down that is left when a problem counts as solved. */
const accuracy = 1e-10;

/** What it took to come to a minimum for the first time. Each evaluation of L-BFGS-B gives value and gradient. */
export interface Effort {
  readonly values: number;
  readonly gradients: number;
  readonly products: number;
}

/** Values, gradients and Hessian-vector products; a Hessian counts the products that it was made of. */
export function work({ values, gradients, products }: Effort): number {
  return values + gradients + products;
}

export interface SolvedRun {
  readonly method: string;
  readonly end: string;
  readonly value: number;
  /** The listed minimum that was reached, undefined when none was. */
  readonly minimum: number | undefined;
  readonly effort: Effort | undefined;
  /** A run of the problem once it has been stated and read; its median. */
  readonly seconds: number;
  /** The first run, reading the formula and compiling derivatives included. */
  readonly firstSeconds: number;
}

/** From which value on a minimum counts as reached: f - f* <= 1e-10 (f0 - f*). */
export function reaching(minimum: number, first: number): number {
  return minimum + accuracy * (first - minimum);
}

/** The lowest listed minimum that a run which ended at `value` has reached; those above it were passed on the way. */
export function reachedMinimum(
  { optimum, otherMinima, objective, x0 }: MoreGarbowHillstromProblem,
  value: number,
): number | undefined {
  const first = objective(x0);
  const reached = [optimum, ...otherMinima].filter((minimum) => value <= reaching(minimum, first));
  return reached.length === 0 ? undefined : Math.min(...reached);
}

/** One run with all defaults, one more up to the minimum that it found, for the counts, and some for the time. */
export function solveByDefaults(
  stated: MoreGarbowHillstromProblem,
  method: string,
  { repeats, seconds: enough }: { readonly repeats: number; readonly seconds: number },
): SolvedRun {
  const { objective, x0 } = stated;
  const before = performance.now();
  const options = { method: method as "auto" };
  const result = minimize(objective, x0, options);
  const firstSeconds = (performance.now() - before) / 1000;
  const minimum = reachedMinimum(stated, result.value);
  const once = problem({ objective, x0 });
  const times: number[] = [];
  minimize(once, options);
  for (let total = 0; times.length < repeats && total < enough; total += times[times.length - 1]) {
    const start = performance.now();
    minimize(once, options);
    times.push((performance.now() - start) / 1000);
  }
  const run = { method: result.method, end: result.status, value: result.value, minimum, firstSeconds };
  const seconds = median(times);
  if (minimum === undefined) return { ...run, seconds, effort: undefined };
  const { counts } = minimize(once, { ...options, target: reaching(minimum, objective(x0)) });
  const values = counts.value + counts.gradient;
  return { ...run, seconds, effort: { values, gradients: counts.gradient, products: counts.hessianVector } };
}
