import { setTimeout as sleep } from "node:timers/promises";

/** Milliseconds. */
const shortestPause = 1;
const longestPause = 50;

/** Waits for a lock that another process holds, in pauses that grow and are never of one length for two who wait. */
export class LockPatience {
  readonly #milliseconds: number;
  #pause = shortestPause;
  #since: number | undefined;

  constructor(seconds: number) {
    this.#milliseconds = 1000 * seconds;
  }

  /** Waits a little; false when it has been long enough. */
  async wait(): Promise<boolean> {
    this.#since ??= performance.now();
    if (performance.now() - this.#since > this.#milliseconds) return false;
    await sleep(this.#pause * (0.5 + Math.random()));
    this.#pause = Math.min(2 * this.#pause, longestPause);
    return true;
  }

  /** The lock was had. */
  renew(): void {
    this.#since = undefined;
    this.#pause = shortestPause;
  }
}
