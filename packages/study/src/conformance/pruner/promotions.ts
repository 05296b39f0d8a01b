import type { Pruner, PrunerSession } from "../../pruners/pruner.ts";
import { type Check, demand } from "../check.ts";
import { type SimulatedCurves, SimulatedStudy } from "../simulated-study.ts";
import { seeds } from "./histories.ts";
import { checkOf, opened, type PrunerSubject } from "./subject.ts";

const trials = 40;
const steps = 30;

/** What is taken up again: paused trials only, each once after a pause, and no more of them than promised. */
export function promotionsChecks(subject: PrunerSubject): Check[] {
  if (!subject.pruner.pauses) return [];
  return [
    checkOf("takes up paused trials only, and none twice without a step between", () => {
      for (const workers of [1, 4]) for (const seed of seeds) simulated(watched(subject), seed, workers);
    }),
    checkOf("takes up no more of those that pause at a step than it promises", () => {
      for (const workers of [1, 4]) {
        for (const seed of seeds) {
          const { promotions, ...study } = simulated(watched(subject), seed, workers);
          for (let step = 1; step <= steps; step++) {
            const gone = promotions.filter((promotion) => promotion.step === step).length;
            const waiting = study.trials.filter(
              ({ state, reports }) => state === "paused" && reports.length === step,
            ).length;
            const most = subject.promotes * (gone + waiting);
            demand(gone <= most, `of ${gone + waiting} trials that paused after step ${step}, ${gone} are taken up.`);
          }
        }
      }
    }),
    checkOf("takes up the same trials in a process that has just begun", () => {
      for (const workers of [1, 4]) for (const seed of seeds) simulated(doubted(subject), seed, workers);
    }),
  ];
}

function simulated(pruner: Pruner, seed: number, workers: number): SimulatedStudy {
  const curves: SimulatedCurves = {
    steps,
    loss: (number, step) => ((number * 37 + seed * 11) % 53) + 20 / step,
    duration: (number) => 1 + ((number * seed) % 4),
  };
  return new SimulatedStudy(curves).run(pruner, { trials, workers });
}

/** The pruner, its promotions looked at. */
function watched(subject: PrunerSubject): Pruner {
  const open = (): PrunerSession => {
    const session = opened(subject);
    const lengths = new Map<number, number>();
    const promoted = new Map<number, number>();
    return {
      ...forwarded(session),
      see(trial) {
        lengths.set(trial.number, trial.reports.length);
        session.see(trial);
      },
      promote() {
        const number = session.promote?.();
        if (number === undefined) return undefined;
        const length = lengths.get(number) as number;
        demand(promoted.get(number) !== length, `trial ${number} is taken up twice after ${length} reports.`);
        promoted.set(number, length);
        return number;
      },
    };
  };
  return { ...subject.pruner, name: subject.pruner.name, open };
}

/** The pruner, each promotion compared with that of a session which was only told how things are by now. */
function doubted(subject: PrunerSubject): Pruner {
  const open = (): PrunerSession => {
    const session = opened(subject);
    const known = new Map<number, Parameters<PrunerSession["see"]>[0]>();
    return {
      ...forwarded(session),
      see(trial) {
        known.set(trial.number, { ...trial, reports: trial.reports.slice() });
        session.see(trial);
      },
      promote() {
        const fresh = opened(subject);
        for (const trial of known.values()) fresh.see(trial);
        const [number, expected] = [session.promote?.(), fresh.promote?.()];
        demand(number === expected, `trial ${number} is taken up, and by a process that has just begun ${expected}.`);
        return number;
      },
    };
  };
  return { ...subject.pruner, name: subject.pruner.name, open };
}

function forwarded(session: PrunerSession): PrunerSession {
  return {
    see: (trial) => session.see(trial),
    decide: (trial, isVisible) => session.decide(trial, isVisible),
  };
}
