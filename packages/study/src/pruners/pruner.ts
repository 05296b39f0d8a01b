import type { Paper } from "infimum";
import type { Report, TrialState } from "../trial/trial-record.ts";

/** Stops trials that are not worth their time, by what they report on their way. */
export interface Pruner {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly papers?: readonly Paper[];
  /** Rows of the catalogue of papers that it serves. */
  readonly rows?: readonly string[];
  /** True when it pauses trials and takes them up again: the objective then has to keep what it goes on with. */
  readonly pauses: boolean;
  open(context: PrunerContext): PrunerSession;
}

export interface PrunerContext {
  readonly seed: number;
  /** The study's: what users give in the units of their values (such as a threshold) has its sign turned with "maximize". */
  readonly goal: "minimize" | "maximize";
}

/** What becomes of a trial after a report. */
export type PruningDecision = "continue" | "prune" | "pause";

/**
 * A pruner at work on one study. Its decisions are a function of the reports it can see and of the trial, and of nothing
 * else. All values are losses: to be minimized. NaN and Infinity are worse than any number.
 */
export interface PrunerSession {
  /**
   * A trial has changed: it has more reports than when it was last seen, none any more (it was given up, and begins anew), or another
   * state. Trials of all processes are told.
   */
  see(trial: SeenTrial): void;
  /**
   * After the trial's last report, which `see` has been told. Only trials for which `isVisible` is true (and the trial itself) count.
   * Asked again without a change between, it answers the same.
   */
  decide(trial: SeenTrial, isVisible: (number: number) => boolean): PruningDecision;
  /** For pruners that pause: the paused trial to go on with before a new one is begun, if there is one. */
  promote?(): number | undefined;
}

export interface SeenTrial {
  readonly number: number;
  readonly state: TrialState;
  /** In the order they were reported; values are losses. */
  readonly reports: readonly Report[];
}
