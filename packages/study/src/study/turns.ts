import type { TrialRecord } from "../trial/trial-record.ts";
import type { FrontDesk } from "./front-desk.ts";
import type { StudyParts } from "./study-parts.ts";

/** Why there is no next trial: a reason to stop, or that the sampler has nothing left to try. */
export type NoTurn = { readonly none: string };

/**
 * Whose turn it is: a trial that waits, then a paused one that the pruner wants to go on, then a new one with a point from
 * the sampler. Turns are taken one after the other, so that points are proposed in the order of their numbers.
 */
export class Turns {
  readonly #parts: StudyParts;
  readonly #desk: FrontDesk;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: StudyParts, desk: FrontDesk) {
    this.#parts = parts;
    this.#desk = desk;
  }

  /**
   * The next trial, running and leased.
   *
   * @param reasonToStop looked at once it is known what the trial may be proposed from: a sentence, or undefined to go on
   * @param mayBegin false when no new trial is to be begun, but one that waits or is paused may go on
   */
  take(
    reasonToStop: () => string | undefined = () => undefined,
    mayBegin: () => boolean = () => true,
    signal?: AbortSignal,
  ): Promise<TrialRecord | NoTurn | undefined> {
    const turn = this.#last.then(() => this.#take(reasonToStop, mayBegin, signal));
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #take(
    reasonToStop: () => string | undefined,
    mayBegin: () => boolean,
    signal: AbortSignal | undefined,
  ): Promise<TrialRecord | NoTurn | undefined> {
    const { name } = this.#parts.settings;
    const mirror = this.#parts.mirror;
    await mirror.sync();
    if (this.#desk.hasExpired()) await this.#desk.expire();
    const waiting = await this.#takeWaiting();
    if (waiting) return waiting;
    const promoted = await this.#takePromoted();
    if (promoted) return promoted;
    if (!mayBegin()) return undefined;

    // the next number may be another's by the time that it is ready
    await this.#untilReady(() => mirror.trials.length, signal);
    if (signal?.aborted) return undefined;
    this.#parts.learner.learnFor(mirror.trials.length);
    const stop = reasonToStop();
    if (stop !== undefined) return { none: stop };
    if (!this.#parts.learner.hasLeft(mirror.trials.length)) return { none: nothingLeft };

    const begun = await this.#parts.store.addTrial(name, { at: Date.now(), lease: this.#parts.leases.lease() });
    mirror.put(begun);
    // with a window it may have to wait for longer than a lease
    this.#parts.leases.hold(begun, () => {});
    return this.#propose(begun);
  }

  async #takeWaiting(): Promise<TrialRecord | NoTurn | undefined> {
    if (this.#parts.mirror.waiting === 0) return undefined;
    const { name } = this.#parts.settings;
    const claimed = await this.#parts.store.claimWaiting(name, this.#parts.leases.lease(), Date.now());
    if (claimed === undefined) return undefined;
    this.#parts.mirror.put(claimed);
    return claimed.codes === undefined ? this.#propose(claimed) : claimed;
  }

  async #takePromoted(): Promise<TrialRecord | undefined> {
    if (!this.#parts.pruning.pauses) return undefined;
    for (;;) {
      const number = this.#parts.pruning.promote();
      if (number === undefined) return undefined;
      const claim = { kind: "claim", lease: this.#parts.leases.lease(), at: Date.now() } as const;
      const { record, reception } = await this.#parts.store.apply(this.#parts.settings.name, number, claim);
      this.#parts.mirror.put(record);
      if (reception === "accepted") return record;
      // another process was faster: see what it has done
      await this.#parts.mirror.sync();
    }
  }

  /** Gives a trial that was just begun its point. */
  async #propose(begun: TrialRecord): Promise<TrialRecord | NoTurn> {
    const { name } = this.#parts.settings;
    const { number, fence } = begun;
    // other processes may have taken the numbers between
    await this.#untilReady(() => number);
    this.#parts.learner.learnFor(number);
    const proposal = this.#parts.learner.propose(number);
    if (proposal === undefined) {
      this.#parts.leases.letGo(number);
      const event = { kind: "fail", fence, reason: "invalid", message: nothingLeft, at: Date.now() } as const;
      this.#parts.mirror.put((await this.#parts.store.apply(name, number, event)).record);
      return { none: nothingLeft };
    }
    const { record } = await this.#parts.store.apply(name, number, { kind: "propose", fence, ...proposal });
    this.#parts.mirror.put(record);
    return record;
  }

  /** Waits until enough is known to begin the trial of that number, as it is then. */
  async #untilReady(number: () => number, signal?: AbortSignal): Promise<void> {
    const isReady = (): boolean => this.#parts.learner.isReady(number()) || signal?.aborted === true;
    // a trial that is waited for may have lost its worker
    while (!isReady()) {
      await this.#parts.mirror.until(() => isReady() || this.#desk.hasExpired(), signal);
      await this.#desk.expire();
    }
  }
}

const nothingLeft = "every point of the space has been tried";
