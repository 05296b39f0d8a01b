/**
 * The noise of computed values: how much they jump about beside the smooth function they stand for, by rounding, by iterations
 * that stop early, by random numbers. Values at equal distances along a line are differenced again and again: a
 * smooth function leaves nothing, noise stays, and grows by known factors.
 *
 * @reference J. J. Moré, S. M. Wild, 2011, Estimating computational noise, 10.1137/100786125
 */
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Subject } from "./subject.ts";

export interface NoiseReport {
  /** The standard deviation of the noise at x0, in units of the objective; at least that of rounding. */
  readonly absolute: number;
  /** In units of the objective's value at x0. */
  readonly relative: number;
  /** "measured", or "rounding" where the values jump about by no more than that can be told. */
  readonly kind: "measured" | "rounding";
  /** False when the objective gives different values at the same point. */
  readonly repeatable: boolean;
  /** What central differences with the best step give of the derivatives: a relative error of about this. */
  readonly differenceError: number;
}

/** Values along a line; the table of differences has one column less. */
const valueCount = 9;
const directions = 3;
const attempts = 8;
/** Above this it is no rounding. */
const noisy = 1e-11;

export async function checkNoise(subject: Subject, x: Vector, value: number, seed: number): Promise<NoiseReport> {
  const repeated = [value, await subject.value(x), await subject.value(x)];
  const spread = Math.max(...repeated) - Math.min(...repeated);
  const repeatable = spread === 0;
  const random = new RandomStream();
  const found: number[] = [];
  for (let k = 0; k < directions && !(k > 0 && subject.isLate); k++) {
    random.key(seed, "check noise", 0, k);
    const direction = inwards(subject, x, random);
    const noise = await noiseAlong(subject, x, direction, value);
    if (noise !== undefined) found.push(noise);
  }
  const rounding = Number.EPSILON * Math.abs(value);
  const measured = found.toSorted((a, b) => a - b)[found.length >> 1] ?? 0;
  const absolute = Math.max(measured, spread / 2, rounding, Number.MIN_VALUE);
  const relative = absolute / (Math.abs(value) || 1);
  const report: NoiseReport = {
    absolute,
    relative,
    kind: measured > rounding || !repeatable ? "measured" : "rounding",
    repeatable,
    differenceError: relative ** (2 / 3),
  };
  findings(subject, report, spread);
  return report;
}

function findings(
  subject: Subject,
  { absolute, relative, repeatable, differenceError }: NoiseReport,
  spread: number,
): void {
  if (!repeatable) {
    subject.find({
      severity: "warning",
      check: "noise",
      code: "not-repeatable",
      message: `the objective gives different values at the same point, up to ${spread.toPrecision(2)} apart`,
      remedy: "seed its random numbers by the point or by data, or use a method for noisy values, such as cma-es",
    });
  } else if (relative > noisy) {
    const differs = subject.gradientSource === "none" && subject.problem.derivatives !== "none";
    subject.find({
      severity: differs && relative > 1e-8 ? "warning" : "note",
      check: "noise",
      code: "noisy-values",
      message: `values have a noise of about ${absolute.toPrecision(2)} (${relative.toPrecision(2)} of the value): differences of values are good to about ${differenceError.toPrecision(1)} at best`,
      remedy: differs
        ? 'give the gradient, compute more exactly, or use a method that needs values only, with derivatives: "none"'
        : undefined,
    });
  }
}

/** A direction of the sizes of the variables along which the points to come stay within the bounds. */
function inwards(subject: Subject, x: Vector, random: RandomStream): Vector {
  return Float64Array.from(x, (entry, i) => {
    const speed = subject.size(x, i) * (2 * random.uniform() - 1);
    const [below, above] = [entry - subject.lower(i), subject.upper(i) - entry];
    if (subject.problem.coordinates[i].kind !== "continuous") return 0;
    // the line is short: a thousandth of the size of the variable at most
    const isRoom = speed > 0 ? above >= speed / 100 : below >= -speed / 100;
    if (isRoom) return speed;
    const other = speed > 0 ? below : above;
    return other >= Math.abs(speed) / 100 ? -speed : 0;
  });
}

/** The noise along a line; undefined where none is to be told from the function itself. */
async function noiseAlong(subject: Subject, x: Vector, direction: Vector, value: number): Promise<number | undefined> {
  let step = 1e-9;
  for (let attempt = 0; attempt < attempts && step < 1e-3 && step > 1e-17; attempt++) {
    if (attempt > 0 && subject.isLate) break;
    const values = [value];
    for (let k = 1; k < valueCount; k++) {
      const point = x.map((entry, i) => entry + k * step * direction[i]);
      values.push(await subject.value(point));
    }
    if (!values.every(Number.isFinite)) return undefined;
    const { verdict, noise } = noiseLevel(values);
    if (verdict === "found") return noise;
    step = verdict === "step too small" ? 30 * step : step / 30;
  }
  return undefined;
}

/**
 * The noise level of values at equal distances (ECNoise), or how the distance has to change.
 */
export function noiseLevel(values: readonly number[]): {
  readonly verdict: "found" | "step too small" | "step too large";
  readonly noise: number;
} {
  const count = values.length;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // in units of the largest value, whose square may be beyond the range of numbers
  const unit = Math.max(Math.abs(most), Math.abs(least)) || 1;
  const none = (verdict: "step too small" | "step too large") => ({ verdict, noise: 0 });
  if (most - least > 0.1 * unit) return none("step too large");
  const levels: number[] = [];
  const changesSign: boolean[] = [];
  let differences: readonly number[] = values.map((entry) => entry / unit);
  let gamma = 1;
  for (let k = 1; k < count; k++) {
    const next = differences.slice(1).map((entry, i) => entry - differences[i]);
    differences = next;
    if (k === 1 && next.filter((entry) => entry === 0).length >= count / 2) return none("step too small");
    // (k!)^2 / (2 k)!: what differencing independent noise k times multiplies its variance by, inverted
    gamma *= (0.5 * k) / (2 * k - 1);
    levels.push(Math.sqrt((gamma * next.reduce((sum, entry) => sum + entry ** 2, 0)) / next.length));
    changesSign.push(Math.min(...next) < 0 && Math.max(...next) > 0);
  }
  for (let k = 0; k + 2 < levels.length; k++) {
    const three = levels.slice(k, k + 3);
    if (changesSign[k] && Math.max(...three) <= 4 * Math.min(...three)) {
      return { verdict: "found", noise: unit * levels[k] };
    }
  }
  return none("step too large");
}
