import type { FailureReason, LateAnswer, Report, TrialRecord, TrialState } from "../../trial/trial-record.ts";
import type { StudyRecord } from "../store.ts";
import {
  cellOfNumber,
  cellOfPlain,
  cellOfText,
  numberOfCell,
  numbersOfText,
  plainOfCell,
  textOfCell,
  textOfNumbers,
} from "./cells.ts";
import type { Cell, Row } from "./driver.ts";

/** The columns of a field of a trial. */
interface Field {
  readonly field: keyof TrialRecord;
  readonly columns: readonly string[];
  cells(record: TrialRecord): Cell[];
}

function field(name: keyof TrialRecord, column: string, cell: (record: TrialRecord) => Cell): Field {
  return { field: name, columns: [column], cells: (record) => [cell(record)] };
}

const optional = <T>(value: T | undefined, cell: (value: T) => Cell): Cell =>
  value === undefined ? null : cell(value);

/** Every field of a trial but those that name it, which never change. */
export const trialFields: readonly Field[] = [
  field("revision", "revision", ({ revision }) => revision),
  field("state", "state", ({ state }) => state),
  field("codes", "codes", ({ codes }) => optional(codes, textOfNumbers)),
  field("revisions", "revisions_json", ({ revisions }) => cellOfPlain(revisions)),
  field("note", "note_json", ({ note }) => cellOfPlain(note)),
  {
    field: "values",
    columns: ["value", "objective_values"],
    cells: ({ values }) => [values?.[0] ?? null, optional(values, textOfNumbers)],
  },
  field("constraints", "constraint_values", ({ constraints }) => optional(constraints, textOfNumbers)),
  field("reports", "reports", ({ reports }) => reports.length),
  field("attributes", "attributes_json", ({ attributes }) => cellOfPlain(attributes)),
  field("kept", "kept_json", ({ kept }) => cellOfPlain(kept)),
  {
    field: "failure",
    columns: ["failure_reason", "failure_message"],
    cells: ({ failure }) => [failure?.reason ?? null, optional(failure?.message, cellOfText)],
  },
  field("retryOf", "retry_of", ({ retryOf }) => retryOf ?? null),
  field("attempt", "attempt", ({ attempt }) => attempt),
  field("fence", "fence", ({ fence }) => fence),
  field("owner", "owner", ({ owner }) => optional(owner, cellOfText)),
  field("leaseUntil", "lease_until", ({ leaseUntil }) => leaseUntil ?? null),
  field("created", "created", ({ created }) => created),
  field("started", "started", ({ started }) => started ?? null),
  field("finished", "finished", ({ finished }) => finished ?? null),
  field("late", "late_json", ({ late }) => cellOfPlain(late as readonly { values: readonly number[]; at: number }[])),
];

/** The fields in which a record differs from the one it was made from: what did not change is the same object there. */
export function changedFields(before: TrialRecord, after: TrialRecord): Field[] {
  return trialFields.filter(({ field: name }) => !Object.is(before[name], after[name]));
}

/** The reports are in a table of their own. */
export function trialOfRow(row: Row, reports: readonly Report[]): TrialRecord {
  return {
    number: row.number,
    state: row.state as TrialState,
    codes: row.codes === null ? undefined : Float64Array.from(numbersOfText(row.codes)),
    revisions: plainOfCell(row.revisions_json) as unknown as TrialRecord["revisions"],
    note: plainOfCell(row.note_json),
    values: frozenNumbers(row.objective_values),
    constraints: frozenNumbers(row.constraint_values),
    reports,
    attributes: plainOfCell(row.attributes_json) as TrialRecord["attributes"],
    kept: plainOfCell(row.kept_json),
    failure:
      row.failure_reason === null
        ? undefined
        : { reason: row.failure_reason as FailureReason, message: textOfCell(row.failure_message) },
    retryOf: row.retry_of ?? undefined,
    attempt: row.attempt,
    fence: row.fence,
    owner: row.owner === null ? undefined : textOfCell(row.owner),
    leaseUntil: row.lease_until ?? undefined,
    created: row.created,
    started: row.started ?? undefined,
    finished: row.finished ?? undefined,
    late: (plainOfCell(row.late_json) as unknown as LateAnswer[]).map(({ values, at }) =>
      Object.freeze({ values: Object.freeze(values), at }),
    ),
    revision: row.revision,
  };
}

export function reportOfRow(row: Row): Report {
  return Object.freeze({ step: numberOfCell(row.step), value: numberOfCell(row.value) });
}

export function cellsOfReport({ step, value }: Report): [step: Cell, value: Cell] {
  return [cellOfNumber(step), cellOfNumber(value)];
}

export const studyColumns = ["name", "space", "goals", "seed", "created"] as const;

export function cellsOfStudy({ name, space, goals, seed, created }: StudyRecord): Cell[] {
  return [cellOfText(name), cellOfText(space), JSON.stringify(goals), cellOfNumber(seed), created];
}

export function studyOfRow(row: Row): StudyRecord {
  return {
    name: textOfCell(row.name),
    space: textOfCell(row.space),
    goals: JSON.parse(row.goals) as StudyRecord["goals"],
    seed: numberOfCell(row.seed),
    created: row.created,
  };
}

function frozenNumbers(text: string | null): readonly number[] | undefined {
  return text === null ? undefined : Object.freeze(numbersOfText(text));
}
