import { badValue } from "infimum";
import type { RandomStream, Vector } from "infimum/numerics";
import { configurableSampler } from "../configurable-sampler.ts";
import type { EndedTrial, Proposal, ProposalRequest, SamplerContext, SamplerSession } from "../sampler.ts";
import { sobolSampler } from "../sobol-sampler.ts";
import { TriedPoints } from "../tried-points.ts";
import { type Axis, axisOf } from "./axis.ts";
import { scottBandwidth } from "./bandwidth.ts";
import { type DimensionGroup, dimensionGroups } from "./dimension-groups.ts";
import { KernelMixture } from "./kernel-mixture.ts";
import { RankedTrials } from "./ranked-trials.ts";

export interface TpeOptions {
  /** How many trials are the good ones, of so many that have answered. */
  readonly gamma: (answered: number) => number;
  /** So many trials are spread evenly before anything is concluded. */
  readonly startTrials: number;
  /** Points drawn from the good ones' density, of which the best by the ratio is tried. */
  readonly candidates: number;
  /** The weight of the uniform density beside that of a trial. */
  readonly priorWeight: number;
  /** A kernel's deviation, of the deviation that Scott's rule gives. */
  readonly bandwidthFactor: number;
  /** No kernel is narrower than this on the unit scale. */
  readonly minimumBandwidth: number;
  /** At most so many kernels stand for the trials that are not good. */
  readonly maximumKernels: number;
  /** False draws each dimension on its own. */
  readonly multivariate: boolean;
}

const options: TpeOptions = {
  gamma: (answered) => Math.min(25, Math.ceil(0.1 * answered)),
  startTrials: 10,
  candidates: 24,
  priorWeight: 1,
  bandwidthFactor: 1,
  minimumBandwidth: 1e-3,
  maximumKernels: 2000,
  multivariate: true,
};

/**
 * The tree-structured Parzen estimator: the trials are split into the good and the rest, the density of either is
 * estimated by kernels, and of some points drawn from the good ones' density the one is tried that is likeliest among the
 * good beside the rest.
 *
 *     x = argmax l(x) / g(x) over x_1, ..., x_m ~ l
 *
 * One product kernel a trial over all dimensions (a dimension that was not there has no factor); where a choice decides
 * what else is there, that is drawn after it from the same mixture given what is known. Only ranks of the losses count.
 * Trials that are on their way count among the rest.
 *
 * @reference J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl, 2011, "Algorithms for hyper-parameter optimization", NeurIPS 24
 * @reference S. Falkner, A. Klein, F. Hutter, 2018, "BOHB: robust and efficient hyperparameter optimization at scale",
 * arXiv:1807.01774 (kernels over all dimensions)
 * @reference S. Watanabe, 2023, "Tree-structured Parzen estimator: understanding its algorithm components and their roles
 * for better empirical performance", arXiv:2304.11127
 */
export const tpeSampler = configurableSampler<TpeOptions>({
  name: "tpe",
  title: "The tree-structured Parzen estimator: points likely among good trials and unlikely among others",
  options,
  validate,
  open: (context, chosen) => new TpeSession(context, chosen),
});

/** How often candidates are drawn anew where all have been tried. */
const rounds = 4;

function validate(chosen: TpeOptions): void {
  const counts = ["startTrials", "candidates", "maximumKernels"] as const;
  for (const name of counts) {
    if (!Number.isSafeInteger(chosen[name]) || chosen[name] < 1) {
      throw badValue("bad-option", name, chosen[name], "a positive whole number");
    }
  }
}

class TpeSession implements SamplerSession {
  readonly #context: SamplerContext;
  readonly #options: TpeOptions;
  readonly #axes: readonly Axis[];
  /** What is drawn at once: all groups, or each dimension for itself. */
  readonly #blocks: readonly (readonly DimensionGroup[])[];
  readonly #trials: RankedTrials;
  readonly #start: SamplerSession;
  readonly #tried: TriedPoints;
  readonly #good: KernelMixture;
  readonly #rest: KernelMixture;
  #points: Vector[];
  #weights: Vector = new Float64Array(64);
  readonly #codes: Vector[];
  readonly #scores: Vector;
  #goodFactors: Vector = new Float64Array(1);
  #restFactors: Vector = new Float64Array(1);

  constructor(context: SamplerContext, chosen: TpeOptions) {
    const { space, goals } = context;
    this.#context = context;
    this.#options = chosen;
    this.#axes = space.dimensions.map(({ domain }) => axisOf(domain));
    const groups = dimensionGroups(space);
    this.#blocks = chosen.multivariate
      ? [groups]
      : groups.flatMap(({ conditions, dimensions }) => dimensions.map((d) => [{ conditions, dimensions: [d] }]));
    this.#trials = new RankedTrials(this.#axes, goals);
    this.#start = sobolSampler.open(context);
    this.#tried = new TriedPoints(context.space);
    this.#good = new KernelMixture(this.#axes);
    this.#rest = new KernelMixture(this.#axes);
    this.#points = this.#axes.map(() => new Float64Array(64));
    this.#codes = Array.from({ length: chosen.candidates }, () => new Float64Array(this.#axes.length));
    this.#scores = new Float64Array(chosen.candidates);
  }

  learn(trial: EndedTrial): void {
    this.#trials.add(trial);
    this.#tried.add(trial.codes);
  }

  propose(request: ProposalRequest): Proposal | undefined {
    if (this.#trials.answered < this.#options.startTrials) return this.#start.propose(request);
    this.#estimate(request);
    return { codes: this.#best(request) };
  }

  #estimate({ pending }: ProposalRequest): void {
    const { gamma, maximumKernels } = this.#options;
    const { order, size, answered } = this.#trials;
    const good = Math.min(size, Math.max(1, gamma(answered)));
    this.#gather(0, order, 0, good, 1, 1);
    this.#place(this.#good, good);

    const others = size - good;
    let count = 0;
    if (others <= maximumKernels) count = this.#gather(0, order, good, others, 1, 1);
    else {
      const nearest = maximumKernels >>> 1;
      this.#gather(0, order, good, nearest, 1, 1);
      const stride = (others - nearest) / (maximumKernels - nearest);
      count = this.#gather(nearest, order, good + nearest, maximumKernels - nearest, stride, stride);
    }
    this.#reserve(count + pending.length);
    for (const { codes } of pending) {
      for (let d = 0; d < this.#axes.length; d++) {
        this.#points[d][count] = codes[d] === codes[d] ? this.#axes[d].position(codes[d]) : NaN;
      }
      this.#weights[count++] = 1;
    }
    this.#place(this.#rest, count);
  }

  #place(mixture: KernelMixture, count: number): void {
    const { priorWeight, bandwidthFactor, minimumBandwidth } = this.#options;
    const smoothing = priorWeight / (count + 1);
    mixture.place(
      this.#points,
      this.#weights,
      count,
      priorWeight,
      smoothing,
      scottBandwidth(bandwidthFactor, minimumBandwidth),
    );
  }

  /** Writes the trials at `from`, `from + stride`, ... of the order to the buffers at `to`; returns where they end. */
  #gather(to: number, order: Int32Array, from: number, count: number, stride: number, weight: number): number {
    this.#reserve(to + count);
    for (let d = 0; d < this.#axes.length; d++) {
      const column = this.#trials.positions[d];
      const points = this.#points[d];
      for (let k = 0; k < count; k++) points[to + k] = column[order[from + Math.floor(k * stride)]];
    }
    this.#weights.fill(weight, to, to + count);
    return to + count;
  }

  #reserve(count: number): void {
    if (count <= this.#weights.length) return;
    const grown = (from: Vector): Vector => {
      const into = new Float64Array(2 * count);
      into.set(from);
      return into;
    };
    this.#weights = grown(this.#weights);
    this.#points = this.#points.map(grown);
  }

  /** The candidate with the best ratio that has not been tried; where all have been, the best of the last round. */
  #best({ random, pending }: ProposalRequest): Vector {
    const { space } = this.#context;
    const onTheWay = new TriedPoints(space);
    for (const { codes } of pending) onTheWay.add(codes);
    let best = 0;
    for (let round = 0; round < rounds; round++) {
      this.#draw(random("candidates", round));
      best = -1;
      for (let c = 0; c < this.#codes.length; c++) {
        const codes = space.deactivate(this.#codes[c]);
        if (this.#tried.has(codes) || onTheWay.has(codes)) continue;
        if (best < 0 || this.#scores[c] > this.#scores[best]) best = c;
      }
      if (best >= 0) return this.#codes[best].slice();
    }
    return this.#codes[largest(this.#scores)].slice();
  }

  /** Fills the candidates and their scores. */
  #draw(stream: RandomStream): void {
    const goodLength = this.#codes.length * (this.#good.count + 1);
    const restLength = this.#codes.length * (this.#rest.count + 1);
    if (this.#goodFactors.length < goodLength) this.#goodFactors = new Float64Array(2 * goodLength);
    if (this.#restFactors.length < restLength) this.#restFactors = new Float64Array(2 * restLength);
    for (const codes of this.#codes) codes.fill(NaN);
    for (const groups of this.#blocks) {
      this.#goodFactors.fill(0, 0, goodLength);
      this.#restFactors.fill(0, 0, restLength);
      for (let c = 0; c < this.#codes.length; c++) this.#scores[c] = this.#extend(c, groups, stream);
      if (this.#blocks.length === 1) continue;
      // drawn on its own: all go on with the best
      const best = this.#codes[largest(this.#scores)];
      for (const codes of this.#codes) codes.set(best);
    }
  }

  /** Draws the groups that are there for candidate c, each given those before it; returns the logarithm of the ratio. */
  #extend(c: number, groups: readonly DimensionGroup[], stream: RandomStream): number {
    const codes = this.#codes[c];
    const goodFrom = c * (this.#good.count + 1);
    const restFrom = c * (this.#rest.count + 1);
    const logRatio = (dimension: number): number =>
      this.#good.logSum(this.#goodFactors, goodFrom, dimension) -
      this.#rest.logSum(this.#restFactors, restFrom, dimension);
    let score = 0;
    for (const { conditions, dimensions } of groups) {
      const first = dimensions[0];
      if (!this.#context.space.isActive(codes, first)) continue;
      const before = conditions.length === 0 ? 0 : logRatio(first);
      const kernel = this.#good.choose(this.#goodFactors, goodFrom, first, stream);
      for (const d of dimensions) {
        const axis = this.#axes[d];
        const code = axis.code(this.#good.draw(kernel, d, stream));
        const position = axis.position(code);
        const start = axis.cellStart(code);
        const end = axis.cellEnd(code);
        codes[d] = code;
        this.#good.addFactors(d, position, start, end, this.#goodFactors, goodFrom);
        this.#rest.addFactors(d, position, start, end, this.#restFactors, restFrom);
      }
      score += logRatio(first) - before;
    }
    return score;
  }
}

function largest(values: Vector): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
