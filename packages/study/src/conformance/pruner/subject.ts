import type { Pruner, PrunerSession, PruningDecision, SeenTrial } from "../../pruners/pruner.ts";
import type { Check } from "../check.ts";

/** What the checks are about. */
export interface PrunerSubject {
  readonly pruner: Pruner;
  /** It promises that the trial with the least losses is never pruned. */
  readonly keepsBest: boolean;
  /** The largest part of the trials that paused at a step which it takes up again; 1 when it promises none. */
  readonly promotes: number;
}

/** A check that needs no waiting. */
export function checkOf(name: string, run: () => void): Check {
  return {
    name,
    async check() {
      run();
    },
  };
}

export function opened({ pruner }: PrunerSubject): PrunerSession {
  return pruner.open({ seed: 0, goal: "minimize" });
}

export const everyOne = (): boolean => true;

/** The trial as it was on its way: without reports, after the first, ..., after the last. */
export function wayOf({ number, reports }: SeenTrial): SeenTrial[] {
  return Array.from({ length: reports.length + 1 }, (_, count) => ({
    number,
    state: "running" as const,
    reports: reports.slice(0, count),
  }));
}

/** A way of telling a session of trials; whatever the way, it then knows the same. */
export interface Telling {
  readonly name: string;
  tell(session: PrunerSession, trials: readonly SeenTrial[]): void;
}

export const asTheyAre: Telling = {
  name: "each once, as it is in the end",
  tell: (session, trials) => trials.forEach((trial) => session.see(trial)),
};

export const tellings: readonly Telling[] = [
  asTheyAre,
  {
    name: "the last begun first",
    tell: (session, trials) => trials.toReversed().forEach((trial) => session.see(trial)),
  },
  {
    name: "each with all it reported on its way",
    tell: (session, trials) => trials.forEach((trial) => [...wayOf(trial), trial].forEach((each) => session.see(each))),
  },
  {
    name: "in turns, a report of each",
    tell(session, trials) {
      const ways = trials.map(wayOf);
      const longest = Math.max(...ways.map(({ length }) => length));
      for (let count = 0; count < longest; count++) {
        for (const way of ways) if (count < way.length) session.see(way[count]);
      }
      for (const trial of trials) session.see(trial);
    },
  },
  {
    name: "everything twice",
    tell: (session, trials) => [...trials, ...trials].forEach((trial) => session.see(trial)),
  },
];

/** What is decided of each trial after each of its reports, by one who knows of the others what they are in the end. */
export function decisionsOf(
  subject: PrunerSubject,
  trials: readonly SeenTrial[],
  { tell }: Telling = asTheyAre,
  isVisible: (number: number, decided: number) => boolean = everyOne,
): PruningDecision[][] {
  return trials.map((trial) => {
    const session = opened(subject);
    tell(
      session,
      trials.filter((other) => other !== trial),
    );
    return wayOf(trial).map((soFar) => {
      session.see(soFar);
      return session.decide(soFar, (number) => isVisible(number, trial.number));
    });
  });
}
