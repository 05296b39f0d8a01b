import type { Store } from "../store/store.ts";
import type { TrialRecord } from "../trial/trial-record.ts";
import type { FrontDesk } from "./front-desk.ts";
import type { Learner } from "./learner.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { Pruning } from "./pruning.ts";
import type { StudySettings } from "./settings.ts";
import type { TrialMirror } from "./trial-mirror.ts";

/** Why there is no next trial: a reason to stop, or that the sampler has nothing left to try. */
export type NoTurn = { readonly none: string };

/**
 * Whose turn it is: a trial that waits, then a paused one that the pruner wants to go on, then a new one with a point from
 * the sampler. Turns are taken one after the other, so that points are proposed in the order of their numbers.
 */
export class Turns {
  readonly #store: Store;
  readonly #settings: StudySettings;
  readonly #mirror: TrialMirror;
  readonly #learner: Learner;
  readonly #pruning: Pruning;
  readonly #leases: LeaseKeeper;
  readonly #desk: FrontDesk;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    store: Store,
    settings: StudySettings,
    mirror: TrialMirror,
    learner: Learner,
    pruning: Pruning,
    leases: LeaseKeeper,
    desk: FrontDesk,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#mirror = mirror;
    this.#learner = learner;
    this.#pruning = pruning;
    this.#leases = leases;
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
    const { name } = this.#settings;
    const mirror = this.#mirror;
    await mirror.sync();
    if (this.#desk.hasExpired()) await this.#desk.expire();
    const waiting = await this.#takeWaiting();
    if (waiting) return waiting;
    const promoted = await this.#takePromoted();
    if (promoted) return promoted;
    if (!mayBegin()) return undefined;

    await this.#untilReady(mirror.trials.length, signal);
    if (signal?.aborted) return undefined;
    this.#learner.learnFor(mirror.trials.length);
    const stop = reasonToStop();
    if (stop !== undefined) return { none: stop };
    if (!this.#learner.hasLeft(mirror.trials.length)) return { none: nothingLeft };

    const begun = await this.#store.addTrial(name, { at: Date.now(), lease: this.#leases.lease() });
    mirror.put(begun);
    return this.#propose(begun);
  }

  async #takeWaiting(): Promise<TrialRecord | NoTurn | undefined> {
    if (this.#mirror.waiting === 0) return undefined;
    const { name } = this.#settings;
    const claimed = await this.#store.claimWaiting(name, this.#leases.lease(), Date.now());
    if (claimed === undefined) return undefined;
    this.#mirror.put(claimed);
    return claimed.codes === undefined ? this.#propose(claimed) : claimed;
  }

  async #takePromoted(): Promise<TrialRecord | undefined> {
    if (!this.#pruning.pauses) return undefined;
    for (;;) {
      const number = this.#pruning.promote();
      if (number === undefined) return undefined;
      const claim = { kind: "claim", lease: this.#leases.lease(), at: Date.now() } as const;
      const { record, reception } = await this.#store.apply(this.#settings.name, number, claim);
      this.#mirror.put(record);
      if (reception === "accepted") return record;
      // another process was faster: see what it has done
      await this.#mirror.sync();
    }
  }

  /** Gives a trial that was just begun its point. */
  async #propose(begun: TrialRecord): Promise<TrialRecord | NoTurn> {
    const { name } = this.#settings;
    const { number, fence } = begun;
    // other processes may have taken the numbers between
    await this.#untilReady(number);
    this.#learner.learnFor(number);
    const proposal = this.#learner.propose(number);
    if (proposal === undefined) {
      const event = { kind: "fail", fence, reason: "invalid", message: nothingLeft, at: Date.now() } as const;
      this.#mirror.put((await this.#store.apply(name, number, event)).record);
      return { none: nothingLeft };
    }
    const { record } = await this.#store.apply(name, number, { kind: "propose", fence, ...proposal });
    this.#mirror.put(record);
    return record;
  }

  async #untilReady(number: number, signal?: AbortSignal): Promise<void> {
    const isReady = (): boolean => this.#learner.isReady(number) || signal?.aborted === true;
    // a trial that is waited for may have lost its worker
    while (!isReady()) {
      await this.#mirror.until(() => isReady() || this.#desk.hasExpired(), signal);
      await this.#desk.expire();
    }
  }
}

const nothingLeft = "every point of the space has been tried";
