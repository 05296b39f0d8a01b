import { InfimumError } from "infimum";
import { resultCode } from "./driver.ts";

/** Primary result codes of SQLite. */
const busy = 5;
const readOnly = 8;
const inputOutput = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const protocol = 15;
const tooBig = 18;
const notADatabase = 26;

/** The low byte says what went wrong, the others say where. */
function primaryCode(error: unknown): number | undefined {
  const code = resultCode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** Another process has the lock, or takes part in the same race for it: to be tried again. */
export function isLocked(error: unknown): boolean {
  const code = primaryCode(error);
  return code === busy || code === protocol;
}

export function isReadOnly(error: unknown): boolean {
  const code = primaryCode(error);
  return code === readOnly || code === cannotOpen;
}

export function notAStore(path: string, why: string, cause?: unknown): InfimumError {
  return new InfimumError("not-a-store", `${path} ${why}: give another path, or move that file away.`, { cause });
}

/** What a caller is told of an error of the driver; an InfimumError stays what it is. */
export function storeFailed(path: string, cause: unknown): InfimumError {
  if (cause instanceof InfimumError) return cause;
  const code = primaryCode(cause);
  if (code === notADatabase) return notAStore(path, "is no SQLite file", cause);
  return new InfimumError("store-failed", `${path} ${remedy(code, cause)}`, { cause });
}

function remedy(code: number | undefined, cause: unknown): string {
  switch (code) {
    case busy:
    case protocol:
      return "is locked by another process, which does not let go of it: end that process.";
    case readOnly:
      return "cannot be written: give yourself the right to write the file and its folder. It can still be read.";
    case full:
      return "has no room to grow: free some of the disk. What was stored before is safe.";
    case inputOutput:
      return "could not be read or written: look after the disk, its free space and limits. What was stored before is safe.";
    case corrupt:
      return "is damaged: recover it with the sqlite3 command (.recover), or go back to a copy.";
    case cannotOpen:
      return "cannot be opened: its folder has to exist, and you need the right to read and write it.";
    case tooBig:
      return "takes no entry of that size: SQLite holds a thousand million bytes in one; keep larger files beside the store.";
    default:
      return `failed: ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}
