import type { Connection } from "./driver.ts";

/**
 * - `write`: the right to write is taken at the beginning, where waiting for it costs nothing that was done
 * - `read`: what is read belongs together, whoever writes meanwhile
 */
export type TransactionKind = "write" | "read";

/** Runs the work in one transaction: all of it happens, or nothing. Throws what the work or the driver throws. */
export function inTransaction<T>(connection: Connection, kind: TransactionKind, work: () => T): T {
  connection.exec(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
  try {
    const result = work();
    connection.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(connection);
    throw error;
  }
}

function rollBack(connection: Connection): void {
  try {
    connection.exec("ROLLBACK");
  } catch {
    // SQLite has rolled back by itself: it does for a full disk, and for errors of input and output
  }
}
