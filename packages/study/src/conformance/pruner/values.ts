import type { SeenTrial } from "../../pruners/pruner.ts";
import { type Check, demand, demandSame } from "../check.ts";
import { history, seeds } from "./histories.ts";
import { checkOf, decisionsOf, type PrunerSubject } from "./subject.ts";

/** What losses mean: the least is the best, and what is no number is worse than any. */
export function valuesChecks(subject: PrunerSubject): Check[] {
  const checks = [
    checkOf("takes NaN for Infinity", () => {
      for (const seed of seeds) {
        const trials = history(seed);
        const expected = decisionsOf(
          subject,
          trials.map((trial) => valued(trial, (value) => (Number.isNaN(value) ? Infinity : value))),
        );
        demandSame(decisionsOf(subject, trials), expected, "what is decided where values are NaN");
      }
    }),
    checkOf("does not take what is no number for good", () => {
      for (const bad of [NaN, Infinity]) {
        for (const seed of seeds) {
          const trials = history(seed).map((trial) =>
            valued(trial, (value) => (Number.isFinite(value) ? value : 1e300)),
          );
          const spoiled = trials.map((trial, i) => (i % 3 === 0 ? valued(trial, () => bad) : trial));
          const huge = trials.map((trial, i) => (i % 3 === 0 ? valued(trial, () => 1e300) : trial));
          const [actual, expected] = [decisionsOf(subject, spoiled), decisionsOf(subject, huge)];
          trials.forEach(({ number }, i) => {
            if (i % 3 !== 0)
              demandSame(actual[i], expected[i], `what is decided of trial ${number} beside trials of ${bad}`);
          });
        }
      }
    }),
  ];
  if (!subject.keepsBest) return checks;
  return [
    ...checks,
    checkOf("never prunes the trial that is better than all others", () => {
      for (const seed of seeds) {
        const trials = history(seed);
        for (let best = 0; best < trials.length; best += 3) {
          const { number } = trials[best];
          const reports = Array.from({ length: 30 }, (_, i) => ({ step: i + 1, value: -1 - i }));
          const others = trials.map((trial, i) =>
            i === best ? { number, state: "running" as const, reports } : trial,
          );
          const pruned = decisionsOf(subject, others)[best].indexOf("prune");
          demand(pruned < 0, `trial ${number}, better than all others at every step, is pruned after step ${pruned}.`);
        }
      }
    }),
  ];
}

function valued(trial: SeenTrial, change: (value: number) => number): SeenTrial {
  return { ...trial, reports: trial.reports.map(({ step, value }) => ({ step, value: change(value) })) };
}
