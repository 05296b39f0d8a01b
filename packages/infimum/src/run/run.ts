import { InfimumError } from "../error.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Problem } from "../problem/problem.ts";
import type { Answer, Item } from "./answer.ts";
import type { Uncounted } from "./certificate.ts";
import { type Checkpoint, type FrozenRun, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import type { Context } from "./direct-inquiry.ts";
import { DirectRun, type DirectRunOptions } from "./direct-run.ts";
import { Inquiry } from "./inquiry.ts";
import type { Method, Verdict } from "./method.ts";
import { encode } from "./plain-data.ts";
import { restoreLedger, saveLedger } from "./saved-ledger.ts";

export interface RunOptions extends DirectRunOptions {
  /** A frozen run of the same problem and method to go on from. */
  readonly checkpoint?: Checkpoint;
  /** True: questions are answered as they are asked. False: they stay open until they are told. */
  readonly inline?: boolean;
  /** Checks after every suspension that the method has not written to its state yet: for tests of methods. */
  readonly audit?: boolean;
}

/** A run that can also wait for answers from outside, and be frozen at any moment. */
export class Run<State extends object = any> extends DirectRun<State> {
  protected declare readonly inquiry: Inquiry;
  readonly #audit: boolean;
  /** The length of each log when the iteration began: what came since is written again when it is repeated. */
  readonly #loggedAtBoundary: Record<string, number> = {};
  #fingerprint = "";

  constructor(problem: Problem, method: Method<State>, options: RunOptions = {}) {
    const { checkpoint, inline = true, audit = false } = options;
    const frozen = checkpoint === undefined ? undefined : readCheckpoint(checkpoint, problem, method);
    super(problem, method, { random: RandomStream, ...options, seed: frozen?.seed ?? options.seed }, frozen?.logs);
    this.#audit = audit;
    this.inquiry.inline = inline;
    if (frozen) this.#thaw(frozen);
  }

  protected override makeInquiry(context: Context): Inquiry {
    return new Inquiry(this.problem, this.ledger, this.stopping, context);
  }

  #thaw(frozen: FrozenRun): void {
    for (const [name, log] of Object.entries(this.logs)) this.#loggedAtBoundary[name] = log.length;
    this.phase = frozen.phase;
    this.iteration = frozen.iteration;
    this.state = frozen.state as State | undefined;
    this.verdict = frozen.verdict;
    this.candidate = frozen.candidate;
    this.certificate = frozen.certificate;
    this.ledger.sealed = this.phase === "certify" || this.phase === "done";
    restoreLedger(this.ledger, frozen.ledger);
    this.stopping.earlierSeconds = frozen.seconds;
    this.inquiry.journal.thaw(frozen.journal);
    this.inquiry.thaw(frozen.pending);
    if (this.phase === "done") this.stopping.stop(frozen.status, frozen.message);
  }

  /** True while questions wait for answers from outside. */
  get waiting(): boolean {
    return this.running && this.inquiry.open !== undefined;
  }

  /** The questions that wait for answers; advances to the next ones when there are none. */
  ask(): Item[] {
    for (;;) {
      const items = this.inquiry.items();
      if (!this.running) this.forgoCertificate();
      if (items.length > 0 || !this.running || this.inquiry.open !== undefined) return items;
      this.advance();
    }
  }

  /** Takes an answer; once the question is closed the method goes on at the next `advance`. */
  tell(id: number, answer: Answer): void {
    if (!this.running) return;
    this.inquiry.tell(id, answer);
  }

  /** The run as plain JSON: the state at the last boundary and the answers since. */
  freeze(): Checkpoint {
    const logs: Record<string, number[]> = {};
    for (const [name, log] of Object.entries(this.logs)) logs[name] = log.slice(0, this.#loggedAtBoundary[name] ?? 0);
    return writeCheckpoint(this.problem, this.method, {
      seed: this.seed,
      phase: this.phase,
      iteration: this.iteration,
      state: this.state,
      verdict: this.verdict,
      candidate: this.candidate,
      certificate: this.certificate,
      status: this.stopping.status,
      message: this.stopping.message,
      ledger: saveLedger(this.ledger),
      seconds: this.stopping.elapsed,
      journal: this.inquiry.journal.freeze(),
      pending: this.inquiry.freeze(),
      logs,
    });
  }

  protected override begin(): boolean {
    const begun = super.begin();
    if (begun && this.#audit) this.#fingerprint = this.#print();
    return begun;
  }

  protected override suspend(): void {
    if (this.#audit) this.#requireUntouched();
    super.suspend();
  }

  protected override end(outcome: State | Verdict | Uncounted | void): boolean {
    this.inquiry.journal.clear();
    for (const name in this.logs) this.#loggedAtBoundary[name] = this.logs[name].length;
    return super.end(outcome);
  }

  #requireUntouched(): void {
    if (this.phase === "certify" || this.#fingerprint === this.#print()) return;
    throw new InfimumError(
      "state-written-early",
      `${this.method.name} wrote to its state before its last question of the iteration was answered: ask first, write last.`,
    );
  }

  #print(): string {
    return JSON.stringify(encode(this.state));
  }
}
