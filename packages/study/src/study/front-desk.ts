import { InfimumError, type Plain } from "infimum";
import type { Vector } from "infimum/numerics";
import type { Reception, TrialEvent } from "../trial/transition.ts";
import type { FailureReason, TrialRecord } from "../trial/trial-record.ts";
import { Pruned, readOutcome } from "./outcome.ts";
import { isGone } from "./owner.ts";
import type { StudyParts } from "./study-parts.ts";
import { Trial, type TrialDesk } from "./trial.ts";

/** How often in the time of a lease to look for some that have run out. */
const looksPerLease = 8;

/** What running trials say goes through here: into the store, to the pruner, and back to them. */
export class FrontDesk implements TrialDesk {
  readonly #parts: StudyParts;
  #nextLook = 0;

  constructor(parts: StudyParts) {
    this.#parts = parts;
  }

  get seed(): number {
    return this.#parts.settings.seed;
  }

  /** Hands a trial that was just taken to whoever runs it, and keeps its lease. */
  handOut<Params>(record: TrialRecord): Trial<Params> {
    const trial = new Trial<Params>(record, this);
    this.#parts.leases.hold(record, () => {
      trial.abort(new InfimumError("lost-lease", `trial ${record.number} belongs to somebody else by now.`));
    });
    return trial;
  }

  decode(codes: Vector): unknown {
    return this.#parts.settings.space.decode(codes);
  }

  async report(record: TrialRecord, step: number, value: number): Promise<{ record: TrialRecord; stop: boolean }> {
    if (this.#parts.settings.goals.count > 1) {
      throw new InfimumError("several-goals", "a study of several goals has no one value to report on the way.");
    }
    const { number, fence } = record;
    const reported = await this.#apply(number, { kind: "report", fence, step, value });
    // it belongs to somebody else: there is no use in going on
    if (reported.reception === "late") return { record, stop: true };
    // a step that was reported before, by a try that was put back: what became of the trial is decided by its last
    if (reported.record.reports[reported.record.reports.length - 1].step !== step) {
      return { record: reported.record, stop: false };
    }
    await this.#parts.mirror.sync();
    if (this.#parts.pruning.decide(reported.record) !== "continue") return { record: reported.record, stop: true };
    const codes = this.#parts.learner.revise(reported.record);
    if (codes === undefined) return { record: reported.record, stop: false };
    const revised = await this.#apply(number, { kind: "revise", fence, step, codes });
    return { record: revised.record, stop: false };
  }

  async annotate({ number }: TrialRecord, name: string, value: Plain): Promise<void> {
    await this.#apply(number, { kind: "annotate", name, value });
  }

  putArtifact({ number }: TrialRecord, name: string, content: Uint8Array): Promise<void> {
    return this.#parts.store.putArtifact(this.#parts.settings.name, number, name, content);
  }

  async tell(record: TrialRecord, answer: unknown): Promise<Reception> {
    if (answer instanceof Pruned) return this.#tellPruned(record, answer);
    const outcome = readOutcome(answer, this.#parts.settings.goals.count);
    if ("fault" in outcome) return this.#tellFailure(record, "invalid", outcome.fault);
    return this.#end(record, { kind: "complete", fence: record.fence, ...outcome, at: Date.now() });
  }

  fail(record: TrialRecord, error: unknown): Promise<Reception> {
    return this.#tellFailure(record, "raised", messageOf(error));
  }

  /** The trial has had its time, or its worker is gone. */
  giveUp(record: TrialRecord, message: string): Promise<Reception> {
    return this.#tellFailure(record, "lost", message);
  }

  /** Puts a trial back, unfinished, for anybody to take up again. */
  release(record: TrialRecord): Promise<Reception> {
    return this.#end(record, { kind: "release", fence: record.fence });
  }

  /** True when some trial's lease has run out, or its owner is gone. Cost: a pass over the open trials, at most a few times in a lease. */
  hasExpired(): boolean {
    const now = performance.now();
    if (now < this.#nextLook) return false;
    this.#nextLook = now + this.#parts.settings.leaseMilliseconds / looksPerLease;
    return this.#expired(Date.now()).length > 0;
  }

  /** Marks the trials that nobody runs any more, and has them tried again. */
  async expire(): Promise<void> {
    const at = Date.now();
    for (const number of this.#expired(at)) {
      // the lease of an owner that is gone is over before its time
      const over = Math.max(at, this.#parts.mirror.trials[number].leaseUntil ?? at);
      const { record, reception } = await this.#apply(number, { kind: "expire", at: over });
      // the one whose word counted sees to it, so that it is tried again once
      if (reception === "accepted") await this.#retry(record, "lost");
    }
  }

  #expired(at: number): number[] {
    const expired: number[] = [];
    for (const { number, state, leaseUntil, owner } of this.#parts.mirror.open.values()) {
      if (state !== "running" || leaseUntil === undefined || this.#parts.leases.holds(number)) continue;
      if (leaseUntil <= at || (owner !== undefined && isGone(owner))) expired.push(number);
    }
    return expired;
  }

  #tellPruned(record: TrialRecord, { keep }: Pruned): Promise<Reception> {
    const { number, fence } = record;
    const at = Date.now();
    const current = this.#parts.mirror.trials[number] ?? record;
    const pauses = current.reports.length > 0 && this.#parts.pruning.decide(current) === "pause";
    return this.#end(record, pauses ? { kind: "pause", fence, kept: keep ?? null, at } : { kind: "prune", fence, at });
  }

  async #tellFailure(record: TrialRecord, reason: FailureReason, message: string): Promise<Reception> {
    const { number, fence } = record;
    this.#parts.leases.letGo(number);
    const failed = await this.#apply(number, { kind: "fail", fence, reason, message, at: Date.now() });
    if (failed.reception === "accepted") await this.#retry(failed.record, reason);
    return failed.reception;
  }

  async #end({ number }: TrialRecord, event: TrialEvent): Promise<Reception> {
    this.#parts.leases.letGo(number);
    const { reception } = await this.#apply(number, event);
    return reception;
  }

  async #apply(number: number, event: TrialEvent) {
    const applied = await this.#parts.store.apply(this.#parts.settings.name, number, event);
    this.#parts.mirror.put(applied.record);
    return applied;
  }

  async #retry(record: TrialRecord, reason: FailureReason): Promise<void> {
    const { number, codes, note, attributes, attempt, retryOf } = record;
    const { retry } = this.#parts.settings;
    const allowed = reason === "lost" ? retry.lost : retry.raised;
    // a trial that has its point already: one that never got it can be begun anew by anybody
    if (attempt >= allowed || codes === undefined) return;
    const draft = { codes, note, attributes, retryOf: retryOf ?? number, attempt: attempt + 1, at: Date.now() };
    this.#parts.mirror.put(await this.#parts.store.addTrial(this.#parts.settings.name, draft));
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === "string" ? error : `threw ${JSON.stringify(error) ?? String(error)}`;
}
