import { badValue, didYouMean, InfimumError } from "infimum";
import type { Vector } from "infimum/numerics";
import { levelsOf, type Space } from "infimum/space";
import { configurableSampler } from "./configurable-sampler.ts";
import { drawCodes, firstDensity, refit } from "./cross-entropy/density.ts";
import { Generations } from "./cross-entropy/generations.ts";
import { requireOneGoal } from "./one-goal.ts";
import type { EndedTrial, SamplerSession } from "./sampler.ts";

/** The options of the cross-entropy sampler. */
export interface CrossEntropyOptions {
  /** Trials in a generation, at least 2; 0: 8 + 2 n, n the dimensions that can vary. */
  populationSize: number;
  /** The share of a generation that the density is refitted to, in (0, 1]. */
  elite: number;
  /** The share of the fit in the next mean, in (0, 1]; 1: no smoothing. */
  smoothing: number;
  /** The share of the elites' frequencies in the next probabilities of options, in (0, 1]; 1: no smoothing. */
  choiceSmoothing: number;
  /** The share of the fit in the deviation after the first generation; 1 with `decay` 0: no smoothing. */
  deviationSmoothing: number;
  /** How soon the deviation's smoothing grows, q: after t generations the share is b - b (1 - 1/t)^q. 0: it stays b. */
  decay: number;
  /** The least deviation on the unit scale, and the probability of an option drawn uniformly instead; in [0, 1). */
  exploration: number;
  /**
   * Values change while a trial is on its way: after each report the ranges, or those dimensions that are named, are drawn anew
   * from a density of that step. Objectives then have to read their parameters again after every report.
   */
  during: boolean | readonly string[];
}

const options: CrossEntropyOptions = {
  populationSize: 0,
  elite: 0.2,
  smoothing: 0.9,
  choiceSmoothing: 0.6,
  deviationSmoothing: 0.8,
  decay: 7,
  exploration: 0.005,
  during: false,
};

/**
 * The cross-entropy method: draw a generation from a density, refit the density to its best trials, repeat.
 *
 *     x ~ p(x; v),   elites = the best rho N of N trials,
 *     v* = argmax over v of the mean of log p(elite; v),   v = a v* + (1 - a) v
 *
 * Each dimension is independent: ranges are normals on the unit scale, cut to the unit interval, choices have
 * probabilities. One random number for each dimension an ask; a refit costs some 50 us for each dimension, once a generation.
 *
 * From the paper (Li and Li): hyperparameters drawn from a parametric density, the elite quantile, the refit as the
 * maximization of an EM step, and values that are drawn anew while training goes on. From Kroese et al.: smoothing, and for
 * deviations the share b - b (1 - 1/t)^q, which keeps them from shrinking faster than polynomially. Ours: the likelihood is
 * that of the normal as it is drawn, cut to the interval, so that elites near an end are not pushed inwards; conditional
 * dimensions are refitted to the elites in which they are there; the exploration floor; a generation is N trials by their
 * numbers, whenever they end, so that any number of trials may be on their way and the order in which they are learned
 * does not count. Generations are small for the budgets of studies; the defaults were chosen among some 60 combinations on
 * seven functions of 2 to 10 ranges in 150 trials, that for choices on one of mostly choices.
 *
 * With `during` each step at which trials report has a density, of the values that held from then on, refitted to the
 * elites by the loss of the next report. That is greedy: values that pay off only later are not found.
 *
 * @reference K. Li, F. Li, 2024, "Cross-Entropy Optimization for Hyperparameter Optimization in Stochastic Gradient-based
 * Approaches to Train Deep Neural Networks", arXiv:2409.09240
 * @reference R. Y. Rubinstein, 1999, "The cross-entropy method for combinatorial and continuous optimization",
 * 10.1023/A:1010091220143
 * @reference D. P. Kroese, S. Porotsky, R. Y. Rubinstein, 2006, "The cross-entropy method for continuous multi-extremal
 * optimization", 10.1007/s11009-006-9753-0
 */
export const crossEntropySampler = configurableSampler<CrossEntropyOptions>({
  name: "cross-entropy",
  title: "A density refitted to the best trials of each generation",
  papers: [
    {
      authors: "K. Li, F. Li",
      year: 2024,
      title:
        "Cross-Entropy Optimization for Hyperparameter Optimization in Stochastic Gradient-based Approaches to Train Deep Neural Networks",
      source: "arXiv:2409.09240",
    },
    {
      authors: "R. Y. Rubinstein",
      year: 1999,
      title: "The cross-entropy method for combinatorial and continuous optimization",
      source: "10.1023/A:1010091220143",
    },
    {
      authors: "D. P. Kroese, S. Porotsky, R. Y. Rubinstein",
      year: 2006,
      title: "The cross-entropy method for continuous multi-extremal optimization",
      source: "10.1007/s11009-006-9753-0",
    },
  ],
  rows: ["P155"],
  options,
  validate,
  open({ space, goals }, chosen) {
    requireOneGoal("cross-entropy", goals);
    const generations = () => generationsOf(space, chosen);
    if (chosen.during === false) return wholeTrials(space, generations());
    return changingTrials(space, changing(space, chosen.during), generations);
  },
});

/** One density for whole trials, by their losses. */
function wholeTrials(space: Space, generations: Generations): SamplerSession {
  return {
    learn: ({ number, codes, violation, losses: [loss] }) => generations.add({ number, codes, violation, loss }),
    propose: ({ random }) => ({ codes: drawCodes(generations.density(), space, random("point")) }),
  };
}

/** A density for what stays during a trial, by its loss, and one for what changes after each step, by the next report. */
function changingTrials(space: Space, changes: readonly boolean[], generations: () => Generations): SamplerSession {
  const whole = generations();
  /** By the step after which the values hold; -Infinity: from the beginning. */
  const stages = new Map<number, Generations>();
  const stageAt = (step: number): Generations => {
    const known = stages.get(step) ?? generations();
    stages.set(step, known);
    return known;
  };
  /** Exchanges the entries that may change. */
  const exchange = (codes: Vector, drawn: Vector): Vector => codes.map((code, i) => (changes[i] ? drawn[i] : code));
  return {
    learn(trial) {
      const { number, codes, violation, losses } = trial;
      whole.add({ number, codes, violation, loss: losses[0] });
      for (const { step, codes: held, loss } of stagesOf(trial)) {
        // what stays is left out of the fits
        stageAt(step).add({ number, codes: held.map((code, i) => (changes[i] ? code : NaN)), violation, loss });
      }
    },
    propose({ random }) {
      const codes = drawCodes(whole.density(), space, random("point"));
      return { codes: exchange(codes, drawCodes(stageAt(-Infinity).density(), space, random("stage"))) };
    },
    revise({ codes, step, random }) {
      const revised = exchange(codes, drawCodes(stageAt(step).density(), space, random("revision")));
      return space.deactivate(revised);
    },
  };
}

/** The values that held from each step on, with the loss that the next report had. */
function stagesOf({ codes, revisions, reports, losses }: EndedTrial): { step: number; codes: Vector; loss: number }[] {
  const inOrder = reports.toSorted((a, b) => a.step - b.step);
  if (inOrder.length === 0) return [{ step: -Infinity, codes, loss: losses[0] }];
  return inOrder.map(({ value }, k) => {
    const step = k === 0 ? -Infinity : inOrder[k - 1].step;
    const held = revisions.filter((revision) => revision.step <= step);
    return { step, codes: held.length === 0 ? codes : held[held.length - 1].codes, loss: value };
  });
}

function generationsOf(space: Space, chosen: CrossEntropyOptions): Generations {
  const { elite, smoothing, choiceSmoothing, deviationSmoothing, decay, exploration } = chosen;
  const free = space.dimensions.filter(({ domain }) => levelsOf(domain) > 1).length;
  const size = chosen.populationSize || 8 + 2 * free;
  return new Generations(size, Math.ceil(elite * size), firstDensity(space), (before, elites, generation) => {
    const deviation = deviationSmoothing * (decay === 0 ? 1 : 1 - (1 - 1 / generation) ** decay);
    const least = { deviation: Math.max(exploration, 1e-6), choice: exploration };
    return refit(before, space, elites, { mean: smoothing, deviation, choice: choiceSmoothing }, least);
  });
}

/** @throws InfimumError `unknown-option` for a name that no dimension has */
function changing({ dimensions }: Space, during: true | readonly string[]): boolean[] {
  if (during === true) return dimensions.map(({ domain }) => domain.kind !== "choice");
  const names = dimensions.map(({ name }) => name);
  for (const name of during) {
    if (names.includes(name)) continue;
    throw new InfimumError("unknown-option", `the space has no "${name}" to change: ${didYouMean(name, names)}`);
  }
  return names.map((name) => during.includes(name));
}

function validate({
  populationSize,
  elite,
  smoothing,
  choiceSmoothing,
  deviationSmoothing,
  decay,
  exploration,
}: CrossEntropyOptions): void {
  if (!(populationSize === 0 || (Number.isSafeInteger(populationSize) && populationSize >= 2))) {
    throw badValue("bad-option", "populationSize", populationSize, "a whole number of at least 2, or 0");
  }
  for (const [name, share] of Object.entries({ elite, smoothing, choiceSmoothing, deviationSmoothing })) {
    if (!(share > 0 && share <= 1)) throw badValue("bad-option", name, share, "a share above 0 and at most 1");
  }
  if (!(decay >= 0 && decay < Infinity)) throw badValue("bad-option", "decay", decay, "a number that is at least 0");
  if (!(exploration >= 0 && exploration < 1)) {
    throw badValue("bad-option", "exploration", exploration, "a number from 0 to below 1");
  }
}
