import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { kindOf } from "./cma-es-shape.ts";
import type { CmaEsSearch } from "./cma-es-state.ts";

/**
 * Puts the best point so far in the place of the worst of a generation that has none better, as a point from outside is
 * put in: its step is cut to the length sqrt(n) + 2 n / (n + 2) in the metric of C.
 *
 * @reference N. Hansen (2011), Injecting External Solutions Into CMA-ES, arXiv:1110.4181
 */
export function injectElite(
  search: CmaEsSearch,
  problem: Facts,
  values: Vector,
  order: Vector,
  normals: Vector,
  steps: Vector,
): boolean {
  const { mean, scales, stepSize, shape, elite } = search;
  const n = mean.length;
  const best = order[0] * n;
  if (values[order[0]] <= elite.value) {
    for (let i = 0; i < n; i++) elite.at[i] = mean[i] + stepSize * scales[i] * steps[best + i];
    elite.value = values[order[0]];
    return false;
  }
  const worst = order[order.length - 1];
  const step = steps.subarray(worst * n, (worst + 1) * n);
  const normal = normals.subarray(worst * n, (worst + 1) * n);
  for (let i = 0; i < n; i++) step[i] = (elite.at[i] - mean[i]) / (stepSize * scales[i]);
  kindOf(shape).relax(shape, step, problem, normal);
  let squares = 0;
  for (const entry of normal) squares += entry * entry;
  const cut = Math.min(1, (Math.sqrt(n) + (2 * n) / (n + 2)) / Math.sqrt(squares));
  for (let i = 0; i < n; i++) {
    step[i] *= cut;
    normal[i] *= cut;
  }
  values[worst] = elite.value;
  return true;
}
