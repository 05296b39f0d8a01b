import type { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";

/**
 * A mixture of normal densities with independent variables, and for variables with levels a probability each, independent of the
 * rest; plain data.
 */
export interface CrossEntropyDensity {
  /** One a component. */
  readonly shares: Float64Array;
  /** A component after the other, one entry a variable. */
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  /** Where the probabilities of a variable begin, -1 for those without levels. */
  readonly offsets: Int32Array;
  readonly levels: Int32Array;
  readonly probabilities: Float64Array;
}

/** Writes a sample: real variables as search coordinates, those with levels as the number of the level. */
export function sampleDensity(density: CrossEntropyDensity, random: RandomStream, out: Vector, at: number): void {
  const { shares, means, deviations, offsets, levels, probabilities } = density;
  const n = levels.length;
  const component = shares.length === 1 ? 0 : random.choice(shares);
  for (let j = 0; j < n; j++) {
    out[at + j] =
      offsets[j] < 0
        ? means[component * n + j] + deviations[component * n + j] * random.normal()
        : random.choice(probabilities.subarray(offsets[j], offsets[j] + levels[j]));
  }
}

/** Beside it a density has no meaning any more. */
const leastDeviation = 1e-300;

/** What of a component's weight is kept when no sample is its own. */
const leastShare = 1e-3;

/**
 * Refits the density to the elite samples (one step of expectation maximization where there are several components), and moves it
 * there by the part `smoothing` for means and shares, `deviationSmoothing` for deviations and probabilities.
 */
export function refitDensity(
  density: CrossEntropyDensity,
  elites: Vector,
  count: number,
  smoothing: number,
  deviationSmoothing: number,
  responsibilities: Vector,
): void {
  const { shares, means, deviations, offsets, levels, probabilities } = density;
  const n = levels.length;
  const components = shares.length;
  respond(density, elites, count, responsibilities);
  for (let c = 0; c < components; c++) {
    let weight = 0;
    for (let k = 0; k < count; k++) weight += responsibilities[k * components + c];
    shares[c] += smoothing * (weight / count - shares[c]);
    if (weight < leastShare * count) continue;
    for (let j = 0; j < n; j++) {
      if (offsets[j] >= 0) continue;
      const at = c * n + j;
      let mean = 0;
      for (let k = 0; k < count; k++) mean += (responsibilities[k * components + c] / weight) * elites[k * n + j];
      let variance = 0;
      for (let k = 0; k < count; k++) {
        variance += (responsibilities[k * components + c] / weight) * (elites[k * n + j] - mean) ** 2;
      }
      means[at] += smoothing * (mean - means[at]);
      deviations[at] += deviationSmoothing * (Math.sqrt(variance) - deviations[at]);
    }
  }
  for (let j = 0; j < n; j++) {
    if (offsets[j] < 0) continue;
    for (let level = 0; level < levels[j]; level++) {
      let hits = 0;
      for (let k = 0; k < count; k++) if (elites[k * n + j] === level) hits++;
      probabilities[offsets[j] + level] += deviationSmoothing * (hits / count - probabilities[offsets[j] + level]);
    }
  }
}

/** Writes the probability that sample k is of component c, from the normal densities, to place k * components + c. */
function respond(
  { shares, means, deviations, offsets }: CrossEntropyDensity,
  samples: Vector,
  count: number,
  out: Vector,
) {
  const components = shares.length;
  const n = offsets.length;
  if (components === 1) {
    out.fill(1);
    return;
  }
  for (let k = 0; k < count; k++) {
    let largest = -Infinity;
    for (let c = 0; c < components; c++) {
      let logarithm = Math.log(shares[c]);
      for (let j = 0; j < n; j++) {
        if (offsets[j] >= 0) continue;
        const deviation = Math.max(leastDeviation, deviations[c * n + j]);
        logarithm -= Math.log(deviation) + ((samples[k * n + j] - means[c * n + j]) / deviation) ** 2 / 2;
      }
      out[k * components + c] = logarithm;
      largest = Math.max(largest, logarithm);
    }
    let sum = 0;
    for (let c = 0; c < components; c++) {
      out[k * components + c] = Math.exp(out[k * components + c] - largest);
      sum += out[k * components + c];
    }
    for (let c = 0; c < components; c++) out[k * components + c] /= sum;
  }
}
