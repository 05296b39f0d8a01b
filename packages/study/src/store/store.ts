import type { Transition, TrialEvent } from "../trial/transition.ts";
import type { Lease, TrialDraft, TrialRecord } from "../trial/trial-record.ts";

/** What makes a study the same study: what cannot change once it is stored. */
export interface StudyIdentity {
  readonly name: string;
  /** The space, as `space.description` says it. */
  readonly space: string;
  readonly goals: readonly ("minimize" | "maximize")[];
}

/** A study as stores keep it. */
export interface StudyRecord extends StudyIdentity {
  readonly seed: number;
  /** Milliseconds since 1970. */
  readonly created: number;
}

/** What has changed in a study since a revision. */
export interface Changes {
  /** The changed trials as they are now, ordered by their revision. */
  readonly trials: readonly TrialRecord[];
  /** What to ask with next time. */
  readonly revision: number;
}

/**
 * Where studies live. Every call is atomic, for all processes that use the store; what has resolved survives the end of
 * the process. A store knows nothing of spaces, samplers or pruners. Each rejects with the InfimumError `store-failed`, its
 * cause beside it, when the store cannot be read or written, and with `unknown-study` or `unknown-trial`.
 */
export interface Store {
  /** The URL or path it was opened with; "memory". */
  readonly url: string;
  /** Stores the study unless one of that name is there, and gives the one that is there. */
  openStudy(study: StudyRecord): Promise<StudyRecord>;
  /** By name, in alphabetical order. */
  studies(): Promise<StudyRecord[]>;
  /** Deletes a study with all its trials; false when there was none. */
  deleteStudy(name: string): Promise<boolean>;
  /** Adds a trial under the next number. */
  addTrial(study: string, draft: TrialDraft): Promise<TrialRecord>;
  /** Takes the waiting trial of the lowest number; undefined when none waits. */
  claimWaiting(study: string, lease: Lease, at: number): Promise<TrialRecord | undefined>;
  /** Runs `transition` on a trial and stores what it gives, under a new revision where it changed. */
  apply(study: string, number: number, event: TrialEvent): Promise<Transition>;
  /** What changed after that revision; 0 gives all trials. Cost: proportional to what changed. */
  changes(study: string, since: number): Promise<Changes>;
  /** Stores a file of a trial under a name, in place of one of that name. */
  putArtifact(study: string, number: number, name: string, content: Uint8Array): Promise<void>;
  artifact(study: string, number: number, name: string): Promise<Uint8Array | undefined>;
  /** The names of a trial's artifacts, in alphabetical order. */
  artifacts(study: string, number: number): Promise<string[]>;
  /** Writes what is pending and lets go of the file or connection. */
  close(): Promise<void>;
}
