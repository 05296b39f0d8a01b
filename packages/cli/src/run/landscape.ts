import type { Problem } from "infimum";
import type { HistoryEntry } from "./history.ts";

/** The objective of two variables on a grid, to draw its contours. */
export interface Landscape {
  readonly x1: number;
  readonly x2: number;
  readonly y1: number;
  readonly y2: number;
  /** Cells along each side. */
  readonly size: number;
  /** The middles of the cells, in rows from y1 to y2, each from x1 to x2; NaN where the objective has no value. */
  readonly values: Float64Array;
}

const size = 96;

/** Sampling is tried when an evaluation took less in the run, where it includes the method and a cold start (seconds). */
const promising = 1e-3;

/** Sampling is given up after this time, in seconds. */
const affordable = 0.5;

/** The picture reaches this much farther than the path, as a part of its extent. */
const margin = 0.3;

/** A point this far outside a set still counts as inside: projections round. */
const setTolerance = 1e-9;

/**
 * Samples the objective around the path of a run, when it has two continuous variables and is cheap as measured. These
 * evaluations come after the run and are not counted.
 */
export function landscapeOf(
  problem: Problem,
  path: readonly HistoryEntry[],
  secondsPerEvaluation: number,
): Landscape | undefined {
  const { functions, dimension, coordinates } = problem;
  if (dimension !== 2 || !functions.value || coordinates.some(({ kind }) => kind !== "continuous")) return undefined;
  if (!(secondsPerEvaluation < promising)) return undefined;
  const [x1, x2] = extent(problem, path, 0);
  const [y1, y2] = extent(problem, path, 1);
  const values = new Float64Array(size * size);
  const deadline = performance.now() + 1000 * affordable;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = x1 + ((x2 - x1) * (column + 0.5)) / size;
      const y = y1 + ((y2 - y1) * (row + 0.5)) / size;
      values[row * size + column] = valueAt(problem, new Float64Array([x, y]));
    }
    if (performance.now() > deadline) return undefined;
  }
  return isHilly(values) ? { x1, x2, y1, y2, size, values } : undefined;
}

/** True when there are levels to draw. */
function isHilly(values: Float64Array): boolean {
  const first = values.find(Number.isFinite);
  return first !== undefined && values.some((value) => Number.isFinite(value) && value !== first);
}

/** The whole objective, terms included; NaN where it has no value. */
function valueAt({ functions, terms, within }: Problem, x: Float64Array): number {
  if (within && !(within.violation(x) <= setTolerance)) return NaN;
  try {
    // terms first: the objective may write to the point it gets
    let total = 0;
    for (const term of terms) total += term.value(x);
    const value = functions.value!(x);
    return typeof value === "number" && Number.isFinite(value + total) ? value + total : NaN;
  } catch {
    return NaN;
  }
}

/** What the picture shows of one variable: the path and a margin, inside the bounds. */
function extent({ x0, lower, upper }: Problem, path: readonly HistoryEntry[], index: number): [number, number] {
  let least = x0[index];
  let most = x0[index];
  for (const { x } of path) {
    if (!x) continue;
    least = Math.min(least, x[index]);
    most = Math.max(most, x[index]);
  }
  const beyond = margin * (most - least || Math.max(1, Math.abs(most)));
  return [Math.max(least - beyond, lower?.[index] ?? -Infinity), Math.min(most + beyond, upper?.[index] ?? Infinity)];
}
