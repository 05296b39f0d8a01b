import { badValue, InfimumError } from "infimum";
import type { TrialRecord } from "../trial/trial-record.ts";
import type { FrontDesk } from "./front-desk.ts";
import type { Progress } from "./learner.ts";
import type { Outcome, Pruned } from "./outcome.ts";
import type { StudySettings } from "./settings.ts";
import { TimeLimit, timeIsOver } from "./time-limit.ts";
import type { Trial } from "./trial.ts";
import type { TrialMirror } from "./trial-mirror.ts";
import type { Turns } from "./turns.ts";
import { WorkerLost } from "./worker-lost.ts";

/** What is tried: gets the values and the trial, gives the outcome, or what `trial.prune()` gave. */
export type Objective<Params> = (params: Params, trial: Trial<Params>) => Outcome | Pruned | Promise<Outcome | Pruned>;

export interface RunOptions {
  /** Go on until the study has this many finished trials, earlier ones included. */
  readonly trials?: number;
  /** Begin no trial after so many seconds of this run. */
  readonly seconds?: number;
  /** Stop once a value is at least this good. For one goal. */
  readonly target?: number;
  /** Stop when so many complete trials in a row have brought no better value. For one goal. */
  readonly patience?: number;
  /** Aborted, the run begins no more trials; those that run see it in `trial.signal`. */
  readonly signal?: AbortSignal;
  /** How many trials overlap, for objectives that wait for something; 1 when left out. */
  readonly parallel?: number;
  /** A trial without an outcome by then is given up: as if its worker were lost. */
  readonly trialSeconds?: number;
  /** Called whenever a trial of this run has ended or paused. */
  readonly onTrial?: (record: TrialRecord) => void;
}

/** Why a run ended. */
export interface RunSummary {
  readonly status: "trials" | "time" | "target" | "no-progress" | "exhausted" | "aborted" | "stopped";
  /** One sentence with the number that decided. */
  readonly message: string;
  /** Finished trials of the study. */
  readonly finished: number;
}

/** What a run works with. */
export interface Workshop {
  readonly settings: StudySettings;
  readonly mirror: TrialMirror;
  readonly progress: Progress;
  readonly turns: Turns;
  readonly desk: FrontDesk;
}

/** A run whose objective and store never wait lets timers, messages and signals have their turn this often, in milliseconds. */
const breathEvery = 20;

/** Tries point after point, `parallel` at a time, until there is a reason to stop. */
export async function runStudy<Params>(
  shop: Workshop,
  objective: Objective<Params>,
  options: RunOptions,
  stopped: AbortSignal,
): Promise<RunSummary> {
  const { parallel = 1, trials, seconds = Infinity, target, patience, signal, trialSeconds } = options;
  requireCounts({ parallel, trials, patience });
  requirePositive({ seconds, trialSeconds });
  const { mirror, settings } = shop;
  if (settings.goals.count > 1 && (target !== undefined || patience !== undefined)) {
    throw new InfimumError("several-goals", "target and patience are for studies of one goal: leave them out.");
  }
  const startedAt = performance.now();
  const ending = new Ending();
  // an interruption reaches the trials that run; any other end lets them finish
  const interruption = AbortSignal.any(signal ? [signal, stopped] : [stopped]);
  const halt = AbortSignal.any([interruption, ending.signal]);
  const running = new Set<Trial<Params>>();
  const onInterruption = (): void => {
    for (const trial of running) trial.abort(interruption.reason);
  };
  interruption.addEventListener("abort", onInterruption);

  const endOf = (): void => {
    if (stopped.aborted) ending.end("stopped", "study.stop() was called.");
    else if (signal?.aborted) ending.end("aborted", "the signal was aborted.");
    else if ((performance.now() - startedAt) / 1000 >= seconds) ending.end("time", `the ${seconds} s are over.`);
  };
  // of what the next trial may be proposed from, so that with a window it does not depend on who finished first
  const reasonToStop = (): string | undefined => {
    const { best, idle } = shop.progress;
    const targetLoss = target === undefined ? -Infinity : settings.goals.loss(target);
    if (best !== undefined && best.losses[0] <= targetLoss) {
      return ending.end("target", `trial ${best.number} has reached the target of ${target}.`);
    }
    if (patience !== undefined && idle >= patience) {
      return ending.end("no-progress", `the last ${idle} trials brought no better value.`);
    }
    return undefined;
  };
  const mayBegin = (): boolean => trials === undefined || mirror.finished + mirror.paused + mirror.running < trials;

  let breath = startedAt;
  const work = async (): Promise<void> => {
    for (;;) {
      if (performance.now() - breath > breathEvery) {
        await new Promise((resolve) => setImmediate(resolve));
        breath = performance.now();
      }
      endOf();
      if (halt.aborted) return;
      const turn = await shop.turns.take(reasonToStop, mayBegin, halt);
      if (turn === undefined) {
        if (halt.aborted) continue;
        const { finished, paused, running } = mirror;
        if (running === 0 && trials !== undefined && finished + paused >= trials) {
          ending.end("trials", `the study has ${finished + paused} finished trials.`);
          return;
        }
        // others are at work on the last ones: one of them may be lost, or be tried again
        const hasChanged = (): boolean =>
          mirror.running < running || mirror.waiting > 0 || mirror.finished + mirror.paused !== finished + paused;
        await mirror.until(() => hasChanged() || shop.desk.hasExpired(), halt);
        await shop.desk.expire();
        continue;
      }
      if ("none" in turn) {
        ending.end("exhausted", `${turn.none}.`);
        return;
      }
      await tryOne(shop, objective, turn, running, interruption, options);
    }
  };

  await Promise.all(Array.from({ length: parallel }, () => work().catch((error) => ending.fail(error))));
  interruption.removeEventListener("abort", onInterruption);
  ending.rethrow();
  return { ...ending.reason, finished: mirror.finished + mirror.paused };
}

/** The first reason to end is the reason; a mistake of the caller ends the run and is thrown. */
class Ending {
  reason: Pick<RunSummary, "status" | "message"> = { status: "stopped", message: "" };
  readonly #controller = new AbortController();
  #errors: unknown[] = [];

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(status: RunSummary["status"], message: string): string {
    if (!this.signal.aborted) {
      this.reason = { status, message };
      this.#controller.abort();
    }
    return message;
  }

  fail(error: unknown): void {
    this.#errors.push(error);
    this.end("stopped", "the run failed.");
  }

  rethrow(): void {
    if (this.#errors.length > 0) throw this.#errors[0];
  }
}

async function tryOne<Params>(
  { desk, mirror, progress, settings }: Workshop,
  objective: Objective<Params>,
  record: TrialRecord,
  running: Set<Trial<Params>>,
  interruption: AbortSignal,
  { trialSeconds, onTrial }: RunOptions,
): Promise<void> {
  const trial = desk.handOut<Params>(record);
  running.add(trial);
  if (interruption.aborted) trial.abort(interruption.reason);
  const limit = trialSeconds === undefined ? undefined : new TimeLimit(trialSeconds);
  trial.clock = limit;
  try {
    const work = objective(trial.params, trial);
    const answer = await (limit ? Promise.race([work, limit.over]) : work);
    if (answer === timeIsOver) {
      const message = `no outcome within ${trialSeconds} s`;
      trial.abort(new InfimumError("trial-time", `${message}: the trial was given up.`));
      await desk.giveUp(record, message);
    } else await trial.tell(answer);
  } catch (error) {
    // an objective that hears the signal throws what it likes: its trial is as good as never begun
    if (interruption.aborted) await desk.release(record);
    else if (error instanceof WorkerLost) await desk.giveUp(record, error.message);
    else {
      await trial.fail(error);
      // a function that has never worked is a mistake of the caller; one that has is data
      if (progress.complete === 0 && settings.retry.raised === 0 && !hasComplete(mirror)) {
        throw new InfimumError(
          "objective-threw",
          `the objective threw at trial ${record.number}, before any trial was complete: ${String(error)}. Mend it, or return NaN where it is not defined.`,
          { cause: error },
        );
      }
    }
  } finally {
    limit?.stop();
    running.delete(trial);
  }
  onTrial?.(mirror.trials[record.number]);
}

function hasComplete({ trials }: TrialMirror): boolean {
  return trials.some((trial) => trial?.state === "complete" || trial?.state === "pruned" || trial?.state === "paused");
}

function requireCounts(given: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || value < 1)
      throw badValue("bad-option", name, value, "a whole number of at least 1");
  }
}

function requirePositive(given: Record<string, number | undefined>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined && !(value > 0)) throw badValue("bad-option", name, value, "a positive number of seconds");
  }
}
