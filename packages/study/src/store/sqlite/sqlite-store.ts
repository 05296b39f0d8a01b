import type { Transition, TrialEvent } from "../../trial/transition.ts";
import type { Lease, TrialDraft, TrialRecord } from "../../trial/trial-record.ts";
import { ownDraft, ownEvent } from "../isolation.ts";
import type { Changes, Store, StudyRecord } from "../store.ts";
import { CommitQueue } from "./commit-queue.ts";
import { closeConnection, openConnection, type SqliteStoreOptions } from "./connection.ts";
import type { Connection } from "./driver.ts";
import { Tables } from "./tables.ts";

/**
 * Studies in a SQLite file, which is made if it is not there; any number of processes of one machine may use it at once
 * (not over a network file system). Calls of one turn of the event loop share a commit. The tables are meant to be read by
 * others too: see `schema.ts`. A file that cannot be written can be read.
 *
 * @throws InfimumError `store-failed` when the file cannot be opened, `not-a-store` when it is something else,
 * `store-version` when a later version of the library wrote it
 */
export async function sqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<Store> {
  const { patience = 120 } = options;
  const connection = await openConnection(path, { ...options, patience });
  return new SqliteStore(path, connection, patience);
}

class SqliteStore implements Store {
  readonly url: string;
  readonly #connection: Connection;
  readonly #tables: Tables;
  readonly #queue: CommitQueue;
  #closing: Promise<void> | undefined;

  constructor(path: string, connection: Connection, patience: number) {
    this.url = path;
    this.#connection = connection;
    const tables = new Tables(connection);
    this.#tables = tables;
    this.#queue = new CommitQueue({ connection, path, patience, onRollback: () => tables.forget() });
  }

  async openStudy(study: StudyRecord): Promise<StudyRecord> {
    const copy = { ...study, goals: [...study.goals] };
    try {
      return await this.#write((tables) => tables.openStudy(copy));
    } catch (error) {
      // one that is there can be read in a file that cannot be written
      const known = await this.#read((tables) => tables.study(copy.name)).catch(() => undefined);
      if (known) return known;
      throw error;
    }
  }

  studies(): Promise<StudyRecord[]> {
    return this.#read((tables) => tables.studies());
  }

  deleteStudy(name: string): Promise<boolean> {
    return this.#write((tables) => tables.deleteStudy(name));
  }

  async addTrial(study: string, draft: TrialDraft): Promise<TrialRecord> {
    const owned = ownDraft(draft);
    return this.#write((tables) => tables.addTrial(study, owned));
  }

  async claimWaiting(study: string, lease: Lease, at: number): Promise<TrialRecord | undefined> {
    const { owner, until } = lease;
    return this.#write((tables) => tables.claimWaiting(study, { owner, until }, at));
  }

  async apply(study: string, number: number, event: TrialEvent): Promise<Transition> {
    const owned = ownEvent(event);
    return this.#write((tables) => tables.apply(study, number, owned));
  }

  changes(study: string, since: number): Promise<Changes> {
    return this.#read((tables) => tables.changes(study, since));
  }

  async putArtifact(study: string, number: number, name: string, content: Uint8Array): Promise<void> {
    const copy = content.slice();
    return this.#write((tables) => tables.putArtifact(study, number, name, copy));
  }

  artifact(study: string, number: number, name: string): Promise<Uint8Array | undefined> {
    return this.#read((tables) => tables.artifact(study, number, name));
  }

  artifacts(study: string, number: number): Promise<string[]> {
    return this.#read((tables) => tables.artifacts(study, number));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #read<T>(work: (tables: Tables) => T): Promise<T> {
    return this.#queue.run("read", () => work(this.#tables));
  }

  #write<T>(work: (tables: Tables) => T): Promise<T> {
    return this.#queue.run("write", () => work(this.#tables));
  }

  async #close(): Promise<void> {
    await this.#queue.close();
    this.#tables.close();
    closeConnection(this.#connection, this.url);
  }
}
