import { InfimumError, type Plain } from "infimum";
import type { Space } from "infimum/space";
import { paretoFront } from "../front/nondominated-ranks.ts";
import { importanceOf, type ParameterImportance } from "../importance/importance.ts";
import type { Store } from "../store/store.ts";
import type { TrialRecord } from "../trial/trial-record.ts";
import type { Goal, Goals } from "./goals.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import { type Objective, type RunOptions, type RunSummary, runStudy, type Workshop } from "./run-study.ts";
import { isFeasible, type StudyTrial, studyTrial } from "./study-trial.ts";
import type { Trial } from "./trial.ts";

/** A study: trials of points of a space, kept in a store, proposed by a sampler, cut short by a pruner. See `openStudy`. */
export class Study<Params = any> {
  readonly name: string;
  readonly space: Space<Params>;
  readonly goals: readonly Goal[];
  readonly seed: number;
  readonly store: Store;
  readonly #shop: Workshop;
  readonly #leases: LeaseKeeper;
  readonly #closesStore: boolean;
  #best: TrialRecord | undefined;
  #stopping = new AbortController();

  /** @internal Use `openStudy`. */
  constructor(store: Store, shop: Workshop, leases: LeaseKeeper, closesStore: boolean) {
    const { settings, mirror } = shop;
    this.name = settings.name;
    this.space = settings.space;
    this.goals = settings.goals.list;
    this.seed = settings.seed;
    this.store = store;
    this.#shop = shop;
    this.#leases = leases;
    this.#closesStore = closesStore;
    mirror.listen((trial) => this.#compare(trial));
  }

  /**
   * The feasible complete trial with the best value, the earlier of equal ones. Where none is complete, since the pruner pauses trials
   * rather than let them end: of the paused ones that have come furthest, the one with the best last report. Undefined before there
   * is either.
   *
   * @throws InfimumError `several-goals`: use `front()`
   */
  get best(): StudyTrial<Params> | undefined {
    if (this.goals.length > 1) {
      throw new InfimumError("several-goals", "a study of several goals has no best trial: use study.front().");
    }
    const { mirror, settings } = this.#shop;
    const best = this.#best ?? bestPaused(mirror.open.values(), settings.goals);
    return best && studyTrial<Params>(best, settings);
  }

  /** How many trials have ended (or paused) for good, how many run, and how many of those that ended have failed. */
  get counts(): { readonly finished: number; readonly running: number; readonly failed: number } {
    const { finished, paused, running, failed } = this.#shop.mirror;
    return { finished: finished + paused, running, failed };
  }

  /** All trials, by number, as this process knows them: those of others are up to date after `refresh()`. */
  trials(): StudyTrial<Params>[] {
    return this.#shop.mirror.trials.filter(Boolean).map((trial) => studyTrial<Params>(trial, this.#shop.settings));
  }

  /** The feasible complete trials that no other betters in every goal, by number; of one goal, those with the best value. */
  front(): StudyTrial<Params>[] {
    const { mirror, settings } = this.#shop;
    const candidates = mirror.trials.filter((trial) => trial?.state === "complete" && isFeasible(trial));
    const losses = candidates.map(({ values }) =>
      Float64Array.from(values!, (value, i) => settings.goals.loss(value, i)),
    );
    return paretoFront(losses)
      .toSorted((a, b) => a - b)
      .map((k) => studyTrial<Params>(candidates[k], settings));
  }

  /**
   * How much of the spread of the values each parameter is behind, the largest first. See `importanceOf`.
   *
   * @param goal of several goals, which
   */
  importance(goal = 0): ParameterImportance[] {
    const { mirror, settings } = this.#shop;
    const complete = mirror.trials.filter((trial) => trial?.state === "complete");
    const measured = complete.map(({ codes, values }) => ({
      codes: codes!,
      loss: settings.goals.loss(values![goal], goal),
    }));
    return importanceOf(settings.space, measured, settings.seed);
  }

  /** Takes in what other processes have done. */
  async refresh(): Promise<void> {
    await this.#shop.mirror.sync();
  }

  /**
   * A trial to run and to tell the outcome of. Its lease is renewed as long as this process lives. With a window it waits until
   * the trials it depends on have ended.
   *
   * @throws InfimumError `space-exhausted` when the sampler has nothing left to try; `store-failed`
   */
  async ask(): Promise<Trial<Params>> {
    const turn = await this.#shop.turns.take();
    if (turn === undefined || "none" in turn) {
      throw new InfimumError("space-exhausted", `${turn?.none ?? "there is nothing to try"}: there is no next trial.`);
    }
    return this.#shop.desk.handOut<Params>(turn);
  }

  /**
   * Puts a point in the queue: it is tried before any that the sampler proposes.
   *
   * @throws InfimumError `not-in-space`
   */
  async enqueue(params: Params, attributes: Readonly<Record<string, Plain>> = {}): Promise<number> {
    const codes = this.#shop.settings.space.encode(params);
    const trial = await this.store.addTrial(this.name, { codes, attributes, at: Date.now() });
    this.#shop.mirror.put(trial);
    return trial.number;
  }

  /**
   * Tries points until there is a reason to stop.
   *
   * @param objective gets the values and the trial; returns the value, one value for each goal, `{ value, constraints }`, or what
   * `trial.prune()` gave. Whatever else it returns, and what it throws, fails the trial and not the run
   * @throws InfimumError `objective-threw` when it throws before any trial was complete; `bad-option`; `several-goals`;
   * `store-failed`
   */
  async run(objective: Objective<Params>, options: RunOptions = {}): Promise<RunSummary> {
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
    return runStudy(this.#shop, objective, options, this.#stopping.signal);
  }

  /** Ends `run`: no more trials are begun, and those that run see it in their signals. */
  stop(): void {
    this.#stopping.abort();
  }

  /** A file that a trial stored; undefined where there is none of that name. */
  artifact(number: number, name: string): Promise<Uint8Array | undefined> {
    return this.store.artifact(this.name, number, name);
  }

  /** The names of the files that a trial stored. */
  artifacts(number: number): Promise<string[]> {
    return this.store.artifacts(this.name, number);
  }

  /** Lets go of the store, where the study opened it, and of the leases it holds. */
  async close(): Promise<void> {
    this.#leases.stop();
    if (this.#closesStore) await this.store.close();
  }

  #compare(trial: TrialRecord): void {
    const { goals } = this.#shop.settings;
    if (trial.state !== "complete" || goals.count > 1 || !isFeasible(trial)) return;
    const loss = goals.loss(trial.values![0]);
    const bestLoss = this.#best ? goals.loss(this.#best.values![0]) : Infinity;
    if (loss < bestLoss || (loss === bestLoss && trial.number < this.#best!.number)) this.#best = trial;
  }
}

/** Of the paused trials that have come furthest, the one with the best last report. */
function bestPaused(open: Iterable<TrialRecord>, goals: Goals): TrialRecord | undefined {
  let best: { trial: TrialRecord; step: number; loss: number } | undefined;
  for (const trial of open) {
    const last = trial.reports[trial.reports.length - 1];
    if (trial.state !== "paused" || last === undefined || Number.isNaN(last.value)) continue;
    const loss = goals.loss(last.value);
    if (best === undefined || last.step > best.step || (last.step === best.step && loss < best.loss)) {
      best = { trial, step: last.step, loss };
    }
  }
  return best?.trial;
}
