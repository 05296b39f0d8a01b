import type { Plain } from "infimum";
import type { Report, TrialRecord, TrialState } from "../trial/trial-record.ts";
import type { StudySettings } from "./settings.ts";

/** A trial for reading: what was tried, and what came of it. */
export interface StudyTrial<Params = any> {
  readonly number: number;
  readonly state: TrialState;
  /** The values that were tried (for a sampler that changes them on the way, the last); undefined before they are chosen. */
  readonly params: Params | undefined;
  /** The first of `values`; of a paused trial its last report; undefined for any other. */
  readonly value: number | undefined;
  readonly values: readonly number[] | undefined;
  /** Each at most 0 where feasible; undefined where none were reported. */
  readonly constraints: readonly number[] | undefined;
  /** True unless a constraint is violated. */
  readonly feasible: boolean;
  readonly reports: readonly Report[];
  readonly attributes: Readonly<Record<string, Plain>>;
  readonly failure: TrialRecord["failure"];
  readonly retryOf: number | undefined;
  readonly created: Date;
  readonly started: Date | undefined;
  readonly finished: Date | undefined;
}

export function studyTrial<Params>(record: TrialRecord, { space }: Pick<StudySettings, "space">): StudyTrial<Params> {
  const { number, state, codes, revisions, values, constraints, reports, attributes, failure, retryOf } = record;
  const last = revisions.length > 0 ? revisions[revisions.length - 1].codes : codes;
  return {
    number,
    state,
    params: last && (space.decode(last) as Params),
    value: state === "paused" ? reports[reports.length - 1]?.value : values?.[0],
    values,
    constraints,
    feasible: isFeasible(record),
    reports,
    attributes,
    failure,
    retryOf,
    created: new Date(record.created),
    started: record.started === undefined ? undefined : new Date(record.started),
    finished: record.finished === undefined ? undefined : new Date(record.finished),
  };
}

export function isFeasible({ constraints }: Pick<TrialRecord, "constraints">): boolean {
  return constraints === undefined || constraints.every((constraint) => constraint <= 0);
}
