import { badValue } from "infimum";
import type { Vector } from "infimum/numerics";
import type { Space } from "infimum/space";
import { configurableSampler } from "../configurable-sampler.ts";
import type { EndedTrial, Proposal, ProposalRequest, SamplerContext, SamplerSession } from "../sampler.ts";
import { sobolSampler } from "../sobol-sampler.ts";
import { TriedPoints } from "../tried-points.ts";
import { axisOf } from "./axis.ts";
import { scottBandwidth } from "./bandwidth.ts";
import { Candidates } from "./candidates.ts";
import { KernelMixture } from "./kernel-mixture.ts";
import { type Sample, TrialSplit } from "./trial-split.ts";

export interface TpeOptions {
  /** How many trials are the good ones, of so many that have answered. */
  readonly gamma: (answered: number) => number;
  /** So many trials are spread evenly before anything is concluded. */
  readonly startTrials: number;
  /** Points drawn from the good ones' density, of which the best by the ratio is tried. */
  readonly candidates: number;
  /** The weight of the uniform density beside that of a trial. */
  readonly priorWeight: number;
  /** How wide kernels are, as a part of what Scott's rule gives for numbers. */
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
  bandwidthFactor: 0.5,
  minimumBandwidth: 1e-3,
  maximumKernels: 1000,
  multivariate: true,
};

/**
 * The tree-structured Parzen estimator: trials are split into the good and the rest, the density of either is estimated by
 * kernels, and of some points drawn from the good ones' density the one is tried that is likeliest there beside the rest.
 *
 *     x = argmax l(x) / g(x) over x_1, ..., x_m ~ l
 *
 * One product kernel a trial over all dimensions, on the unit scale (`KernelMixture`); where choices decide what is there,
 * that is drawn after them from the same mixture given what is known (`Candidates`). Only ranks count: feasible trials by
 * their loss (fronts with several goals), pruned ones after them by how deep they came, infeasible ones by their violation,
 * failed ones last (`RankedTrials`, `NondominatedPool`). Trials on their way count among the rest.
 *
 * Learning inserts into a sorted order. A proposal costs m (k + k') n multiplications for k good and k' other kernels, of
 * which there are at most 25 and 1,000, and m (k + k') exponentials.
 *
 * Beside the papers (what was measured is in bench/RECORD.md):
 * - the first trials are Sobol points, not random ones;
 * - all kernels of a dimension have one width, half of Scott's, from the spread of the good (or other) trials with one
 *   uniform one; no kernel is narrower than half a level, so that levels nearby stay likely;
 * - in spaces without real numbers candidates that were tried are passed over;
 * - beyond 1,000 others, the better half of the kernels stands for itself and the other half for all behind it.
 *
 * @reference J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl, 2011, "Algorithms for hyper-parameter optimization", NeurIPS 24
 * @reference S. Falkner, A. Klein, F. Hutter, 2018, "BOHB: robust and efficient hyperparameter optimization at scale",
 * arXiv:1807.01774 (kernels over all dimensions)
 * @reference Y. Ozaki, Y. Tanigaki, S. Watanabe, M. Nomura, M. Onishi, 2022, "Multiobjective tree-structured Parzen
 * estimator", 10.1613/jair.1.13188
 * @reference S. Watanabe, 2023, "Tree-structured Parzen estimator: understanding its algorithm components and their roles
 * for better empirical performance", arXiv:2304.11127
 */
export const tpeSampler = configurableSampler<TpeOptions>({
  name: "tpe",
  title: "The tree-structured Parzen estimator: points likely among good trials and unlikely among others",
  papers: [
    {
      authors: "J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl",
      year: 2011,
      title: "Algorithms for hyper-parameter optimization",
      source: "NeurIPS 24",
    },
    {
      authors: "Y. Ozaki, Y. Tanigaki, S. Watanabe, M. Nomura, M. Onishi",
      year: 2022,
      title: "Multiobjective tree-structured Parzen estimator",
      source: "10.1613/jair.1.13188",
    },
    {
      authors: "S. Watanabe",
      year: 2023,
      title:
        "Tree-structured Parzen estimator: understanding its algorithm components and their roles for better empirical performance",
      source: "2304.11127",
    },
  ],
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
  for (const name of ["priorWeight", "bandwidthFactor", "minimumBandwidth"] as const) {
    if (!(chosen[name] > 0 && chosen[name] < Infinity)) {
      throw badValue("bad-option", name, chosen[name], "a positive number");
    }
  }
}

class TpeSession implements SamplerSession {
  readonly #space: Space;
  readonly #options: TpeOptions;
  readonly #start: SamplerSession;
  readonly #trials: TrialSplit;
  readonly #tried: TriedPoints;
  readonly #good: KernelMixture;
  readonly #rest: KernelMixture;
  readonly #candidates: Candidates;

  constructor(context: SamplerContext, chosen: TpeOptions) {
    const { space, goals } = context;
    const axes = space.dimensions.map(({ domain }) => axisOf(domain));
    this.#space = space;
    this.#options = chosen;
    this.#start = sobolSampler.open(context);
    this.#trials = new TrialSplit(axes, goals);
    this.#tried = new TriedPoints(space);
    this.#good = new KernelMixture(axes);
    this.#rest = new KernelMixture(axes);
    this.#candidates = new Candidates(space, axes, chosen.candidates, chosen.multivariate ? "joint" : "none");
  }

  learn(trial: EndedTrial): void {
    this.#trials.learn(trial);
    this.#tried.add(trial.codes);
  }

  propose(request: ProposalRequest): Proposal | undefined {
    const { gamma, startTrials, maximumKernels } = this.#options;
    const { answered } = this.#trials;
    if (answered < startTrials) return this.#start.propose(request);
    const split = this.#trials.split(Math.max(1, gamma(answered)), maximumKernels, request.pending);
    this.#place(this.#good, split.good);
    this.#place(this.#rest, split.rest);
    return { codes: this.#best(request).slice() };
  }

  #place(mixture: KernelMixture, sample: Sample): void {
    const { priorWeight, bandwidthFactor, minimumBandwidth } = this.#options;
    const bandwidth = scottBandwidth(bandwidthFactor, minimumBandwidth);
    mixture.place(sample, priorWeight, priorWeight / (sample.count + 1), bandwidth);
  }

  /** The candidate with the best score that has not been tried; where all have been, the best of the last draw. */
  #best({ random, pending }: ProposalRequest): Vector {
    const { codes, scores } = this.#candidates;
    const onTheWay = new TriedPoints(this.#space);
    for (const trial of pending) onTheWay.add(trial.codes);
    for (let round = 0; round < rounds; round++) {
      this.#candidates.draw(this.#good, this.#rest, random("candidates", round));
      let best = -1;
      for (let c = 0; c < codes.length; c++) {
        if (best >= 0 && scores[c] <= scores[best]) continue;
        if (!this.#tried.has(codes[c]) && !onTheWay.has(codes[c])) best = c;
      }
      if (best >= 0) return codes[best];
    }
    return codes[scores.indexOf(Math.max(...scores))];
  }
}
