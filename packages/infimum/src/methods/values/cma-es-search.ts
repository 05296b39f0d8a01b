import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { cmaEsConstants } from "./cma-es-constants.ts";
import { borderOf, cellOf } from "./cma-es-margin.ts";
import { type ShapeName, shapeKinds } from "./cma-es-shape.ts";
import type { CmaEsSearch, CmaEsState } from "./cma-es-state.ts";
import { populationHistory } from "./population-history.ts";
import { placeInBox, type SearchBox, widthOf } from "./search-box.ts";

/** What the searches of a run have in common. */
export interface SearchOptions {
  readonly active: boolean;
  readonly covariance: ShapeName;
  readonly noise: boolean;
}

/** A search about `mean` that has seen nothing yet. */
export function openSearch(
  mean: Float64Array,
  deviations: Float64Array,
  populationSize: number,
  evaluationLimit: number,
  { active, covariance, noise }: SearchOptions,
): CmaEsSearch {
  const n = mean.length;
  const first = deviations.reduce((largest, deviation) => Math.max(largest, deviation), 0);
  const constants = cmaEsConstants(Math.max(n, 1), populationSize, active, covariance);
  return {
    constants,
    history: populationHistory(n, populationSize),
    scales: deviations.map((deviation) => deviation / first),
    mean,
    stepSize: first,
    shape: shapeKinds[covariance].open(n, constants),
    covariancePath: new Float64Array(n),
    stepSizePath: new Float64Array(n),
    initialStepSize: first,
    spread: n === 0 ? 0 : Infinity,
    valueRange: n === 0 ? 0 : Infinity,
    elite: { at: mean.slice(), value: Infinity },
    uncertainty: { watched: noise, averages: 1, level: 0 },
    evaluations: 0,
    evaluationLimit,
  };
}

/** A third of the width between the bounds of a coordinate; without both `stepSize`, or 0.3 max(|x0_i|, 1) when that is 0. */
export function firstDeviations(problem: Facts, box: SearchBox, stepSize: number): Float64Array {
  const deviations = new Float64Array(box.free.length);
  for (let j = 0; j < deviations.length; j++) {
    const third = widthOf(box, j) / 3;
    const byDefault = third < Infinity ? third : 0.3 * Math.max(1, Math.abs(problem.x0[box.free[j]]));
    deviations[j] = Math.min(third, stepSize > 0 ? stepSize : byDefault);
  }
  return deviations;
}

/** How many levels each free variable has, 0 where it is a real number, or where a change of variables took its bounds. */
export function levelsOf(problem: Facts, box: SearchBox): Int32Array {
  return Int32Array.from(box.free, (i, j) => {
    const coordinate = problem.coordinates[i];
    return coordinate.kind === "continuous" && widthOf(box, j) < Infinity ? (coordinate.levels ?? 0) : 0;
  });
}

/** The points of a generation, whose steps are the columns of `steps`. */
export function pointsOf({ search, box, levels }: CmaEsState, problem: Facts, steps: Vector): Vector[] {
  const { mean, scales, stepSize, constants } = search;
  const n = mean.length;
  const u = problem.scratch(n);
  const points: Vector[] = [];
  for (let k = 0; k < constants.populationSize; k++) {
    for (let i = 0; i < n; i++) u[i] = mean[i] + stepSize * scales[i] * steps[i + k * n];
    const point = problem.scratch();
    if (n < problem.dimension) point.set(problem.x0);
    placeInBox(box, u, point);
    for (let j = 0; j < n; j++) {
      if (levels[j] === 0) continue;
      point[box.free[j]] = borderOf(box, j, levels[j], cellOf(box, j, levels[j], u[j]) + 0.5);
    }
    points.push(point);
  }
  return points;
}

/** Writes another start (of several by `index`) to `out`: uniform between two finite bounds, normal about x0 with these standard deviations elsewhere. */
export function drawBetween(
  box: SearchBox,
  deviations: Vector,
  problem: Facts,
  out: Float64Array,
  index = 0,
): Float64Array {
  const random = problem.random("restart", index);
  for (let j = 0; j < out.length; j++) {
    const { lower, upper } = box.maps[j];
    const drawn = problem.x0[box.free[j]] + deviations[j] * random.normal();
    if (upper - lower < Infinity) out[j] = lower + random.uniform() * (upper - lower);
    // one bound is mirrored
    else out[j] = drawn < lower ? 2 * lower - drawn : drawn > upper ? 2 * upper - drawn : drawn;
  }
  return out;
}
