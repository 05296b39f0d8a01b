import { badValue } from "../error.ts";
import type { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type Candidate, type Certificate, type Certifier, noCertificate, type Uncounted } from "./certificate.ts";
import { type Context, DirectInquiry } from "./direct-inquiry.ts";
import { Ledger } from "./ledger.ts";
import type { Method, Verdict } from "./method.ts";
import { Pool } from "./pool.ts";
import { type Status, Stopping, type StoppingOptions } from "./stopping.ts";

export interface DirectRunOptions extends StoppingOptions {
  readonly seed?: number;
  /** Computes the certificate; left out, the run certifies nothing. */
  readonly certifier?: Certifier;
  /** The random streams of a method that does not bring its own. */
  readonly random?: typeof RandomStream;
}

/** Where a run is: the method starts, iterates, and once it has a verdict the point is certified. */
export type Phase = "start" | "step" | "certify" | "done";

/** A point in the caller's variables, and the objective there. */
interface Solution {
  readonly x: Vector;
  readonly value: number;
}

/** Values that differ by less, relatively, are the same but for the rounding of a sum of many terms. */
const roundingOfValues = 1e-12;

/**
 * One run of a method on a problem, every question answered as it is asked: drives the method's coroutine, and owns
 * everything that is not mathematics. It advances by whole iterations.
 */
export class DirectRun<State extends object = any> {
  readonly problem: Problem;
  readonly method: Method<State>;
  readonly seed: number;
  readonly ledger: Ledger;
  readonly stopping: Stopping;
  phase: Phase = "start";
  iteration = 0;
  state: State | undefined;
  certificate: Certificate = noCertificate("the run has not ended");
  verdict: Verdict | undefined;

  protected readonly inquiry: DirectInquiry;
  /** What the wrappers wrote down. */
  protected readonly logs: Record<string, number[]>;
  /** The point the certificate is about. */
  protected candidate: Candidate | undefined;
  readonly #pool: Pool;
  readonly #certifier: Certifier | undefined;
  /** The functions of the method, read once: one that can be called keeps its properties where reading them is slow. */
  readonly #functions: Pick<Method<State>, "step" | "measures" | "options">;
  #coroutine: Coroutine<State | Verdict | Uncounted | void> | undefined;
  /** True once the tests have looked at the state as it is: those of a thawed run have not. */
  #decided = false;

  constructor(
    problem: Problem,
    method: Method<State>,
    options: DirectRunOptions = {},
    logs: Record<string, number[]> = {},
  ) {
    this.problem = problem;
    this.method = method;
    this.#functions = { step: method.step, measures: method.measures, options: method.options };
    this.#certifier = options.certifier;
    this.seed = options.seed ?? 0;
    if (!Number.isSafeInteger(this.seed)) {
      throw badValue("bad-seed", "the seed", this.seed, "a whole number of at most 2^53 in size");
    }
    this.ledger = new Ledger(problem);
    const sign = problem.goal === "maximize" ? -1 : 1;
    this.stopping = new Stopping(method, this.ledger, problem.dimension, sign, options);
    this.#pool = new Pool(problem.dimension, this.seed, method, options.random);
    this.logs = logs;
    const { scratch, random } = this.#pool;
    this.inquiry = this.makeInquiry({ scratch, random, log: (name) => (logs[name] ??= []) });
  }

  protected makeInquiry(context: Context): DirectInquiry {
    return new DirectInquiry(this.problem, this.ledger, this.stopping, context);
  }

  get view(): View {
    return this.inquiry.view;
  }

  get running(): boolean {
    return this.stopping.status === "running";
  }

  /** The measures of the current state. */
  measures(): Readonly<Record<string, number>> {
    return this.state === undefined ? {} : this.method.measures(this.state);
  }

  /**
   * Runs until an iteration has ended (true), or until a question is open or the run has stopped (false). The start counts
   * as iteration 0.
   */
  advance(): boolean {
    if (!this.running) return false;
    if (this.#coroutine === undefined && !this.begin()) return false;
    const step = this.#coroutine!.next();
    if (!step.done) {
      this.suspend();
      return false;
    }
    this.#coroutine = undefined;
    this.inquiry.open = undefined;
    return this.end(step.value);
  }

  /** Ends the run from outside. */
  stop(status: Status, message: string): void {
    this.stopping.stop(status, message);
  }

  /** Makes the coroutine of the next stretch; false when the run ends instead. */
  protected begin(): boolean {
    const { view, method } = this;
    const { step, options } = this.#functions;
    const pool = this.#pool;
    if (this.phase === "step" && !this.#decided) this.#decide();
    if (this.phase === "certify") {
      pool.begin(this.iteration);
      this.candidate ??= Object.assign(this.solution(), { evaluations: this.ledger.evaluations });
      this.#coroutine = this.#certification(this.#certifier!, this.candidate);
      return true;
    }
    if (!this.running || (this.phase === "step" && this.stopping.refusesIteration(this.iteration))) return false;
    pool.begin(this.phase === "start" ? 0 : this.iteration + 1);
    this.#coroutine =
      this.phase === "start" ? method.start(view, options) : step.call(method, this.state!, view, options);
    return true;
  }

  /** A question is open: it waits, or the run has stopped before its answer. */
  protected suspend(): void {
    this.forgoCertificate();
  }

  /** Takes what the coroutine returned; true when an iteration has ended. */
  protected end(outcome: State | Verdict | Uncounted | void): boolean {
    if (this.phase === "certify") {
      this.#conclude(outcome as Uncounted);
      return false;
    }
    if (this.phase === "start") {
      this.state = outcome as State;
      this.phase = "step";
    } else {
      this.iteration++;
      this.ledger.counts.iterations = this.iteration;
      this.verdict = (outcome as Verdict | void) ?? undefined;
    }
    this.#decide();
    this.#decided = true;
    return true;
  }

  /** Between two iterations: has the method ended, or do its measures say that it has settled? */
  #decide(): void {
    if (!this.running || this.phase !== "step") return;
    this.verdict ??= this.#settledVerdict();
    if (this.verdict === undefined) return;
    if (!this.ledger.anyGood) {
      this.phase = "done";
      this.stopping.stop("failed", this.#faultSummary());
    } else if (this.verdict.stop === "failed" || this.#certifier === undefined) {
      this.phase = "done";
      this.stopping.stop(this.verdict.stop, this.verdict.why);
      this.certificate = noCertificate("nothing certified the point");
    } else {
      this.phase = "certify";
      this.ledger.sealed = true;
    }
  }

  #settledVerdict(): Verdict | undefined {
    const { tests } = this.stopping;
    if (tests.length === 0 || this.state === undefined) return undefined;
    const measures = this.#functions.measures.call(this.method, this.state);
    for (const { measure, tolerance } of tests) if (!(measures[measure] <= tolerance)) return undefined;
    return {
      stop: "settled",
      // written where it is read: a certificate that holds has words of its own
      get why() {
        return tests.map(({ measure, tolerance }) => `${measure} ${measures[measure]} <= ${tolerance}`).join(" and ");
      },
    };
  }
  #conclude(certificate: Uncounted): void {
    const { status, message } = this.#certifier!.conclude(this.verdict!, certificate);
    this.certificate = Object.assign(certificate, {
      evaluations: this.ledger.evaluations - this.candidate!.evaluations,
    });
    this.phase = "done";
    this.stopping.stop(status, message);
  }

  /** The budget ran out after the method had ended: its verdict stands, uncertified. */
  protected forgoCertificate(): void {
    const { stopping, verdict } = this;
    if (this.phase !== "certify" || (stopping.status !== "evaluations" && stopping.status !== "time")) return;
    const reason = `the budget ended at ${this.ledger.evaluations} evaluations, before the certificate was complete`;
    this.certificate = noCertificate(reason);
    stopping.amend(verdict!.stop, `${verdict!.why}; not certified: ${reason}.`);
  }

  /**
   * Certifies the best point. Where values have run out of digits, the best of them is a matter of rounding: if the
   * certificate of the best point does not hold, the method's own answer is looked at, and reported if its one does.
   */
  *#certification(certifier: Certifier, best: Solution): Coroutine<Uncounted> {
    const { problem, verdict, ledger } = this;
    const certificate = yield* certifier.certify(problem, this.inquiry.base, best, verdict!);
    if (certificate.holds || certificate.kind === "none") return certificate;
    const own = this.#ownAnswer();
    if (own === undefined) return certificate;
    if (!(Math.abs(own.value - best.value) <= roundingOfValues * Math.max(1, Math.abs(best.value)))) return certificate;
    const second = yield* certifier.certify(problem, this.inquiry.base, own, verdict!);
    if (!second.holds) return certificate;
    ledger.bestX.set(own.x);
    ledger.bestValue = own.value;
    return second;
  }

  /** The point to report: the best that was seen, or the method's own where no value was seen. */
  solution(): Solution {
    const { ledger } = this;
    const own = ledger.bestValue === Infinity ? this.#ownAnswer() : undefined;
    return own ?? { x: ledger.bestX.slice(), value: ledger.bestValue };
  }

  #ownAnswer(): Solution | undefined {
    const { method, state, view } = this;
    if (method.incumbent === undefined || state === undefined) return undefined;
    const { x, value } = method.incumbent(state);
    return { x: view.original(x, new Float64Array(this.problem.dimension)), value };
  }

  #faultSummary(): string {
    const { invalid, evaluations } = this.ledger;
    const why = invalid[0]?.reason ?? this.verdict?.why;
    return `none of the ${evaluations} evaluations gave a usable number, the first because ${why}.`;
  }
}
