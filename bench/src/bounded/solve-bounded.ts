import { minimize, type Problem, problem } from "infimum";
import { median } from "../measure/statistics.ts";
import type { BoundedProblem } from "./bounded-problems.ts";

/** What a solver came to with its defaults. */
export interface BoundedRun {
  readonly end: string;
  readonly value: number;
  /** Values, gradients and Hessian-vector products until a value was reached for the first time; undefined when it was not. */
  effortTo(target: number): { readonly values: number; readonly work: number } | undefined;
  /** A whole run of the problem once it was stated and read; the median. */
  readonly seconds: number;
  readonly activeBounds: number | undefined;
}

/** One run by defaults for its end, more for its time, and one for each question after its effort. */
export function solveBounded(
  { objective, x0, lower, upper }: BoundedProblem,
  method: string,
  { repeats, seconds: enough }: { readonly repeats: number; readonly seconds: number },
): BoundedRun {
  const stated: Problem = problem({ objective, x0, bounds: { lower, upper } } as never);
  const options = { method: method as "auto" };
  const { status, value, certificate } = minimize(stated, options);
  const times: number[] = [];
  for (let total = 0; times.length < repeats && total < enough; total += times[times.length - 1]) {
    const before = performance.now();
    minimize(stated, options);
    times.push((performance.now() - before) / 1000);
  }
  return {
    end: status,
    value,
    seconds: median(times),
    activeBounds: certificate.kind === "stationary" ? certificate.activeBounds : undefined,
    effortTo(target) {
      if (value > target) return undefined;
      const { counts } = minimize(stated, { ...options, target });
      const values = counts.value + counts.gradient;
      return { values, work: values + counts.gradient + counts.hessianVector };
    },
  };
}
