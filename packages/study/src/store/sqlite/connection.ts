import { type Connection, chooseDriver, type OpenConnection } from "./driver.ts";
import { isLocked, storeFailed } from "./failures.ts";
import { LockPatience } from "./lock-patience.ts";
import { migrate } from "./schema.ts";

export interface SqliteStoreOptions {
  /**
   * - `process` (when left out): what has resolved survives the end of the process, however it comes; a power cut may take
   *   the last commits with it, and never damages the file
   * - `power`: it survives a power cut too; each commit waits for the disk
   */
  readonly durability?: "process" | "power";
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
      return prepare(driver, path, durability === "power" ? "FULL" : "NORMAL");
    } catch (error) {
      if (isLocked(error) && (await lockPatience.wait())) continue;
      throw storeFailed(path, error);
    }
  }
}

function prepare(driver: OpenConnection, path: string, synchronous: "FULL" | "NORMAL"): Connection {
  const connection = driver(path);
  try {
    connection.exec(`PRAGMA busy_timeout = ${busyTimeout}`);
    connection.exec("PRAGMA foreign_keys = ON");
    connection.exec("PRAGMA journal_mode = WAL");
    connection.exec(`PRAGMA synchronous = ${synchronous}`);
    migrate(connection, path);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}
