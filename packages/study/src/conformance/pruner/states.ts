import type { TrialState } from "../../trial/trial-record.ts";
import { type Check, demand } from "../check.ts";
import { history, seeds } from "./histories.ts";
import { asTheyAre, checkOf, everyOne, opened, type PrunerSubject } from "./subject.ts";

const states: readonly TrialState[] = ["waiting", "running", "paused", "complete", "pruned", "failed", "stale"];

/** A decision for every trial, whatever has become of it. */
export function statesChecks(subject: PrunerSubject): Check[] {
  const { pruner } = subject;
  const known = ["continue", "prune", ...(pruner.pauses ? ["pause"] : [])];
  return [
    ...states.map((state) =>
      checkOf(`decides of a trial that is ${state}`, () => {
        for (const seed of seeds) {
          const trials = history(seed);
          const session = opened(subject);
          asTheyAre.tell(session, trials);
          for (const trial of trials) {
            const decision = session.decide({ ...trial, state }, everyOne);
            demand(known.includes(decision), `the decision on a trial that is ${state} is ${String(decision)}.`);
          }
        }
      }),
    ),
    checkOf("lets a trial go on that has reported nothing", () => {
      for (const state of states) {
        for (const trials of [[], history(1)]) {
          const session = opened(subject);
          asTheyAre.tell(session, trials);
          const silent = { number: trials.length, state, reports: [] };
          session.see(silent);
          const decision = session.decide(silent, everyOne);
          demand(decision === "continue", `without reports a trial that is ${state} is told "${decision}".`);
        }
      }
    }),
  ];
}
