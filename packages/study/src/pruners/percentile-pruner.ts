import { badValue } from "infimum";
import { type Checkpoints, isDue, requireCheckpoints } from "./checkpoints.ts";
import { configurablePruner } from "./configurable-pruner.ts";
import { type Course, Courses } from "./course.ts";
import { percentileOf } from "./percentile.ts";
import type { PrunerSession, SeenTrial } from "./pruner.ts";

export interface ComparisonOptions extends Checkpoints {
  /** No trial is pruned before this many are complete. */
  readonly startup: number;
  /** No trial is pruned at a step that fewer complete trials have come to. */
  readonly minimumTrials: number;
}

export interface PercentileOptions extends ComparisonOptions {
  /** From 0 to 100: 25 keeps trials that are among the best quarter. */
  readonly percentile: number;
}

export const comparisonDefaults: ComparisonOptions = { startup: 5, warmup: 0, interval: 1, minimumTrials: 1 };

/** The rule is that of the Vizier service and of Optuna. */
export const comparisonPapers = [
  {
    authors: "D. Golovin, B. Solnik, S. Moitra, G. Kochanski, J. Karro, D. Sculley",
    year: 2017,
    title: "Google Vizier: A Service for Black-Box Optimization",
    source: "10.1145/3097983.3098043",
  },
] as const;

/**
 * Percentile pruner: a trial is stopped at a step when its best loss so far is worse than a percentile of what the complete
 * trials had at that step.
 *
 *     prune  when  min_{s <= step} loss(s)  >  percentile of { loss_j(step) : j complete }
 *
 * Cost: a pass over the complete trials and a sort. The best trial so far is never pruned. One that reported no finite
 * number is pruned at the first step there is a decision at.
 *
 * @reference D. Golovin et al., 2017, "Google Vizier: A Service for Black-Box Optimization", 10.1145/3097983.3098043
 *
 * The paper compares with running averages; here, as in Optuna, a trial is compared with the others' values at the step (of
 * one that skipped the step, with its first report after it). Only complete trials count: were pruned ones to count
 * as well, each step would cut what the step before has left.
 */
export const percentilePruner = configurablePruner<PercentileOptions>({
  name: "percentile",
  title: "Stops a trial that is worse than a percentile of the complete trials at its step",
  papers: comparisonPapers,
  options: { percentile: 25, ...comparisonDefaults },
  validate: requireComparison,
  open: (_context, options) => new PercentileSession(options),
});

/** @throws InfimumError `bad-pruner-option` */
export function requireComparison(options: PercentileOptions): void {
  const { percentile, startup, minimumTrials } = options;
  requireCheckpoints(options);
  if (!(percentile >= 0 && percentile <= 100)) {
    throw badValue("bad-pruner-option", "percentile", percentile, "a number from 0 to 100");
  }
  if (!(startup >= 0)) throw badValue("bad-pruner-option", "startup", startup, "a number of trials");
  if (!(minimumTrials >= 1)) {
    throw badValue("bad-pruner-option", "minimumTrials", minimumTrials, "a number of trials of at least 1");
  }
}

/** Decides by a percentile of the complete trials. */
export class PercentileSession implements PrunerSession {
  readonly #options: PercentileOptions;
  readonly #courses = new Courses();
  readonly #complete = new Map<number, Course>();

  constructor(options: PercentileOptions) {
    this.#options = options;
  }

  see(trial: SeenTrial): void {
    const course = this.#courses.see(trial);
    if (trial.state === "complete") this.#complete.set(trial.number, course);
  }

  decide(trial: SeenTrial, isVisible: (number: number) => boolean): "continue" | "prune" {
    const course = this.#courses.see(trial);
    if (!isDue(course, this.#options)) return "continue";
    const { percentile, startup, minimumTrials } = this.#options;
    let complete = 0;
    const losses: number[] = [];
    for (const [number, other] of this.#complete) {
      if (number === trial.number || !isVisible(number)) continue;
      complete++;
      const loss = other.at(course.lastStep);
      if (loss !== undefined) losses.push(loss);
    }
    if (complete < startup || losses.length < minimumTrials) return "continue";
    if (course.best === Infinity) return "prune";
    return course.best > percentileOf(Float64Array.from(losses), percentile) ? "prune" : "continue";
  }
}
