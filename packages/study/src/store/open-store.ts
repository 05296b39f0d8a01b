import { fileURLToPath } from "node:url";
import { InfimumError } from "infimum";
import { memoryStore } from "./memory-store.ts";
import { sqliteStore } from "./sqlite/sqlite-store.ts";
import type { Store } from "./store.ts";

/**
 * The store that a name stands for:
 *
 * - nothing, or `memory`: in this process
 * - a path, `sqlite:PATH` or `file:PATH`: a SQLite file, as `sqliteStore` opens it. `file://` URLs are read as anywhere,
 *   `sqlite://` URLs as by Optuna and SQLAlchemy: three slashes before a relative path, four before an absolute one
 *
 * @throws InfimumError `store-not-supported` for a kind of store that this version does not have, and what `sqliteStore`
 * throws
 */
export async function openStore(where?: string): Promise<Store> {
  if (where === undefined || where === "memory") return memoryStore();
  return sqliteStore(pathOf(where));
}

function pathOf(where: string): string {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(where)?.[1].toLowerCase();
  switch (scheme) {
    // also where one letter is the drive of a path of Windows
    case undefined:
      return nonEmpty(where, where);
    case "sqlite":
      return nonEmpty(where.slice("sqlite:".length).replace(/^\/\/\/?/, ""), where);
    case "file":
      return where.startsWith("file://") ? fileURLToPath(where) : nonEmpty(where.slice("file:".length), where);
    case "postgres":
    case "postgresql":
      throw notSupported("PostgreSQL is not part of this version");
    default:
      throw notSupported(`there is no store of the kind ${JSON.stringify(scheme)}`);
  }
}

function nonEmpty(path: string, where: string): string {
  if (path === "") throw notSupported(`the store ${JSON.stringify(where)} has no path`);
  return path;
}

function notSupported(what: string): InfimumError {
  return new InfimumError(
    "store-not-supported",
    `${what}: give a path to keep studies in a SQLite file, or nothing to keep them in memory.`,
  );
}
