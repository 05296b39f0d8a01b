import { type Check, demandSame } from "../check.ts";
import { history, seeds } from "./histories.ts";
import { asTheyAre, checkOf, decisionsOf, opened, type PrunerSubject, wayOf } from "./subject.ts";

/** Trials that cannot be seen do not count. */
export function visibilityChecks(subject: PrunerSubject): Check[] {
  return [
    checkOf("decides as if trials that are not visible were not there", () => {
      for (const seed of seeds) {
        const trials = history(seed);
        const window = 4;
        const isVisible = (number: number, decided: number) => number <= decided - window;
        const actual = decisionsOf(subject, trials, asTheyAre, isVisible);
        trials.forEach((trial, i) => {
          const session = opened(subject);
          asTheyAre.tell(
            session,
            trials.filter(({ number }) => isVisible(number, trial.number)),
          );
          const expected = wayOf(trial).map((soFar) => {
            session.see(soFar);
            return session.decide(soFar, (number) => isVisible(number, trial.number));
          });
          demandSame(actual[i], expected, `what is decided of trial ${trial.number} with others hidden`);
        });
      }
    }),
    checkOf("is not moved by trials that have reported nothing", () => {
      for (const seed of seeds) {
        const trials = history(seed, 20);
        const silent = (["waiting", "running", "failed"] as const).map((state, i) => ({
          number: trials.length + i,
          state,
          reports: [],
        }));
        const actual = decisionsOf(subject, [...trials, ...silent]).slice(0, trials.length);
        demandSame(actual, decisionsOf(subject, trials), "what is decided beside trials without reports");
      }
    }),
  ];
}
