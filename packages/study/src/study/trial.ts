import { InfimumError, type Plain } from "infimum";
import { RandomStream } from "infimum/numerics";
import type { Reception } from "../trial/transition.ts";
import type { Report, TrialRecord } from "../trial/trial-record.ts";
import { type Outcome, Pruned } from "./outcome.ts";
import type { TimeLimit } from "./time-limit.ts";

/** What a study does for its running trials. */
export interface TrialDesk {
  readonly seed: number;
  decode(codes: NonNullable<TrialRecord["codes"]>): unknown;
  /** Stores a report; says whether the trial should stop, and gives the trial as it is then. */
  report(record: TrialRecord, step: number, value: number): Promise<{ record: TrialRecord; stop: boolean }>;
  annotate(record: TrialRecord, name: string, value: Plain): Promise<void>;
  putArtifact(record: TrialRecord, name: string, content: Uint8Array): Promise<void>;
  tell(record: TrialRecord, answer: unknown): Promise<Reception>;
  fail(record: TrialRecord, error: unknown): Promise<Reception>;
}

/** A running trial, as its objective and who asked for it see it. */
export class Trial<Params = any> {
  readonly number: number;
  /** How often it was tried before without success. */
  readonly attempt: number;
  /** What `prune` was given when the trial paused; undefined at the first beginning. */
  readonly kept: Plain;
  /** @internal Its time: whoever runs it elsewhere starts the clock when it has begun there. */
  clock: Pick<TimeLimit, "start" | "stop"> | undefined;
  readonly #desk: TrialDesk;
  /** Made when somebody asks for the signal, or it is aborted: most objectives never do. */
  #abort: AbortController | undefined;
  #record: TrialRecord;

  constructor(record: TrialRecord, desk: TrialDesk) {
    this.number = record.number;
    this.attempt = record.attempt;
    this.kept = record.kept;
    this.#record = record;
    this.#desk = desk;
  }

  /** Aborted when the study is interrupted, the trial has had its time, or somebody else has it by now. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  /** The values to try. With a sampler that changes them on the way, read them again after each report. */
  get params(): Params {
    const { codes, revisions } = this.#record;
    const current = revisions.length > 0 ? revisions[revisions.length - 1].codes : codes!;
    return this.#desk.decode(current) as Params;
  }

  /** What it has reported so far, before a pause too. */
  get reports(): readonly Report[] {
    return this.#record.reports;
  }

  /** The last step it has reported; undefined before the first. */
  get lastStep(): number | undefined {
    return this.#record.reports[this.#record.reports.length - 1]?.step;
  }

  /**
   * Reports a value on the way: after a step (an epoch, a fold) counted by the caller, in the direction of the goal.
   * True when the trial should stop: then `return trial.prune()`. A step that was reported before keeps its first value.
   *
   * @throws InfimumError `bad-report` for a step that is no number; `several-goals` where there is no one value to report
   */
  async report(step: number, value: number): Promise<boolean> {
    if (typeof step !== "number" || !Number.isFinite(step)) {
      throw new InfimumError(
        "bad-report",
        `trial.report got the step ${String(step)}: count steps, such as epochs, by numbers.`,
      );
    }
    const { record, stop } = await this.#desk.report(this.#record, step, typeof value === "number" ? value : NaN);
    this.#record = record;
    return stop;
  }

  /**
   * What to return from the objective (or to tell) when `report` said to stop.
   *
   * @param keep plain data to go on with, for pruners that pause: `trial.kept` when the trial is taken up again
   */
  prune(keep?: Plain): Pruned {
    return new Pruned(keep);
  }

  /** Random numbers for the objective's own use, by the study's seed and the trial's number: the same at each try. */
  random(purpose: string, index = 0): RandomStream {
    return new RandomStream().key(this.#desk.seed, `objective: ${purpose}`, this.number, index);
  }

  /** Notes something about the trial: plain data under a name. */
  async set(name: string, value: Plain): Promise<void> {
    await this.#desk.annotate(this.#record, name, value);
  }

  /** Stores a file with the trial: text or bytes under a name. */
  async artifact(name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await this.#desk.putArtifact(this.#record, name, bytes);
  }

  /**
   * Ends a trial that was asked for with its outcome, or what `prune` gave. "late": it had ended before, or belongs to
   * somebody else, and the answer was kept beside it.
   */
  tell(outcome: Outcome | Pruned): Promise<Reception> {
    return this.#desk.tell(this.#record, outcome);
  }

  /** Ends a trial that was asked for and went wrong. */
  fail(error: unknown): Promise<Reception> {
    return this.#desk.fail(this.#record, error);
  }

  /** @internal For threads that run the objective. */
  get record(): TrialRecord {
    return this.#record;
  }

  /** @internal */
  get seed(): number {
    return this.#desk.seed;
  }

  /** @internal Nobody waits for the trial any more. */
  abort(reason: unknown): void {
    this.#abort ??= new AbortController();
    this.#abort.abort(reason);
  }
}
