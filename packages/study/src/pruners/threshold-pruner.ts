import { badValue } from "infimum";
import { type Checkpoints, isDue, requireCheckpoints } from "./checkpoints.ts";
import { configurablePruner } from "./configurable-pruner.ts";
import { Courses } from "./course.ts";

export interface ThresholdOptions extends Checkpoints {
  /** A trial that reports less is stopped; in the units of the reports, whatever the goal. */
  readonly lower: number;
  /** A trial that reports more is stopped; in the units of the reports, whatever the goal. */
  readonly upper: number;
}

/**
 * Threshold pruner: a trial is stopped when it reports a value out of a range, or no finite number. The first report at or
 * after each checkpoint counts; without bounds it stops what has diverged, and nothing else.
 *
 *     prune  when  not (lower <= value(step) <= upper)
 *
 * Cost: one comparison. No trial is compared with another, so the best may be stopped as well.
 *
 * @reference Optuna's ThresholdPruner, which asks for a bound where this has defaults
 */
export const thresholdPruner = configurablePruner<ThresholdOptions>({
  name: "threshold",
  title: "Stops a trial that reports a value out of a range, or no number",
  options: { lower: -Infinity, upper: Infinity, warmup: 0, interval: 1 },
  validate(options) {
    const { lower, upper } = options;
    requireCheckpoints(options);
    if (Number.isNaN(lower)) throw badValue("bad-pruner-option", "lower", lower, "a number, or leave it out");
    if (!(upper >= lower)) throw badValue("bad-pruner-option", "upper", upper, `a number of at least lower, ${lower}`);
  },
  open({ goal }, options) {
    const { lower, upper } = options;
    const [least, most] = goal === "maximize" ? [-upper, -lower] : [lower, upper];
    const courses = new Courses();
    return {
      see: (trial) => void courses.see(trial),
      decide(trial) {
        const course = courses.see(trial);
        if (!isDue(course, options)) return "continue";
        const loss = course.losses[course.losses.length - 1];
        return loss < Infinity && loss >= least && loss <= most ? "continue" : "prune";
      },
    };
  },
});
