import { RandomStream } from "infimum/numerics";
import type { SeenTrial } from "../../pruners/pruner.ts";
import type { Report, TrialState } from "../../trial/trial-record.ts";

/** How trials may end up, the more frequent ones repeatedly; those that wait have reported nothing. */
const states: readonly TrialState[] = [
  ...Array<TrialState>(8).fill("complete"),
  "pruned",
  "pruned",
  "running",
  "paused",
  "paused",
  "failed",
  "stale",
  "waiting",
];

const mostSteps = 30;

/** Trials of a study: some skip steps, some report out of order, many have equal losses, and some are no numbers. */
export function history(seed: number, trials = 18): SeenTrial[] {
  return Array.from({ length: trials }, (_, number) => {
    const random = new RandomStream().key(seed, "history", number, 0);
    const state = states[random.choice(states.length)];
    const steps = state === "complete" ? mostSteps : state === "waiting" ? 0 : random.integer(0, mostSteps);
    const skips = random.uniform() < 0.3;
    const reports: Report[] = [];
    for (let step = 1; step <= steps; step++) {
      const oddity = random.uniform();
      const value = oddity < 0.03 ? NaN : oddity < 0.05 ? Infinity : random.integer(0, 12) + 20 / step;
      if (!skips || random.uniform() < 0.6) reports.push({ step, value });
    }
    if (random.uniform() < 0.2) swapNeighbours(reports, random);
    return { number, state, reports };
  });
}

/** The seeds of the histories that checks look at. */
export const seeds: readonly number[] = [1, 2];

function swapNeighbours(reports: Report[], random: RandomStream): void {
  for (let i = 0; i + 1 < reports.length; i++) {
    if (random.uniform() < 0.2) [reports[i], reports[i + 1]] = [reports[i + 1], reports[i]];
  }
}
