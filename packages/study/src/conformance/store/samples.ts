import type { Store, StudyRecord } from "../../store/store.ts";
import type { TrialDraft, TrialRecord } from "../../trial/trial-record.ts";

/** A moment, in milliseconds since 1970. */
export const noon = 1_800_000_000_000;

export function sampleStudy(name: string): StudyRecord {
  return { name, space: '[{"name":"x","kind":"float"}]', goals: ["minimize"], seed: 7, created: noon };
}

/** Somebody's hold on a trial, for a minute. */
export function lease(owner: string): { owner: string; until: number } {
  return { owner, until: noon + 60_000 };
}

export const waitingDraft: TrialDraft = { at: noon };

export function runningDraft(owner = "anna"): TrialDraft {
  return { at: noon, lease: lease(owner) };
}

/** Adds some trials that wait, one after the other. */
export async function addWaiting(store: Store, study: string, count: number): Promise<TrialRecord[]> {
  const records: TrialRecord[] = [];
  for (let i = 0; i < count; i++) records.push(await store.addTrial(study, waitingDraft));
  return records;
}

/** All trials of a study by number. */
export async function trialsOf(store: Store, study: string): Promise<TrialRecord[]> {
  const { trials } = await store.changes(study, 0);
  return trials.toSorted((a, b) => a.number - b.number);
}

export function numbersUpTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
