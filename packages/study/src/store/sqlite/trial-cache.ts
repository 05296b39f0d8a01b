import type { TrialRecord } from "../../trial/trial-record.ts";

/** How many trials are remembered: more than are on their way at once. */
const capacity = 4096;

/**
 * The trials that are on their way, as they were when last read or written, so that a report neither reads those before
 * it nor the rest of its trial. Whoever asks compares the revision with that in the file.
 */
export class TrialCache {
  /** Those used last are at the end. */
  readonly #records = new Map<string, TrialRecord>();

  get(study: number, number: number): TrialRecord | undefined {
    return this.#records.get(`${study}/${number}`);
  }

  put(study: number, record: TrialRecord): void {
    const key = `${study}/${record.number}`;
    this.#records.delete(key);
    if (!isOnItsWay(record)) return;
    this.#records.set(key, record);
    if (this.#records.size > capacity) {
      const [oldest] = this.#records.keys();
      this.#records.delete(oldest);
    }
  }

  clear(): void {
    this.#records.clear();
  }
}

function isOnItsWay({ state }: TrialRecord): boolean {
  return state === "running" || state === "paused" || state === "stale";
}
