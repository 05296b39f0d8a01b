import type { Facts } from "../../problem/view.ts";
import type { Verdict } from "../../run/method.ts";
import { kindOf } from "./cma-es-shape.ts";
import type { CmaEsSearch } from "./cma-es-state.ts";
import { populationVerdict, stalled } from "./population-verdict.ts";

/**
 * The largest standard deviation of a coordinate and of what p_c still carries, relative to the mean; coordinates with levels
 * have a margin and are left out.
 */
export function spreadOf({ mean, stepSize, scales, shape, covariancePath }: CmaEsSearch, levels: Int32Array): number {
  const kind = kindOf(shape);
  let largest = 0;
  for (let i = 0; i < mean.length; i++) {
    if (levels[i] > 0) continue;
    const deviation = Math.max(kind.deviation(shape, i), Math.abs(covariancePath[i]));
    const relative = (stepSize * scales[i] * deviation) / Math.max(1, Math.abs(mean[i]));
    if (!(relative <= largest)) largest = relative;
  }
  return largest;
}

/** Section B.3 of the tutorial: why there is no point in going on. */
export function verdictOf(search: CmaEsSearch, problem: Facts, best: number): Verdict | undefined {
  const { history, stepSize, initialStepSize } = search;
  const verdict = populationVerdict(history, search.valueRange, best, stepSize / initialStepSize);
  if (verdict === undefined && movesNothing(search, problem)) {
    return stalled(`steps of size ${stepSize} are lost in the rounding of the mean`);
  }
  return verdict;
}

/** A fifth of a standard deviation along a coordinate, or a tenth along a principal axis, another one each time. */
function movesNothing({ mean, stepSize, scales, shape, history }: CmaEsSearch, problem: Facts): boolean {
  const n = mean.length;
  const kind = kindOf(shape);
  for (let i = 0; i < n; i++) {
    if (mean[i] === mean[i] + 0.2 * stepSize * scales[i] * kind.deviation(shape, i)) return true;
  }
  const axis = problem.scratch(n);
  if (!kind.axis(shape, history.generations % n, axis)) return false;
  for (let i = 0; i < n; i++) if (mean[i] !== mean[i] + 0.1 * stepSize * scales[i] * axis[i]) return false;
  return true;
}
