import type { RandomStream, Vector } from "infimum/numerics";
import type { Space } from "infimum/space";
import type { Axis } from "./axis.ts";
import { type DimensionGroup, dimensionGroups } from "./dimension-groups.ts";
import type { KernelMixture } from "./kernel-mixture.ts";

/**
 * Points drawn from the density of the good trials, each with its score, log l(x) - log g(x). Where conditions decide what
 * is there, groups of dimensions are drawn in turn, each from its density given those before it:
 *
 *     p(x_group | x_before) = sum_i w_i K_i(x_before) K_i(x_group) / sum_i w_i K_i(x_before)
 *
 * over the trials i that had the group.
 */
export class Candidates {
  /** The points, those dimensions NaN that are not there. */
  readonly codes: readonly Vector[];
  readonly scores: Vector;
  readonly #space: Space;
  readonly #axes: readonly Axis[];
  /** What is drawn at once: all groups, or each dimension for itself. */
  readonly #blocks: readonly (readonly DimensionGroup[])[];
  #goodFactors: Vector = new Float64Array(1);
  #restFactors: Vector = new Float64Array(1);

  /** @param dependence `joint`: points are drawn whole; `none`: the best of the candidates is taken in every dimension */
  constructor(space: Space, axes: readonly Axis[], count: number, dependence: "joint" | "none") {
    this.#space = space;
    this.#axes = axes;
    const groups = dimensionGroups(space);
    this.#blocks =
      dependence === "joint"
        ? [groups]
        : groups.flatMap(({ conditions, dimensions }) => dimensions.map((d) => [{ conditions, dimensions: [d] }]));
    this.codes = Array.from({ length: count }, () => new Float64Array(axes.length));
    this.scores = new Float64Array(count);
  }

  draw(good: KernelMixture, rest: KernelMixture, random: RandomStream): void {
    if (this.#goodFactors.length <= good.count) this.#goodFactors = new Float64Array(2 * (good.count + 1));
    if (this.#restFactors.length <= rest.count) this.#restFactors = new Float64Array(2 * (rest.count + 1));
    for (const codes of this.codes) codes.fill(NaN);
    for (const groups of this.#blocks) {
      for (let c = 0; c < this.codes.length; c++) {
        this.scores[c] = this.#extend(this.codes[c], groups, good, rest, random);
      }
      if (this.#blocks.length === 1) continue;
      const best = this.codes[this.scores.indexOf(Math.max(...this.scores))];
      for (const codes of this.codes) codes.set(best);
    }
  }

  /** Draws the groups that are there for a point; returns the logarithm of the ratio. */
  #extend(
    codes: Vector,
    groups: readonly DimensionGroup[],
    good: KernelMixture,
    rest: KernelMixture,
    random: RandomStream,
  ): number {
    const goodFactors = this.#goodFactors.fill(0, 0, good.count + 1);
    const restFactors = this.#restFactors.fill(0, 0, rest.count + 1);
    let score = 0;
    for (const { conditions, dimensions } of groups) {
      const [first] = dimensions;
      if (!this.#space.isActive(codes, first)) continue;
      // nothing is known before what is always there
      if (conditions.length > 0) score -= good.logSum(goodFactors, first) - rest.logSum(restFactors, first);
      const kernel = good.choose(goodFactors, first, random);
      for (const d of dimensions) {
        const axis = this.#axes[d];
        const code = axis.code(good.draw(kernel, d, random));
        codes[d] = code;
        const position = axis.position(code);
        const start = axis.cellStart(code);
        const end = axis.cellEnd(code);
        good.addFactors(d, position, start, end, goodFactors);
        rest.addFactors(d, position, start, end, restFactors);
      }
      score += good.logSum(goodFactors, first) - rest.logSum(restFactors, first);
    }
    return score;
  }
}
