import { type Transition, type TrialEvent, transition } from "../trial/transition.ts";
import { type Lease, newTrial, type TrialDraft, type TrialRecord } from "../trial/trial-record.ts";
import { copyRecord, ownDraft, ownEvent, seal } from "./isolation.ts";
import { unknownStudy, unknownTrial } from "./missing.ts";
import type { Changes, Store, StudyRecord } from "./store.ts";

/** Studies in the memory of this process: gone when it ends. `close` keeps them, for who holds the store. */
export function memoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly url = "memory";
  readonly #studies = new Map<string, StoredStudy>();

  async openStudy(study: StudyRecord): Promise<StudyRecord> {
    const stored = this.#studies.get(study.name) ?? new StoredStudy(study);
    this.#studies.set(study.name, stored);
    return copyStudy(stored.study);
  }

  async studies(): Promise<StudyRecord[]> {
    const stored = [...this.#studies.values()].map(({ study }) => copyStudy(study));
    return stored.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  async deleteStudy(name: string): Promise<boolean> {
    return this.#studies.delete(name);
  }

  async addTrial(study: string, draft: TrialDraft): Promise<TrialRecord> {
    return copyRecord(this.#study(study).add(ownDraft(draft)));
  }

  async claimWaiting(study: string, lease: Lease, at: number): Promise<TrialRecord | undefined> {
    const claimed = this.#study(study).claimWaiting(lease, at);
    return claimed && copyRecord(claimed);
  }

  async apply(study: string, number: number, event: TrialEvent): Promise<Transition> {
    const { record, reception } = this.#study(study).apply(number, ownEvent(event));
    return { record: copyRecord(record), reception };
  }

  async changes(study: string, since: number): Promise<Changes> {
    const stored = this.#study(study);
    return { trials: stored.changedSince(since).map(copyRecord), revision: stored.revision };
  }

  async putArtifact(study: string, number: number, name: string, content: Uint8Array): Promise<void> {
    this.#artifacts(study, number).set(name, content.slice());
  }

  async artifact(study: string, number: number, name: string): Promise<Uint8Array | undefined> {
    return this.#artifacts(study, number).get(name)?.slice();
  }

  async artifacts(study: string, number: number): Promise<string[]> {
    return [...this.#artifacts(study, number).keys()].toSorted();
  }

  async close(): Promise<void> {}

  #study(name: string): StoredStudy {
    const stored = this.#studies.get(name);
    if (!stored) throw unknownStudy(name);
    return stored;
  }

  #artifacts(study: string, number: number): Map<string, Uint8Array> {
    return this.#study(study).artifactsOf(number);
  }
}

/** One study. A change costs the same however many trials there are. */
class StoredStudy {
  readonly study: StudyRecord;
  revision = 0;
  /** By number. */
  readonly #trials: TrialRecord[] = [];
  /** From `#nextWaiting` on the trials that wait, by number; one that was claimed by its number may still be among them. */
  readonly #waiting: number[] = [];
  #nextWaiting = 0;
  /** Who changed under which revision, in that order. An entry is void when its trial has changed again. */
  #log: { readonly revision: number; readonly number: number }[] = [];
  readonly #artifacts = new Map<number, Map<string, Uint8Array>>();

  constructor(study: StudyRecord) {
    this.study = copyStudy(study);
  }

  add(draft: TrialDraft): TrialRecord {
    return this.#store(newTrial(this.#trials.length, 0, draft), undefined);
  }

  claimWaiting(lease: Lease, at: number): TrialRecord | undefined {
    while (this.#nextWaiting < this.#waiting.length) {
      const { record, reception } = this.apply(this.#waiting[this.#nextWaiting++], { kind: "claim", lease, at });
      // refused where somebody has it already
      if (reception === "accepted") return record;
    }
    return undefined;
  }

  apply(number: number, event: TrialEvent): Transition {
    const before = this.#trial(number);
    const { record, reception } = transition(before, event);
    return { record: record === before ? before : this.#store(record, before), reception };
  }

  changedSince(since: number): TrialRecord[] {
    const changed: TrialRecord[] = [];
    for (let i = firstIndex(this.#log, (entry) => entry.revision > since); i < this.#log.length; i++) {
      const { revision, number } = this.#log[i];
      const record = this.#trials[number];
      if (record.revision === revision) changed.push(record);
    }
    return changed;
  }

  artifactsOf(number: number): Map<string, Uint8Array> {
    this.#trial(number);
    const artifacts = this.#artifacts.get(number) ?? new Map<string, Uint8Array>();
    this.#artifacts.set(number, artifacts);
    return artifacts;
  }

  #trial(number: number): TrialRecord {
    const record = this.#trials[number];
    if (!record) throw unknownTrial(this.study.name, number);
    return record;
  }

  #store(changed: TrialRecord, before: TrialRecord | undefined): TrialRecord {
    // it was made a moment ago, and nobody else has it
    const record = seal(Object.assign(changed, { revision: ++this.revision }));
    const { number, revision } = record;
    this.#trials[number] = record;
    if (record.state === "waiting" && before?.state !== "waiting") this.#enqueue(number);
    this.#log.push({ revision, number });
    // rarely, for more than half of the log has to be void
    if (this.#log.length > 2 * this.#trials.length + 64)
      this.#log = this.#log.filter((entry) => this.#trials[entry.number].revision === entry.revision);
    return record;
  }

  #enqueue(number: number): void {
    const place = firstIndex(this.#waiting, (other) => other > number, this.#nextWaiting);
    this.#waiting.splice(place, 0, number);
  }
}

/** The first index, from `low` on, of an item for which `isAfter` holds, in a list where it holds for all that follow. */
function firstIndex<T>(items: readonly T[], isAfter: (item: T) => boolean, low = 0): number {
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isAfter(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

function copyStudy(study: StudyRecord): StudyRecord {
  const { name, space, goals, seed, created } = study;
  return { name, space, goals: Object.freeze([...goals]), seed, created };
}
