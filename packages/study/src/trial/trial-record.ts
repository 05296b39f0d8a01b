import type { Plain } from "infimum";
import type { Vector } from "infimum/numerics";

/**
 * - `waiting`: enqueued, or to be tried again; nobody has it
 * - `running`: somebody holds its lease
 * - `paused`: it has stopped for now, and may be taken up again where it was
 * - `complete`: it has its values
 * - `pruned`: it was stopped early, with the reports it had
 * - `failed`: its objective threw, or answered with no usable number
 * - `stale`: its lease ran out; an answer that still comes is taken
 */
export type TrialState = "waiting" | "running" | "paused" | "complete" | "pruned" | "failed" | "stale";

/** A value on the way: after a step (an epoch, a fold, a round) of the trial's own counting. */
export interface Report {
  readonly step: number;
  readonly value: number;
}

/** Why a trial ended without values: its objective threw, answered with no usable number, or its worker was lost. */
export type FailureReason = "raised" | "invalid" | "lost";

/** An answer that came when the trial had another already. It changes nothing, and is kept. */
export interface LateAnswer {
  readonly values: readonly number[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One trial as stores keep it: immutable, each change makes another. Times are milliseconds since 1970. */
export interface TrialRecord {
  /** 0, 1, 2, ... within the study. */
  readonly number: number;
  readonly state: TrialState;
  /** The point, as codes of the space (NaN: not there); undefined until the sampler has proposed one. */
  readonly codes: Vector | undefined;
  /** The points it went on with, when a sampler changes values on the way: each with the step from which it holds. */
  readonly revisions: readonly { readonly step: number; readonly codes: Vector }[];
  /** What the sampler wrote down for itself. */
  readonly note: Plain;
  /** One for each goal, as the objective gave them; undefined unless complete. */
  readonly values: readonly number[] | undefined;
  /** Feasible where none is above 0; undefined where the objective reported none. */
  readonly constraints: readonly number[] | undefined;
  readonly reports: readonly Report[];
  /** The caller's own notes. */
  readonly attributes: Readonly<Record<string, Plain>>;
  /** What the objective left behind when it paused, to go on with. */
  readonly kept: Plain;
  readonly failure: { readonly reason: FailureReason; readonly message: string } | undefined;
  /** The trial that this one repeats after a failure. */
  readonly retryOf: number | undefined;
  /** How often a failure has been tried again before: 0 for a first try. */
  readonly attempt: number;
  /** How often it was taken: who took it before has an older number, and what he says no longer counts. */
  readonly fence: number;
  readonly owner: string | undefined;
  /** The lease of a running trial ends then. */
  readonly leaseUntil: number | undefined;
  readonly created: number;
  readonly started: number | undefined;
  readonly finished: number | undefined;
  readonly late: readonly LateAnswer[];
  /** Raised by every change of the study: what is larger than a reader has seen is new to him. */
  readonly revision: number;
}

/** A trial that will not change its state any more, late answers to a stale one aside. */
export function hasEnded({ state }: Pick<TrialRecord, "state">): boolean {
  return state === "complete" || state === "pruned" || state === "failed";
}

/** What a trial is made from: a point to try, or nothing yet. */
export interface TrialDraft {
  readonly codes?: Vector;
  readonly note?: Plain;
  readonly attributes?: Readonly<Record<string, Plain>>;
  readonly retryOf?: number;
  readonly attempt?: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Running at once, under this lease; waiting when left out. */
  readonly lease?: Lease;
}

export interface Lease {
  readonly owner: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** The record of a trial that was just made. Stores give `number` and `revision`. */
export function newTrial(number: number, revision: number, draft: TrialDraft): TrialRecord {
  const { codes, note, attributes = {}, retryOf, attempt = 0, at, lease } = draft;
  return {
    number,
    state: lease ? "running" : "waiting",
    codes: codes?.slice(),
    revisions: [],
    note,
    values: undefined,
    constraints: undefined,
    reports: [],
    attributes,
    kept: undefined,
    failure: undefined,
    retryOf,
    attempt,
    fence: lease ? 1 : 0,
    owner: lease?.owner,
    leaseUntil: lease?.until,
    created: at,
    started: lease ? at : undefined,
    finished: undefined,
    late: [],
    revision,
  };
}
