import type { Plain } from "infimum";
import type { Vector } from "infimum/numerics";
import { type FailureReason, hasEnded, type Lease, type TrialRecord } from "./trial-record.ts";

/** What can happen to a trial. `at` is in milliseconds since 1970; `fence` says which taking of the trial it is about. */
export type TrialEvent =
  | { readonly kind: "claim"; readonly lease: Lease; readonly at: number }
  | { readonly kind: "propose"; readonly fence: number; readonly codes: Vector; readonly note?: Plain }
  | { readonly kind: "revise"; readonly fence: number; readonly step: number; readonly codes: Vector }
  | { readonly kind: "report"; readonly fence: number; readonly step: number; readonly value: number }
  | { readonly kind: "renew"; readonly fence: number; readonly until: number }
  | { readonly kind: "annotate"; readonly name: string; readonly value: Plain }
  | {
      readonly kind: "complete";
      readonly fence: number;
      readonly values: readonly number[];
      readonly constraints?: readonly number[];
      readonly at: number;
    }
  | { readonly kind: "prune"; readonly fence: number; readonly at: number }
  /** Given up unfinished, for anybody to take up again. */
  | { readonly kind: "release"; readonly fence: number }
  | { readonly kind: "pause"; readonly fence: number; readonly kept: Plain; readonly at: number }
  | {
      readonly kind: "fail";
      readonly fence: number;
      readonly reason: FailureReason;
      readonly message: string;
      readonly at: number;
    }
  /** The lease has run out. */
  | { readonly kind: "expire"; readonly at: number };

/**
 * - `accepted`: the trial is as the event says
 * - `late`: the trial had its end already, or belongs to somebody else by now; an answer was kept beside it
 * - `refused`: it makes no sense in this state, and nothing was changed
 */
export type Reception = "accepted" | "late" | "refused";

export interface Transition {
  readonly record: TrialRecord;
  readonly reception: Reception;
}

/**
 * The state machine of a trial:
 *
 *     waiting --claim--> running --complete--> complete        stale --renew--> running
 *     paused  --claim--> running --prune-----> pruned          stale goes on as running does, but for expire
 *                        running --pause-----> paused
 *                        running --fail------> failed
 *                        running --release---> waiting (paused, if it has paused before)
 *                        running --expire----> stale
 *
 * A pure function; stores run it inside a transaction. `revision` of the new record is that of the old one: the store
 * raises it. The record that is returned is the old object itself where nothing changes.
 */
export function transition(record: TrialRecord, event: TrialEvent): Transition {
  const unchanged = (reception: Reception): Transition => ({ record, reception });
  const changed = (change: Partial<TrialRecord>): Transition => ({
    record: { ...record, ...change },
    reception: "accepted",
  });

  if (event.kind === "annotate") {
    return changed({ attributes: { ...record.attributes, [event.name]: event.value } });
  }
  if (event.kind === "claim") {
    if (record.state !== "waiting" && record.state !== "paused") return unchanged("refused");
    return changed({
      state: "running",
      fence: record.fence + 1,
      owner: event.lease.owner,
      leaseUntil: event.lease.until,
      started: record.started ?? event.at,
    });
  }
  if (event.kind === "expire") {
    const ranOut = record.state === "running" && record.leaseUntil !== undefined && record.leaseUntil <= event.at;
    return ranOut ? changed({ state: "stale", leaseUntil: undefined }) : unchanged("refused");
  }

  const isHolder = event.fence === record.fence && (record.state === "running" || record.state === "stale");
  if (event.kind === "renew")
    return isHolder ? changed({ state: "running", leaseUntil: event.until }) : unchanged("late");
  if (!isHolder) return event.kind === "complete" ? keepLate(record, event) : unchanged("late");

  switch (event.kind) {
    case "propose":
      if (record.codes !== undefined) return unchanged("refused");
      return changed({ codes: event.codes.slice(), note: event.note });
    case "revise":
      return changed({ revisions: [...record.revisions, { step: event.step, codes: event.codes.slice() }] });
    case "report":
      // reported again after a restart: the first word counts
      if (record.reports.some(({ step }) => step === event.step)) return unchanged("accepted");
      // an array to `concat`, not an item: V8 then copies thousands ten times faster, and faster than it spreads them
      return changed({ reports: record.reports.concat([{ step: event.step, value: event.value }]) });
    case "complete":
      return changed({
        ...released,
        state: "complete",
        values: event.values,
        constraints: event.constraints,
        finished: event.at,
      });
    case "prune":
      return changed({ ...released, state: "pruned", finished: event.at });
    case "release":
      // one that has paused before goes on from there, any other from its beginning
      return record.kept === undefined
        ? changed({ ...released, state: "waiting", reports: [], revisions: [] })
        : changed({ ...released, state: "paused" });
    case "pause":
      return changed({ ...released, state: "paused", kept: event.kept });
    case "fail":
      return changed({
        ...released,
        state: "failed",
        failure: { reason: event.reason, message: event.message },
        finished: event.at,
      });
  }
}

const released = { owner: undefined, leaseUntil: undefined } as const;

/** Keeps an answer that is not the trial's own any more; the same answer told twice is once. */
function keepLate(record: TrialRecord, { values, at }: Extract<TrialEvent, { kind: "complete" }>): Transition {
  const isTheSame = (other: readonly number[] | undefined): boolean =>
    other?.length === values.length && values.every((value, i) => Object.is(value, other[i]));
  if (hasEnded(record) && isTheSame(record.values)) return { record, reception: "late" };
  if (record.late.some((answer) => isTheSame(answer.values))) return { record, reception: "late" };
  return { record: { ...record, late: [...record.late, { values, at }] }, reception: "late" };
}
