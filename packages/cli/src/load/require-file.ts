import { stat } from "node:fs/promises";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError where there is no such file */
export async function requireFile(path: string, asWritten: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return;
  throw new UsageError(
    found
      ? `${asWritten} is a folder: give the file with the problem.`
      : `there is no file ${asWritten}: give the path of a TypeScript or JavaScript file.`,
  );
}
