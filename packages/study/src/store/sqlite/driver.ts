import { createRequire } from "node:module";

/** What a column can hold. */
export type Cell = number | string | Uint8Array | null;

/** A row by the names of its columns. Blobs come as whatever bytes the driver has: an ArrayBuffer, a Buffer, a Uint8Array. */
export type Row = Readonly<Record<string, any>>;

export interface Statement {
  run(...values: readonly Cell[]): unknown;
  get(...values: readonly Cell[]): Row | undefined;
  all(...values: readonly Cell[]): Row[];
}

/** An open SQLite database. All calls are synchronous, and throw what the driver throws: see `resultCode`. */
export interface Connection {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Opens a file, or the URI of one. */
export type OpenConnection = (path: string) => Connection;

/** The SQLite that Node brings along (22.13 and later), else libsql, which runs on older ones and reads the same files. */
export function chooseDriver(): OpenConnection {
  const builtIn = withoutExperimentalWarning(() => nodeSqlite());
  return builtIn ? (path) => new builtIn(path) : openWithLibsql;
}

export function openWithLibsql(path: string): Connection {
  const Libsql = createRequire(import.meta.url)("libsql") as new (path: string) => Connection;
  return new Libsql(path);
}

/** The extended result code of SQLite behind an error of a driver; undefined when it comes from elsewhere. */
export function resultCode(error: unknown): number | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { errcode, rawCode, message } = error as { errcode?: unknown; rawCode?: unknown; message?: unknown };
  if (typeof errcode === "number") return errcode;
  if (typeof rawCode === "number") return rawCode;
  // libsql says why it could not open a file at the end of a sentence only
  const told = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(message));
  return told ? Number(told[1]) : undefined;
}

function nodeSqlite(): (new (path: string) => Connection) | undefined {
  // not imported: a bundler, or a Node without it, would stumble over the name
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => any };
  return getBuiltinModule?.("node:sqlite")?.DatabaseSync;
}

/** Some versions of Node call their SQLite experimental whenever it is loaded; every other warning is let through. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = (warning: string | Error, ...rest: any[]) => {
    if (!String(warning).includes("SQLite is an experimental feature")) emitWarning.call(process, warning, ...rest);
  };
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}
