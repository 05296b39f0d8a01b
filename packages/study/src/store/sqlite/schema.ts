import { InfimumError } from "infimum";
import type { Connection } from "./driver.ts";
import { notAStore } from "./failures.ts";
import { inTransaction } from "./transaction.ts";

/** "Infi": says of a SQLite file whose it is. */
const applicationId = 0x49_6e_66_69;

/**
 * What takes a store from one version of the schema to the next; the first makes it. `user_version` counts how many
 * were taken. Stores migrate forever: an entry that was released is never changed, new ones go to the end.
 *
 * Lists of numbers are JSON, exact to the bit and open to every query, instead of blobs, which would be a third of the
 * time and none of the use: `null` is NaN, `9e999` is Infinity. Columns without a type hold any number as it is. Other
 * columns that end in JSON hold plain data as `encode` of the library writes them.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE studies (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    space TEXT NOT NULL,
    goals TEXT NOT NULL,
    seed NOT NULL,
    created REAL NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    trials INTEGER NOT NULL DEFAULT 0
  );

  CREATE TABLE trials (
    id INTEGER PRIMARY KEY,
    study INTEGER NOT NULL REFERENCES studies ON DELETE CASCADE,
    number INTEGER NOT NULL,
    state TEXT NOT NULL,
    -- the first of the objective values, for queries
    value REAL,
    objective_values TEXT,
    constraint_values TEXT,
    codes TEXT,
    revisions_json TEXT NOT NULL,
    note_json TEXT,
    attributes_json TEXT NOT NULL,
    kept_json TEXT,
    reports INTEGER NOT NULL,
    failure_reason TEXT,
    failure_message TEXT,
    retry_of INTEGER,
    attempt INTEGER NOT NULL,
    fence INTEGER NOT NULL,
    owner TEXT,
    lease_until REAL,
    created REAL,
    started REAL,
    finished REAL,
    late_json TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (study, number)
  );
  CREATE INDEX trials_by_revision ON trials (study, revision);
  CREATE INDEX waiting_trials ON trials (study, number) WHERE state = 'waiting';

  -- append only: a report costs the same however many there are
  CREATE TABLE reports (
    trial INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    step NOT NULL,
    value,
    PRIMARY KEY (trial, ordinal)
  ) WITHOUT ROWID;

  CREATE TABLE artifacts (
    trial INTEGER NOT NULL REFERENCES trials ON DELETE CASCADE,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (trial, name)
  );

  -- for people: the parameters of the trials by their names
  CREATE VIEW params AS
    SELECT
      studies.name AS study,
      trials.number AS trial,
      (SELECT group_concat(part.value, '.') FROM json_each(dimension.value, '$.path') AS part) AS name,
      CASE json_extract(dimension.value, '$.domain.kind')
        WHEN 'choice'
        THEN json_extract(dimension.value, '$.domain.options[' || CAST(code.value AS INTEGER) || ']')
        ELSE code.value
      END AS value
    FROM studies
    JOIN trials ON trials.study = studies.id
    JOIN json_each(studies.space, '$.dimensions') AS dimension
    JOIN json_each(trials.codes) AS code ON code.key = dimension.key
    WHERE code.type <> 'null';
  `,
];

/**
 * Is the schema of a file the one that `steps` lead to? False for an older one, and for a file with nothing in it.
 *
 * @throws InfimumError `not-a-store` for a database of something else, `store-version` for a later schema
 */
export function isMigrated(connection: Connection, path: string, steps: readonly string[] = migrations): boolean {
  // one reading: another process may be making the file at this moment
  return inTransaction(connection, "read", () => requireStore(connection, path, steps) === steps.length);
}

/**
 * Brings the schema of a file to the one that `steps` lead to.
 *
 * @throws InfimumError as `isMigrated`
 */
export function migrate(connection: Connection, path: string, steps: readonly string[] = migrations): void {
  inTransaction(connection, "write", () => {
    for (const step of steps.slice(requireStore(connection, path, steps))) connection.exec(step);
    connection.exec(`PRAGMA application_id = ${applicationId}`);
    connection.exec(`PRAGMA user_version = ${steps.length}`);
  });
}

/** How many of the steps a file has seen: 0 when there is nothing in it. */
function requireStore(connection: Connection, path: string, steps: readonly string[]): number {
  const version = pragma(connection, "user_version");
  const isOurs = pragma(connection, "application_id") === applicationId;
  if (!isOurs && !(version === 0 && isEmpty(connection))) throw notAStore(path, "is a SQLite file of something else");
  if (version > steps.length) {
    throw new InfimumError(
      "store-version",
      `${path} was written by a later version of this library (its schema is ${version}, this one knows up to ${steps.length}): update the library, or give another path.`,
    );
  }
  return version;
}

function pragma(connection: Connection, name: string): number {
  return connection.prepare(`PRAGMA ${name}`).get()?.[name] as number;
}

function isEmpty(connection: Connection): boolean {
  return connection.prepare("SELECT 1 FROM sqlite_master LIMIT 1").get() === undefined;
}
