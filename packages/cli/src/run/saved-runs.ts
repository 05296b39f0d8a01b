import { readFile, rename, writeFile } from "node:fs/promises";
import type { Checkpoint } from "infimum";
import { UsageError } from "../usage-error.ts";
import type { SavedRuns } from "./messages.ts";

// A checkpoint file of a problem is the frozen run as the library writes it, so that `solve(problem, { checkpoint })`
// takes it too; that of a job has one frozen run for each name.

const jobFormat = "infimum-job";

/**
 * Reads a checkpoint file.
 *
 * @throws UsageError when it cannot be read or is none
 */
export async function readSavedRuns(path: string): Promise<SavedRuns> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      error.code === "ENOENT"
        ? `there is no checkpoint ${path}: leave out --resume to start anew.`
        : `the checkpoint ${path} cannot be read: ${error.message}.`,
    );
  });
  const value = parsed(text);
  if (value?.format === "infimum-run") return { single: true, runs: { "": value as Checkpoint } };
  if (value?.format === jobFormat) return { single: false, runs: value.runs as Record<string, Checkpoint> };
  throw new UsageError(`${path} is no checkpoint: give a file that --checkpoint or an interruption wrote.`);
}

/** Writes a checkpoint file, whole or not at all. */
export async function writeSavedRuns(path: string, { single, runs }: SavedRuns): Promise<void> {
  const content = single ? Object.values(runs)[0] : { format: jobFormat, version: 1, runs };
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, `${JSON.stringify(content)}\n`);
  await rename(unfinished, path);
}

function parsed(text: string): { format?: unknown; runs?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
