import { RandomStream, type Vector } from "infimum/numerics";
import type { EndedTrial, PendingTrial, Sampler, SamplerSession } from "../samplers/sampler.ts";
import { hasEnded, type TrialRecord } from "../trial/trial-record.ts";
import type { Goals } from "./goals.ts";
import type { StudySettings } from "./settings.ts";
import type { TrialMirror } from "./trial-mirror.ts";

/**
 * Shows the sampler what it may learn from, and asks it for points. Without a window it learns of each trial as soon as that has
 * ended. With a window of k, the trial of number n is proposed from the trials up to n - k, in the order of their numbers, and takes those
 * between for pending whether or not they have ended: k workers, whoever finishes first, then lead to the same study.
 */
export class Learner {
  /** What has been learned of the values: for the conditions that end a study. */
  readonly progress: Progress;
  readonly #mirror: TrialMirror;
  readonly #settings: StudySettings;
  readonly #session: SamplerSession;
  /** Ended trials that the sampler has not learned of, in the order they ended. */
  readonly #fresh: TrialRecord[] = [];
  /** With a window: all trials below this number have been learned of. */
  #learnedUpTo = 0;

  constructor(mirror: TrialMirror, settings: StudySettings, sampler: Sampler) {
    this.#mirror = mirror;
    this.#settings = settings;
    const { space, goals, seed } = settings;
    this.#session = sampler.open({ space, goals: goals.count, seed });
    this.progress = new Progress(goals);
    mirror.listen((now, before) => {
      if (hasEnded(now) && !(before && hasEnded(before))) this.#fresh.push(now);
    });
  }

  /** True when enough is known to begin the trial of that number. */
  isReady(number: number): boolean {
    const { window } = this.#settings;
    const { trials } = this.#mirror;
    if (window === undefined) return true;
    for (let k = this.#learnedUpTo; k <= number - window; k++) {
      const trial = trials[k];
      if (trial === undefined || !isSettled(trial)) return false;
    }
    for (let k = Math.max(0, number - window + 1); k < number; k++) {
      if (trials[k] === undefined || (trials[k].codes === undefined && !isSettled(trials[k]))) return false;
    }
    return true;
  }

  /** Learns what the trial of that number may be proposed from. */
  learnFor(number: number): void {
    const { window } = this.#settings;
    if (window === undefined) {
      for (const trial of this.#fresh.splice(0)) this.#learn(trial);
      return;
    }
    for (; this.#learnedUpTo <= number - window; this.#learnedUpTo++) {
      const trial = this.#mirror.trials[this.#learnedUpTo];
      // it is learned of in its turn, or never
      if (trial === undefined || !isSettled(trial)) return;
      if (hasEnded(trial)) this.#learn(trial);
    }
  }

  /** False when the sampler knows that a trial of that number would find nothing left to try. */
  hasLeft(number: number): boolean {
    return this.#session.hasLeft?.(number) ?? true;
  }

  /** A point for the trial of that number, after `learnFor`. Undefined when there is nothing left to try. */
  propose(number: number): { codes: Vector; note: EndedTrial["note"] } | undefined {
    const proposal = this.#session.propose({
      number,
      pending: this.#pending(number),
      random: this.#randomOf(number),
    });
    if (proposal === undefined) return undefined;
    return { codes: this.#settings.space.deactivate(proposal.codes.slice()), note: proposal.note };
  }

  /** The point that a running trial goes on with after a report; undefined where nothing changes. */
  revise({ number, reports, codes, revisions }: TrialRecord): Vector | undefined {
    const last = reports[reports.length - 1];
    const current = revisions.length > 0 ? revisions[revisions.length - 1].codes : codes!;
    const revised = this.#session.revise?.({
      number,
      codes: current,
      step: last.step,
      loss: this.#settings.goals.loss(last.value),
      random: this.#randomOf(number, last.step),
    });
    return revised && this.#settings.space.deactivate(revised.slice());
  }

  #learn(trial: TrialRecord): void {
    if (trial.codes === undefined || this.#mirror.isRetried(trial)) return;
    const ended = this.#endedTrial(trial, trial.codes);
    this.progress.note(ended);
    this.#session.learn(ended);
  }

  #endedTrial(trial: TrialRecord, codes: Vector): EndedTrial {
    const { goals } = this.#settings;
    const { number, revisions, note, reports, values, constraints } = trial;
    const asLosses = reports.map(({ step, value }) => ({ step, value: goals.loss(value) }));
    const last = asLosses[asLosses.length - 1]?.value;
    const losses = new Float64Array(goals.count).fill(Infinity);
    if (values) for (let i = 0; i < losses.length; i++) losses[i] = goals.loss(values[i], i);
    else if (trial.state === "pruned" && goals.count === 1 && last !== undefined && !Number.isNaN(last))
      losses[0] = last;
    let violation = 0;
    for (const constraint of constraints ?? []) violation += Math.max(0, constraint);
    return {
      number,
      state: trial.state as EndedTrial["state"],
      codes,
      revisions,
      losses,
      violation,
      reports: asLosses,
      note,
    };
  }

  #pending(number: number): PendingTrial[] {
    const { window } = this.#settings;
    const { trials, open } = this.#mirror;
    const candidates =
      window === undefined
        ? [...open.values()].toSorted((a, b) => a.number - b.number)
        : trials.slice(Math.max(0, number - window + 1), number);
    const pending: PendingTrial[] = [];
    for (const trial of candidates) {
      if (trial.codes === undefined || trial.number === number || trial.state === "stale") continue;
      pending.push({ number: trial.number, codes: trial.codes, note: trial.note });
    }
    return pending;
  }

  /** A stream of its own for each call, so that two that are drawn in turn do not mix. */
  #randomOf(number: number, step = 0) {
    const { seed } = this.#settings;
    return (purpose: string, index = 0): RandomStream =>
      new RandomStream().key(seed, step === 0 ? purpose : `${purpose} after step ${step}`, number, index);
  }
}

/** With a window, nothing more is waited for: it has ended, or its worker was lost. */
function isSettled({ state }: TrialRecord): boolean {
  return state === "complete" || state === "pruned" || state === "failed" || state === "stale";
}

/** The best of one goal so far, and for how many trials it has been. */
export class Progress {
  best: EndedTrial | undefined;
  /** Trials with values since the best was found. */
  idle = 0;
  complete = 0;
  readonly #goals: Goals;

  constructor(goals: Goals) {
    this.#goals = goals;
  }

  note(trial: EndedTrial): void {
    if (trial.state !== "complete") return;
    this.complete++;
    if (this.#goals.count > 1 || trial.violation > 0) {
      this.idle++;
      return;
    }
    if (this.best === undefined || trial.losses[0] < this.best.losses[0]) {
      this.best = trial;
      this.idle = 0;
    } else this.idle++;
  }
}
