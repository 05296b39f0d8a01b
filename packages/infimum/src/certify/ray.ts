import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type NoCertificate, noCertificate, type RayCertificate, type Uncounted } from "../run/certificate.ts";

/** Distances are doubled from a thousandth of the way so far to about a thousand times it. */
const doublings = 20;
const firstDistance = 2 ** -10;

/** A value that is no number after values below this has overflowed; after others, the objective just ends there. */
const nearEndOfRange = -1e50;

/**
 * Evidence that the objective has no lower bound: from x0 through the best point and on, at doubling distances, every
 * value is lower than the last and the fall per unit of length does not slow down. No proof: nothing finite is.
 */
export function* certifyRay(
  problem: Problem,
  base: View,
  candidate: { x: Vector; value: number },
): Coroutine<Uncounted<RayCertificate | NoCertificate>> {
  if (!problem.functions.value && !problem.functions.gradient) return noCertificate("the problem has no values");
  const { x, value } = candidate;
  const n = x.length;
  const direction = x.map((entry, i) => entry - problem.x0[i]);
  const length = Math.sqrt(direction.reduce((sum, entry) => sum + entry * entry, 0));
  if (!(length > 0) || !(length < Infinity)) return noCertificate("the run did not move from its start");
  for (let i = 0; i < n; i++) direction[i] /= length;
  const point = new Float64Array(n);
  const unused = new Float64Array(n);
  const samples: [number, number][] = [[0, value]];
  let last = value;
  let reached = 0;
  let slope = 0;
  let holds = true;
  for (let k = 0; k < doublings && holds; k++) {
    const t = length * firstDistance * 2 ** k;
    for (let i = 0; i < n; i++) point[i] = x[i] + t * direction[i];
    if (!isFeasible(problem, point)) {
      holds = false;
      break;
    }
    const smooth = problem.functions.value ? yield* base.value(point) : yield* base.gradient(point, unused);
    const next = problem.terms.reduce((sum, term) => sum + term.value(point), smooth);
    const newSlope = (next - last) / (t - reached);
    // the slope may not flatten by more than rounding
    holds = next < last && newSlope <= slope * (1 - 1e-6);
    if (next === Infinity && last < nearEndOfRange) {
      // beyond the range of float64 there is nothing to see: what was seen has to do
      holds = true;
      break;
    }
    samples.push([t, next]);
    [last, reached, slope] = [next, t, newSlope];
  }
  holds &&= samples.length > 3;
  const text = holds
    ? `the objective falls without end: ${last} at a distance of ${reached.toPrecision(3)} beyond the best point, and no slower than before`
    : "along the ray through the best point the objective does not fall without end";
  return { kind: "ray", holds, direction, samples, text };
}

function isFeasible({ lower, upper, within }: Problem, x: Vector): boolean {
  for (let i = 0; i < x.length; i++) {
    if (x[i] < (lower?.[i] ?? -Infinity) || x[i] > (upper?.[i] ?? Infinity)) return false;
  }
  return within === undefined || within.violation(x) <= 0;
}
