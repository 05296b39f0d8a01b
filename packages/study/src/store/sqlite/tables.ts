import { type Transition, type TrialEvent, transition } from "../../trial/transition.ts";
import { type Lease, newTrial, type Report, type TrialDraft, type TrialRecord } from "../../trial/trial-record.ts";
import { copyRecord, seal } from "../isolation.ts";
import { unknownStudy, unknownTrial } from "../missing.ts";
import type { Changes, StudyRecord } from "../store.ts";
import { cellOfText, textOfCell } from "./cells.ts";
import type { Connection, Row, Statement } from "./driver.ts";
import {
  cellsOfReport,
  cellsOfStudy,
  changedFields,
  reportOfRow,
  studyColumns,
  studyOfRow,
  trialFields,
  trialOfRow,
} from "./rows.ts";
import { TrialCache } from "./trial-cache.ts";

/** A study as it is at this moment of the transaction. */
interface StudyState {
  readonly id: number;
  readonly revision: number;
  readonly trials: number;
}

/**
 * What a store does, as reads and writes of its tables. Each call has to run inside a transaction, throws before it has
 * written anything when it is about what is not there, and costs the same however many trials and reports there are.
 */
export class Tables {
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();
  readonly #cache = new TrialCache();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Call it when a transaction came to nothing: what it had written was remembered. */
  forget(): void {
    this.#cache.clear();
  }

  /** Lets go of the statements: libsql keeps a file open for as long as there are any. */
  close(): void {
    this.#statements.clear();
    this.#cache.clear();
  }

  study(name: string): StudyRecord | undefined {
    const row = this.#sql("SELECT * FROM studies WHERE name = ?").get(cellOfText(name));
    return row && studyOfRow(row);
  }

  openStudy(study: StudyRecord): StudyRecord {
    this.#sql(
      `INSERT INTO studies (${studyColumns.join(", ")}) VALUES (${placeholders(studyColumns.length)}) ON CONFLICT DO NOTHING`,
    ).run(...cellsOfStudy(study));
    return this.study(study.name) as StudyRecord;
  }

  studies(): StudyRecord[] {
    // sorted here: SQLite sorts by bytes of UTF-8, which is another order than that of strings
    const studies = this.#sql("SELECT * FROM studies").all().map(studyOfRow);
    return studies.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  deleteStudy(name: string): boolean {
    const id = this.#sql("SELECT id FROM studies WHERE name = ?").get(cellOfText(name))?.id as number | undefined;
    if (id === undefined) return false;
    this.#sql("DELETE FROM studies WHERE id = ?").run(id);
    return true;
  }

  addTrial(study: string, draft: TrialDraft): TrialRecord {
    const { id, revision, trials } = this.#state(study);
    const record = seal(newTrial(trials, revision + 1, draft));
    const columns = trialFields.flatMap((field) => field.columns);
    this.#sql(
      `INSERT INTO trials (study, number, ${columns.join(", ")}) VALUES (${placeholders(columns.length + 2)})`,
    ).run(id, record.number, ...trialFields.flatMap((field) => field.cells(record)));
    this.#sql("UPDATE studies SET revision = ?, trials = ? WHERE id = ?").run(record.revision, trials + 1, id);
    this.#cache.put(id, record);
    return copyRecord(record);
  }

  claimWaiting(study: string, lease: Lease, at: number): TrialRecord | undefined {
    const { id } = this.#state(study);
    const waiting = this.#sql(
      "SELECT number FROM trials WHERE study = ? AND state = 'waiting' ORDER BY number LIMIT 1",
    ).get(id);
    return waiting && this.apply(study, waiting.number as number, { kind: "claim", lease, at }).record;
  }

  apply(study: string, number: number, event: TrialEvent): Transition {
    const state = this.#state(study);
    const before = this.#trial(study, state, number);
    const { record, reception } = transition(before, event);
    return { record: copyRecord(record === before ? before : this.#update(state, before, record)), reception };
  }

  changes(study: string, since: number): Changes {
    const { id, revision } = this.#state(study);
    const rows = this.#sql("SELECT * FROM trials WHERE study = ? AND revision > ? ORDER BY revision").all(id, since);
    return { trials: rows.map((row) => this.#recordOf(id, row)), revision };
  }

  putArtifact(study: string, number: number, name: string, content: Uint8Array): void {
    this.#sql("INSERT OR REPLACE INTO artifacts (trial, name, content) VALUES (?, ?, ?)").run(
      this.#trialId(study, number),
      cellOfText(name),
      content,
    );
  }

  artifact(study: string, number: number, name: string): Uint8Array | undefined {
    const row = this.#sql("SELECT content FROM artifacts WHERE trial = ? AND name = ?").get(
      this.#trialId(study, number),
      cellOfText(name),
    );
    // a plain Uint8Array, whatever the driver has
    return row && new Uint8Array(row.content);
  }

  artifacts(study: string, number: number): string[] {
    const rows = this.#sql("SELECT name FROM artifacts WHERE trial = ?").all(this.#trialId(study, number));
    return rows.map(({ name }) => textOfCell(name)).toSorted();
  }

  #state(name: string): StudyState {
    const state = this.#sql("SELECT id, revision, trials FROM studies WHERE name = ?").get(cellOfText(name));
    if (!state) throw unknownStudy(name);
    return state as unknown as StudyState;
  }

  #trialId(study: string, number: number): number {
    const { id } = this.#state(study);
    const row = this.#sql("SELECT id FROM trials WHERE study = ? AND number = ?").get(id, number);
    if (!row) throw unknownTrial(study, number);
    return row.id;
  }

  /** The trial as it is now: as it is remembered, if it has not changed since. */
  #trial(study: string, { id }: StudyState, number: number): TrialRecord {
    const remembered = this.#cache.get(id, number);
    if (remembered) {
      const row = this.#sql("SELECT revision FROM trials WHERE study = ? AND number = ?").get(id, number);
      if (row?.revision === remembered.revision) return remembered;
    }
    const row = this.#sql("SELECT * FROM trials WHERE study = ? AND number = ?").get(id, number);
    if (!row) throw unknownTrial(study, number);
    return this.#recall(id, row);
  }

  #update({ id, revision }: StudyState, before: TrialRecord, changed: TrialRecord): TrialRecord {
    const record = seal({ ...changed, revision: revision + 1 });
    const fields = changedFields(before, record);
    const assignments = fields.flatMap((field) => field.columns).map((column) => `${column} = ?`);
    this.#sql(`UPDATE trials SET ${assignments.join(", ")} WHERE study = ? AND number = ?`).run(
      ...fields.flatMap((field) => field.cells(record)),
      id,
      record.number,
    );
    if (record.reports !== before.reports) this.#updateReports(id, before, record);
    this.#sql("UPDATE studies SET revision = ? WHERE id = ?").run(record.revision, id);
    this.#cache.put(id, record);
    return record;
  }

  #updateReports(id: number, before: TrialRecord, { number, reports }: TrialRecord): void {
    const trial = "(SELECT id FROM trials WHERE study = ? AND number = ?)";
    const grew = reports.length > before.reports.length;
    if (!grew) this.#sql(`DELETE FROM reports WHERE trial = ${trial}`).run(id, number);
    for (let ordinal = grew ? before.reports.length : 0; ordinal < reports.length; ordinal++) {
      this.#sql(`INSERT INTO reports (trial, ordinal, step, value) VALUES (${trial}, ?, ?, ?)`).run(
        id,
        number,
        ordinal,
        ...cellsOfReport(reports[ordinal]),
      );
    }
  }

  /** The record of a row for a caller. */
  #recordOf(study: number, row: Row): TrialRecord {
    const record = this.#recall(study, row);
    return this.#cache.get(study, record.number) === record ? copyRecord(record) : record;
  }

  /** The record of a row, the reports that are remembered not read again. */
  #recall(study: number, row: Row): TrialRecord {
    const remembered = this.#cache.get(study, row.number);
    if (remembered?.revision === row.revision) return remembered as TrialRecord;
    const record = trialOfRow(row, this.#reportsOf(row, remembered));
    this.#cache.put(study, record);
    return record;
  }

  #reportsOf(row: Row, remembered: TrialRecord | undefined): readonly Report[] {
    // they are only added to while the trial is in the same hands and until it is released
    const isSameTaking = remembered?.fence === row.fence && row.state !== "waiting";
    const known = isSameTaking && remembered ? remembered.reports : [];
    if (known.length === row.reports) return known;
    const added = this.#sql("SELECT step, value FROM reports WHERE trial = ? AND ordinal >= ? ORDER BY ordinal").all(
      row.id,
      known.length,
    );
    return [...known, ...added.map(reportOfRow)];
  }

  #sql(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#connection.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function placeholders(count: number): string {
  return Array(count).fill("?").join(", ");
}
