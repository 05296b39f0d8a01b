import type { RandomStream, Vector } from "infimum/numerics";
import type { Axis } from "./axis.ts";
import type { Sample } from "./trial-split.ts";
import { massAround, meanDensity, truncatedNormalQuantile } from "./truncated-normal.ts";

/** Terms of a sum that are smaller than the largest by exp(-40) are left out: together they are below rounding. */
const negligible = -40;

/** No kernel is narrower than half a cell, so that the levels beside a trial's own are likely too. */
const leastOfCell = 0.5;

/** A cell narrower than this part of a deviation has its middle's density: 4e-4 off at most. */
const narrow = 0.1;

/** How wide the kernels of an axis are: from the positions of the kernels (NaN: not there), their weights, and how many there are. */
export type BandwidthRule = (positions: Vector, weights: Vector, count: number, dimensions: number) => number;

/**
 * A mixture of product kernels, one about each trial, and the uniform density as the last: the Parzen estimator. Densities
 * are with respect to the uniform one, so the uniform is 1 everywhere, choices included, and where a kernel's trial did not
 * have a dimension, its factor is 1.
 *
 *     p(x) = sum_i w_i prod_d k_d(x_d; mu_id)
 *     k_d(x; mu) = N(x; mu, s_d) cut to [0, 1]       numbers, averaged over the cell where there are levels
 *     k_d(x; mu) = C (1{x = mu} + e) / (1 + C e)     choices of C options
 *
 * All arrays are kept and reused. `factors` of a point cost one multiplication, one addition and a square for each kernel
 * and dimension; a density one exponential for each kernel that is not negligible.
 */
export class KernelMixture {
  /** Kernels, the uniform one (index `count`) not included. */
  count = 0;
  readonly #axes: readonly Axis[];
  #capacity = 0;
  #weights: Vector = new Float64Array(1);
  /** By dimension. */
  readonly #centres: Vector[] = [];
  /** The logarithm of a kernel's density at its centre. */
  readonly #peaks: Vector[] = [];
  readonly #deviations: Vector;
  /** For choices: the logarithms of the densities at the kernel's own option and at another one. */
  readonly #own: Vector;
  readonly #other: Vector;

  constructor(axes: readonly Axis[]) {
    this.#axes = axes;
    this.#deviations = new Float64Array(axes.length);
    this.#own = new Float64Array(axes.length);
    this.#other = new Float64Array(axes.length);
  }

  /**
   * Puts a kernel about each point of a sample. `smoothing` is the weight e of an option that is not a kernel's own beside
   * the 1 of its own, before all are scaled to sum to 1.
   */
  place({ points, weights, count }: Sample, uniformWeight: number, smoothing: number, bandwidth: BandwidthRule): void {
    this.count = count;
    this.#reserve(count + 1);
    let total = uniformWeight;
    for (let i = 0; i < count; i++) total += weights[i];
    for (let i = 0; i < count; i++) this.#weights[i] = weights[i] / total;
    this.#weights[count] = uniformWeight / total;
    const numbers = this.#axes.reduce((sum, { kind }) => (kind === "choice" ? sum : sum + 1), 0);
    for (let d = 0; d < this.#axes.length; d++) {
      const centres = this.#centres[d];
      for (let i = 0; i < count; i++) centres[i] = points[d][i];
      const { kind, levels } = this.#axes[d];
      if (kind === "choice") {
        this.#own[d] = Math.log((levels * (1 + smoothing)) / (1 + levels * smoothing));
        this.#other[d] = Math.log((levels * smoothing) / (1 + levels * smoothing));
      } else this.#shape(d, Math.max(bandwidth(centres, weights, count, numbers), leastOfCell / levels));
    }
  }

  /** Does the kernel's trial have the dimension? The uniform kernel has all. */
  has(kernel: number, dimension: number): boolean {
    if (kernel === this.count) return true;
    const centre = this.#centres[dimension][kernel];
    return centre === centre;
  }

  /** A position drawn from one kernel. */
  draw(kernel: number, dimension: number, random: RandomStream): number {
    const { kind, levels } = this.#axes[dimension];
    const u = random.uniform();
    if (kernel === this.count || !this.has(kernel, dimension)) return kind === "choice" ? Math.floor(u * levels) : u;
    const centre = this.#centres[dimension][kernel];
    if (kind !== "choice") return truncatedNormalQuantile(centre, this.#deviations[dimension], u);
    const others = ((levels - 1) * Math.exp(this.#other[dimension])) / levels;
    if (u >= others) return centre;
    const option = Math.floor((u / others) * (levels - 1));
    return option < centre ? option : option + 1;
  }

  /**
   * Adds to `out[i]` the logarithm of kernel i's factor at a position, which lies in the cell from `start` to `end`.
   * The uniform kernel's is 0.
   */
  addFactors(dimension: number, position: number, start: number, end: number, out: Vector): void {
    const count = this.count;
    const centres = this.#centres[dimension];
    const { kind } = this.#axes[dimension];
    if (kind === "choice") {
      const own = this.#own[dimension];
      const other = this.#other[dimension];
      for (let i = 0; i < count; i++) {
        const centre = centres[i];
        if (centre === position) out[i] += own;
        else if (centre === centre) out[i] += other;
      }
      return;
    }
    if (kind === "cells" && end - start > narrow * this.#deviations[dimension]) {
      this.#addCellFactors(dimension, start, end, out);
      return;
    }
    const precision = 1 / this.#deviations[dimension];
    const peaks = this.#peaks[dimension];
    for (let i = 0; i < count; i++) {
      const z = (position - centres[i]) * precision;
      if (z === z) out[i] += peaks[i] - 0.5 * z * z;
    }
  }

  /**
   * log sum of w_i exp(factors[i]) over the kernels whose trials have the dimension, the uniform one included.
   */
  logSum(factors: Vector, dimension: number): number {
    const count = this.count;
    const centres = this.#centres[dimension];
    let largest = factors[count];
    for (let i = 0; i < count; i++) {
      const centre = centres[i];
      if (centre === centre && factors[i] > largest) largest = factors[i];
    }
    let sum = this.#weights[count] * Math.exp(factors[count] - largest);
    for (let i = 0; i < count; i++) {
      const below = factors[i] - largest;
      const centre = centres[i];
      if (below > negligible && centre === centre) sum += this.#weights[i] * Math.exp(below);
    }
    return largest + Math.log(sum);
  }

  /** A kernel, by the probability it has given factors known so far, of those whose trials have the dimension. */
  choose(factors: Vector, dimension: number, random: RandomStream): number {
    const count = this.count;
    const logSum = this.logSum(factors, dimension);
    let rest = random.uniform();
    for (let i = 0; i < count; i++) {
      if (!this.has(i, dimension)) continue;
      rest -= this.#weights[i] * Math.exp(factors[i] - logSum);
      if (rest < 0) return i;
    }
    return count;
  }

  #shape(d: number, deviation: number): void {
    this.#deviations[d] = deviation;
    const precision = 1 / deviation;
    const centres = this.#centres[d];
    const peaks = this.#peaks[d];
    const whole = Math.log(precision / Math.sqrt(2 * Math.PI));
    for (let i = 0; i < this.count; i++) {
      const mass = massAround(centres[i] * precision, (1 - centres[i]) * precision);
      peaks[i] = mass === 1 ? whole : whole - Math.log(mass);
    }
  }

  #addCellFactors(d: number, start: number, end: number, out: Vector): void {
    const centres = this.#centres[d];
    const peaks = this.#peaks[d];
    const deviation = this.#deviations[d];
    // peaks are densities of the standard kernel; a mean density has that scale in it already
    const whole = Math.log(1 / (deviation * Math.sqrt(2 * Math.PI)));
    let lastCentre = NaN;
    let lastFactor = 0;
    for (let i = 0; i < this.count; i++) {
      const centre = centres[i];
      if (centre !== centre) continue;
      if (centre !== lastCentre) {
        lastCentre = centre;
        lastFactor = Math.log(meanDensity(centre, deviation, start, end)) + peaks[i] - whole;
      }
      out[i] += lastFactor;
    }
  }

  #reserve(kernels: number): void {
    if (kernels <= this.#capacity) return;
    this.#capacity = 2 * kernels;
    this.#weights = new Float64Array(this.#capacity);
    for (let d = 0; d < this.#axes.length; d++) {
      this.#centres[d] = new Float64Array(this.#capacity);
      this.#peaks[d] = new Float64Array(this.#capacity);
    }
  }
}
