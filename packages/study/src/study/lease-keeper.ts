import type { Store } from "../store/store.ts";
import type { Lease, TrialRecord } from "../trial/trial-record.ts";
import type { TrialMirror } from "./trial-mirror.ts";

/** A lease is renewed this many times while it runs, so that a slow answer of the store does not cost a trial. */
const renewalsPerLease = 4;

/** Says "I am still here" for the trials that this process runs, as long as it runs any. */
export class LeaseKeeper {
  readonly owner: string;
  readonly #store: Store;
  readonly #study: string;
  readonly #mirror: TrialMirror;
  readonly #milliseconds: number;
  readonly #held = new Map<number, { readonly fence: number; readonly onLost: () => void }>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(owner: string, store: Store, study: string, mirror: TrialMirror, milliseconds: number) {
    this.owner = owner;
    this.#store = store;
    this.#study = study;
    this.#mirror = mirror;
    this.#milliseconds = milliseconds;
  }

  /** A lease from now on. */
  lease(): Lease {
    return { owner: this.owner, until: Date.now() + this.#milliseconds };
  }

  /** Keeps a trial until it is let go; `onLost` when somebody else has it by then. */
  hold({ number, fence }: TrialRecord, onLost: () => void): void {
    this.#held.set(number, { fence, onLost });
    // it must not keep a process alive that is done otherwise
    this.#timer ??= setInterval(() => void this.#renew(), this.#milliseconds / renewalsPerLease);
    this.#timer.unref?.();
  }

  letGo(number: number): void {
    this.#held.delete(number);
  }

  holds(number: number): boolean {
    return this.#held.has(number);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #renew(): Promise<void> {
    // a timer for each trial would cost more than a cheap trial does
    if (this.#held.size === 0) this.stop();
    for (const [number, { fence, onLost }] of this.#held) {
      try {
        const { until } = this.lease();
        const { record, reception } = await this.#store.apply(this.#study, number, { kind: "renew", fence, until });
        this.#mirror.put(record);
        if (reception !== "accepted" && this.#held.get(number)?.fence === fence) {
          this.letGo(number);
          onLost();
        }
      } catch {
        // the store may be back at the next renewal; a lease that runs out meanwhile costs a second try, not an answer
      }
    }
  }
}
