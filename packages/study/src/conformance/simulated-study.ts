import type { Pruner, PrunerSession } from "../pruners/pruner.ts";
import type { Report, TrialState } from "../trial/trial-record.ts";
import { demand } from "./check.ts";

export interface SimulatedTrial {
  readonly number: number;
  state: TrialState;
  readonly reports: Report[];
}

/** What the trials of a simulated study do. */
export interface SimulatedCurves {
  /** The loss of a trial after a step: 1, 2, ... */
  loss(number: number, step: number): number;
  /** A trial is complete after so many steps; Infinity when it goes on for as long as it is let. */
  readonly steps: number;
  /** The virtual time that a step of the trial takes; 1 when left out. */
  duration?(number: number): number;
}

export interface SimulationOptions {
  /** How many trials the study is to have. */
  readonly trials: number;
  /** How many trials run at once; 1 when left out. */
  readonly workers?: number;
  /** As that of a study: a trial begins when those so many numbers before it have ended, and is decided on from them. */
  readonly window?: number;
  /** Called after every step. */
  onStep?(study: SimulatedStudy): void;
}

interface Worker {
  trial: SimulatedTrial | undefined;
  /** When its step is done. */
  until: number;
}

/** A study of made-up learning curves in virtual time, with any number of workers: how a pruner spends steps. */
export class SimulatedStudy {
  readonly trials: SimulatedTrial[] = [];
  /** The steps of all trials together. */
  spent = 0;
  /** The least loss that was reported. */
  best = Infinity;
  /** Which trial was taken up again, and after which step, in that order. */
  readonly promotions: { readonly number: number; readonly step: number }[] = [];
  readonly #curves: SimulatedCurves;

  constructor(curves: SimulatedCurves) {
    this.#curves = curves;
  }

  /**
   * Runs until nothing is left to do; may be called again, with another pruner or more trials.
   *
   * @throws ConformanceError when the pruner takes up a trial that is not paused
   */
  run(pruner: Pruner, { trials, workers = 1, window, onStep }: SimulationOptions): this {
    const session = pruner.open({ seed: 0, goal: "minimize" });
    for (const trial of this.trials) session.see(trial);
    const isVisible = ({ number }: SimulatedTrial) =>
      window === undefined ? () => true : (other: number) => other <= number - window;
    const crew = Array.from({ length: workers }, (): Worker => ({ trial: undefined, until: 0 }));
    for (let now = 0; ; ) {
      for (const worker of crew) {
        if (worker.trial !== undefined) continue;
        worker.trial = this.#promoted(session.promote?.()) ?? this.#begun(trials, window);
        if (worker.trial === undefined) break;
        session.see(worker.trial);
        worker.until = now + this.#duration(worker.trial);
      }
      const busy = crew.filter(({ trial }) => trial !== undefined);
      if (busy.length === 0) return this;
      now = Math.min(...busy.map(({ until }) => until));
      // what happens at one time is known to whoever begins something then
      for (const worker of busy) if (worker.until === now) this.#step(worker, session, isVisible, onStep);
    }
  }

  #step(
    worker: Worker,
    session: PrunerSession,
    isVisible: (trial: SimulatedTrial) => (number: number) => boolean,
    onStep: SimulationOptions["onStep"],
  ): void {
    const trial = worker.trial as SimulatedTrial;
    const step = this.#report(trial);
    session.see(trial);
    const decision = session.decide(trial, isVisible(trial));
    if (decision !== "continue") trial.state = decision === "prune" ? "pruned" : "paused";
    else if (step >= this.#curves.steps) trial.state = "complete";
    if (trial.state !== "running") {
      session.see(trial);
      worker.trial = undefined;
    } else worker.until += this.#duration(trial);
    onStep?.(this);
  }

  #promoted(number: number | undefined): SimulatedTrial | undefined {
    if (number === undefined) return undefined;
    const trial = this.trials[number];
    demand(trial?.state === "paused", `trial ${number} is taken up, which is ${trial?.state ?? "unknown"}.`);
    this.promotions.push({ number, step: trial.reports.length });
    trial.state = "running";
    return trial;
  }

  #begun(trials: number, window: number | undefined): SimulatedTrial | undefined {
    const number = this.trials.length;
    if (number >= trials) return undefined;
    if (window !== undefined) {
      const before = this.trials.slice(0, Math.max(0, number - window + 1));
      if (before.some(({ state }) => state === "running")) return undefined;
    }
    const trial: SimulatedTrial = { number, state: "running", reports: [] };
    this.trials.push(trial);
    return trial;
  }

  #report(trial: SimulatedTrial): number {
    const step = trial.reports.length + 1;
    const value = this.#curves.loss(trial.number, step);
    trial.reports.push({ step, value });
    this.spent++;
    if (value < this.best) this.best = value;
    return step;
  }

  #duration({ number }: SimulatedTrial): number {
    return this.#curves.duration?.(number) ?? 1;
  }
}

/** Learning curves that fall by a power law, loss = floor + range step^-rate, each with its own three numbers in [0, 1). */
export function powerLaws(
  numbers: (trial: number) => readonly [number, number, number],
  steps: number,
): SimulatedCurves {
  return {
    steps,
    loss(trial, step) {
      const [floor, range, rate] = numbers(trial);
      return floor + (0.2 + range) * step ** -(0.2 + rate);
    },
  };
}
