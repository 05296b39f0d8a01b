#!/usr/bin/env node
import { command } from "./command.ts";
import { exitStatus } from "./exit-status.ts";
import { UsageError } from "./usage-error.ts";

// a reader that has seen enough (head, less) closes the pipe, and that is no failure
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(exitStatus.done);
});

try {
  await command().parseAsync();
} catch (error) {
  process.exitCode = await statusOf(error);
}

/** Says what went wrong, and what to tell the shell. */
async function statusOf(error: unknown): Promise<number> {
  const { CommanderError } = await import("commander");
  // it has written its own words already; --help and --version end here too
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
  if (error instanceof UsageError) {
    process.stderr.write(`infimum: ${error.message}\n`);
    return exitStatus.usage;
  }
  // the system's errors (no room, no permission) speak for themselves; anything else is a defect, to be found by its stack
  const { code, message, stack } = error as NodeJS.ErrnoException;
  process.stderr.write(`infimum: ${code ? message : (stack ?? String(error))}\n`);
  return exitStatus.failed;
}
