import { existsSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Connection, chooseDriver, type OpenConnection } from "./driver.ts";
import { isLocked, isReadOnly, storeFailed } from "./failures.ts";
import { LockPatience } from "./lock-patience.ts";
import { isMigrated, migrate } from "./schema.ts";

/**
 * - `process`: what has resolved survives the end of the process, however it comes; a power cut may take the last commits
 *   with it, and never damages the file
 * - `power`: what has resolved survives a power cut too; each commit waits for the disk
 */
export type Durability = "process" | "power";

export interface SqliteStoreOptions {
  /** `process` when left out. */
  readonly durability?: Durability;
  /** Seconds to wait for another process that holds the lock of the file, before a call fails; 120 when left out. */
  readonly patience?: number;
  /** Opens the file; the SQLite of Node, or else libsql, when left out. */
  readonly driver?: OpenConnection;
}

/**
 * Milliseconds that SQLite itself waits for a lock, the event loop with it: as long as most commits of others take. What
 * takes longer is waited for between turns of the loop.
 */
const busyTimeout = 5;

/** An open file with the schema of this version in it. */
export async function openConnection(
  path: string,
  { durability = "process", patience, driver = chooseDriver() }: SqliteStoreOptions & { readonly patience: number },
): Promise<Connection> {
  const lockPatience = new LockPatience(patience);
  for (;;) {
    try {
      return open(driver, path, durability);
    } catch (error) {
      if (isLocked(error) && (await lockPatience.wait())) continue;
      throw storeFailed(path, error);
    }
  }
}

/** Leaves all that is stored in the one file, unless others have it open. */
export function closeConnection(connection: Connection, path: string): void {
  try {
    // the last to close does this by itself; but libsql closes only when its statements have been collected
    connection.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // nothing is lost: it stays in the -wal beside the file
  }
  try {
    connection.close();
  } catch (error) {
    throw storeFailed(path, error);
  }
}

function open(driver: OpenConnection, path: string, durability: Durability): Connection {
  try {
    return prepare(driver(path), path, durability);
  } catch (error) {
    if (!isReadOnly(error) || !existsSync(path) || hasPendingCommits(path)) throw error;
    // A file in a folder that cannot be written either, where SQLite has no place for what readers and writers agree on.
    // Nothing is written to it now, so it can be read as something that does not change.
    return prepare(driver(`${pathToFileURL(path).href}?immutable=1`), path, durability);
  }
}

function prepare(connection: Connection, path: string, durability: Durability): Connection {
  try {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    connection.exec("PRAGMA foreign_keys = ON");
    // before anything is written: it may be somebody else's
    const isReady = isMigrated(connection, path);
    connection.exec("PRAGMA journal_mode = WAL");
    connection.exec(`PRAGMA synchronous = ${durability === "power" ? "FULL" : "NORMAL"}`);
    // what macOS needs for FULL to be what it says
    if (durability === "power") connection.exec("PRAGMA fullfsync = ON");
    if (!isReady) migrate(connection, path);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Commits that are not in the file yet. */
function hasPendingCommits(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
