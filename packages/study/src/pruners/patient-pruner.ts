import { badValue, InfimumError } from "infimum";
import { configurablePruner } from "./configurable-pruner.ts";
import type { Pruner, SeenTrial } from "./pruner.ts";

export interface PatientOptions {
  /** How many reports without an improvement are borne. */
  readonly patience: number;
  /** Only what is better by more than this is an improvement, in the units of the reports. */
  readonly minDelta: number;
  /** A pruner whose word counts only when patience is at its end; undefined to stop the trial then in any case. */
  readonly pruner: Pruner | undefined;
}

/**
 * Patient pruner: a trial is stopped when it has not got better by more than `minDelta` in its last `patience` reports;
 * around another pruner, it is stopped when that one says so as well.
 *
 *     prune  when  min of the last `patience` losses  >=  min of those before - minDelta
 *
 * Cost: a pass over the trial's own reports, and what the pruner inside costs. Reports count in the order they came. No trial is compared
 * with another, so the best may be stopped as well. Pauses of a pruner inside go on as they are.
 *
 * @reference L. Prechelt, 1998, "Early Stopping - But When?", 10.1007/3-540-49430-8_3
 *
 * Optuna's PatientPruner stops only a trial that got worse by more than its min_delta; here, as with early stopping elsewhere,
 * standing still is not enough to go on.
 */
export const patientPruner = configurablePruner<PatientOptions>({
  name: "patient",
  title: "Stops a trial that no longer gets better, alone or when another pruner says so as well",
  papers: [
    { authors: "L. Prechelt", year: 1998, title: "Early Stopping - But When?", source: "10.1007/3-540-49430-8_3" },
  ],
  options: { patience: 5, minDelta: 0, pruner: undefined },
  validate({ patience, minDelta, pruner }) {
    if (!(Number.isInteger(patience) && patience >= 1)) {
      throw badValue("bad-pruner-option", "patience", patience, "a whole number of reports of at least 1");
    }
    if (!(minDelta >= 0 && minDelta < Infinity)) {
      throw badValue("bad-pruner-option", "minDelta", minDelta, "a number of at least 0");
    }
    if (pruner !== undefined && typeof pruner.open !== "function") {
      throw new InfimumError(
        "bad-pruner-option",
        "pruner is no pruner: give one such as medianPruner, or leave it out.",
      );
    }
  },
  pauses: ({ pruner }) => pruner?.pauses ?? false,
  open(context, options) {
    const inside = options.pruner?.open(context);
    return {
      see: (trial) => inside?.see(trial),
      decide(trial, isVisible) {
        const decision = inside ? inside.decide(trial, isVisible) : "prune";
        return decision === "prune" && !isAtItsEnd(trial, options) ? "continue" : decision;
      },
      ...(inside?.promote && { promote: () => inside.promote?.() }),
    };
  },
});

function isAtItsEnd({ reports }: SeenTrial, { patience, minDelta }: PatientOptions): boolean {
  const recent = reports.length - patience;
  if (recent < 1) return false;
  let before = Infinity;
  let after = Infinity;
  reports.forEach(({ value }, i) => {
    if (!Number.isFinite(value)) return;
    if (i < recent) before = Math.min(before, value);
    else after = Math.min(after, value);
  });
  return !(after < before - minDelta);
}
