import type { Store } from "../store/store.ts";
import { hasEnded, type TrialRecord } from "../trial/trial-record.ts";

/** Told of every change of a trial, with what it was before. */
export type MirrorListener = (now: TrialRecord, before: TrialRecord | undefined) => void;

/** How long to wait before asking the store again whether another process has changed something, in milliseconds. */
const shortestPause = 5;
const longestPause = 200;

/** The trials of a study as this process knows them; brought up to date by what has changed in the store since. */
export class TrialMirror {
  /** By number. */
  readonly trials: TrialRecord[] = [];
  /** Running and paused trials, and waiting ones that have a point, by number. */
  readonly open = new Map<number, TrialRecord>();
  /** How many have ended for good: failures that are tried again do not count. */
  finished = 0;
  running = 0;
  paused = 0;
  waiting = 0;
  failed = 0;

  /** How often each trial that failed has been tried again, by the number of its first try. */
  readonly #attempts = new Map<number, number>();
  readonly #store: Store;
  readonly #study: string;
  readonly #listeners: MirrorListener[] = [];
  #revision = 0;
  #wakers: (() => void)[] = [];

  constructor(store: Store, study: string) {
    this.#store = store;
    this.#study = study;
  }

  listen(listener: MirrorListener): void {
    this.#listeners.push(listener);
  }

  /** True for a failure that is tried again: it says nothing of the point. */
  isRetried({ number, retryOf = number, attempt }: TrialRecord): boolean {
    return (this.#attempts.get(retryOf) ?? 0) > attempt;
  }

  /** Takes in what changed in the store. */
  async sync(): Promise<void> {
    const { trials, revision } = await this.#store.changes(this.#study, this.#revision);
    this.#revision = Math.max(this.#revision, revision);
    for (const trial of trials) this.put(trial);
  }

  /** Takes in one trial, from the store's answer to a change of our own. */
  put(trial: TrialRecord): void {
    const before = this.trials[trial.number];
    if (before !== undefined && before.revision >= trial.revision) return;
    this.trials[trial.number] = trial;
    if (before) this.#count(before, -1);
    else if (trial.retryOf !== undefined) {
      this.#attempts.set(trial.retryOf, trial.attempt);
      // the failure counted until now
      if (this.trials[trial.retryOf]?.state === "failed") this.finished--;
    }
    this.#count(trial, 1);
    if (hasEnded(trial)) this.open.delete(trial.number);
    else this.open.set(trial.number, trial);
    for (const listener of this.#listeners) listener(trial, before);
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }

  /** Syncs until the condition holds, or the signal is aborted: woken by changes of this process, polling for others. */
  async until(condition: () => boolean, signal?: AbortSignal): Promise<void> {
    let pause = shortestPause;
    for (;;) {
      await this.sync();
      if (condition() || signal?.aborted) return;
      await this.#change(pause, signal);
      pause = Math.min(longestPause, 2 * pause);
    }
  }

  #count(trial: TrialRecord, by: number): void {
    if (hasEnded(trial)) this.finished += by;
    if (trial.state === "failed") this.failed += by;
    if (trial.state === "running") this.running += by;
    if (trial.state === "paused") this.paused += by;
    if (trial.state === "waiting") this.waiting += by;
  }

  #change(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener("abort", done);
      this.#wakers.push(done);
    });
  }
}
