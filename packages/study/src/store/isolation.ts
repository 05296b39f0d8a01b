import { decode, encode, type Plain } from "infimum";
import type { TrialEvent } from "../trial/transition.ts";
import type { TrialDraft, TrialRecord } from "../trial/trial-record.ts";

/**
 * Stores share nothing with their callers that a caller could write to. What comes in is copied once; what goes out is
 * copied where it can be written to; single reports and values, of which there are many and which never change, are frozen.
 */

/** A draft of which the caller holds no part. */
export function ownDraft(draft: TrialDraft): TrialDraft {
  return {
    ...draft,
    codes: draft.codes?.slice(),
    lease: draft.lease && { ...draft.lease },
    note: ownPlain(draft.note),
    attributes: draft.attributes && (ownPlain(draft.attributes) as Readonly<Record<string, Plain>>),
  };
}

/** An event of which the caller holds no part. */
export function ownEvent(event: TrialEvent): TrialEvent {
  switch (event.kind) {
    case "claim":
      return { ...event, lease: { ...event.lease } };
    case "propose":
      return { ...event, codes: event.codes.slice(), note: ownPlain(event.note) };
    case "revise":
      return { ...event, codes: event.codes.slice() };
    case "annotate":
      return { ...event, value: ownPlain(event.value) };
    case "pause":
      return { ...event, kept: ownPlain(event.kept) };
    case "complete":
      return {
        ...event,
        values: Object.freeze([...event.values]),
        constraints: event.constraints && Object.freeze([...event.constraints]),
      };
    default:
      return { ...event };
  }
}

/** Freezes what `copyRecord` hands out as it is, in a record that has one more report or late answer at most. */
export function seal(record: TrialRecord): TrialRecord {
  for (const last of [record.reports.at(-1), record.late.at(-1), record.failure]) if (last) Object.freeze(last);
  return record;
}

/** The record for a caller, from one that was sealed after each of its changes. */
export function copyRecord(record: TrialRecord): TrialRecord {
  const { revisions, reports, late } = record;
  return {
    ...record,
    codes: record.codes?.slice(),
    revisions: revisions.length === 0 ? [] : revisions.map(({ step, codes }) => ({ step, codes: codes.slice() })),
    reports: reports.length === 0 ? [] : reports.slice(),
    late: late.length === 0 ? [] : late.slice(),
    note: copyPlain(record.note),
    attributes: copyPlain(record.attributes) as Readonly<Record<string, Plain>>,
    kept: copyPlain(record.kept),
  };
}

/** By way of its frozen form, so that all stores take, refuse and give back the same. */
function ownPlain(value: Plain): Plain {
  return isWritable(value) ? (decode(encode(value)) as Plain) : (encode(value), value);
}

function copyPlain(value: Plain): Plain {
  if (!isWritable(value)) return value;
  if (Array.isArray(value)) return value.map(copyPlain);
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  const names = Object.keys(value);
  if (names.length === 0) return {};
  // by entries, so that a name such as `__proto__` is one like any other
  return Object.fromEntries(names.map((name) => [name, copyPlain((value as { [name: string]: Plain })[name])]));
}

function isWritable(value: Plain): value is Exclude<Plain, number | string | boolean | null | undefined> {
  return typeof value === "object" && value !== null;
}
