import { badValue } from "infimum";
import { configurablePruner } from "./configurable-pruner.ts";
import { type HalvingMode, HalvingSession } from "./halving-session.ts";
import { Ladder, type Resources, requireResources } from "./ladder.ts";

export interface SuccessiveHalvingOptions extends Resources {
  /** The most steps of a trial: there is no decision at the last rung below it, nor above. */
  readonly maximum: number;
  /** `stop` for objectives that cannot be taken up again, `pause` for those that keep what they go on with. */
  readonly mode: HalvingMode;
  /** No decision at a rung that fewer trials have come to. */
  readonly minimumTrials: number;
}

/**
 * Asynchronous successive halving (ASHA): rung k is at the step minimum eta^k, and of the trials that come to it the best
 * 1/eta go on, without waiting for the others.
 *
 *     stop:   prune at rung k       when  rank > max(1, floor(n_k / eta)) among the n_k trials that have come to it so far
 *     pause:  take up from rung k   the best that waits, when  rank <= floor(n_k / eta);  highest k first
 *
 * Cost: a pass over the trials of the rung; to take one up, over the trials of those rungs where some wait.
 *
 * @reference L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B. Recht, A. Talwalkar, 2020, "A System
 * for Massively Parallel Hyperparameter Tuning", arXiv 1810.05934
 *
 * The paper has `pause`. With either, more than 1/eta may go on from a rung when good trials come late: those before them
 * were among the best when they went on. The value at a rung is that of the first report at or after it; a trial without a
 * finite value there does not go on.
 */
export const successiveHalvingPruner = configurablePruner<SuccessiveHalvingOptions>({
  name: "successive-halving",
  title: "Lets the best 1/eta of each rung go on to the next",
  papers: [
    {
      authors: "L. Li, K. Jamieson, A. Rostamizadeh, E. Gonina, J. Ben-tzur, M. Hardt, B. Recht, A. Talwalkar",
      year: 2020,
      title: "A System for Massively Parallel Hyperparameter Tuning",
      source: "arXiv 1810.05934",
    },
  ],
  options: { minimum: 1, maximum: Infinity, eta: 3, mode: "stop", minimumTrials: 1 },
  validate(options) {
    requireResources(options);
    requireHalving(options);
  },
  pauses: ({ mode }) => mode === "pause",
  open(_context, options) {
    const ladder = new Ladder(options);
    const division = { lastRung: ladder.lastRung(options.maximum), bracketOf: () => 0 };
    return new HalvingSession(ladder, { learn() {}, divide: () => division }, options);
  },
});

/** @throws InfimumError `bad-pruner-option` */
export function requireHalving({ mode, minimumTrials }: { mode: HalvingMode; minimumTrials: number }): void {
  if (mode !== "stop" && mode !== "pause") throw badValue("bad-pruner-option", "mode", mode, '"stop" or "pause"');
  if (!(minimumTrials >= 1)) {
    throw badValue("bad-pruner-option", "minimumTrials", minimumTrials, "a number of trials of at least 1");
  }
}
