import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Failure } from "../run/messages.ts";
import { UsageError } from "../usage-error.ts";

/** Codes of the library's errors that are mistakes of the command line rather than of the file. */
const usageCodes = new Set([
  "unknown-method",
  "unknown-sampler",
  "unknown-pruner",
  "bad-seed",
  "bad-budget",
  "bad-target",
  "not-a-checkpoint",
  "checkpoint-mismatch",
  "state-version",
]);

/** Says what went wrong while a file was loaded or run, and where in the user's own files. */
export async function explain(error: unknown, file: string): Promise<Failure> {
  if (error instanceof UsageError) return { message: error.message, usage: true };
  if (!(error instanceof Error))
    return { message: `the file threw ${String(error)}, which is no error.`, usage: false };
  const syntax = syntaxFailure(error.message) ?? (await findSyntaxError(error, file));
  if (syntax) return syntax;
  const { code, name, cause } = error as Error & { code?: string };
  const position = userPosition(cause instanceof Error ? cause.stack : undefined) ?? userPosition(error.stack);
  const ownWords = name === "InfimumError" || name === "Error" || code?.startsWith("ERR_MODULE") === true;
  const hint = /does not provide an export named/.test(error.message) ? " (a type is imported with import type)" : "";
  const message = `${ownWords ? "" : `${name}: `}${error.message}${hint}`;
  return { message, usage: name === "InfimumError" && usageCodes.has(code ?? ""), position };
}

/** "path:line:column: what", as the loader's hooks say it. */
function syntaxFailure(message: string): Failure | undefined {
  const found = /^(.+):(\d+):(\d+): (.*)$/s.exec(message);
  if (!found) return undefined;
  const [, file, line, column, text] = found;
  return { message: text, usage: false, position: { file, line: Number(line), column: Number(column) } };
}

/** Node does not say where in a module the grammar breaks; the parser of TypeScript does. */
async function findSyntaxError(error: Error, file: string): Promise<Failure | undefined> {
  if (error.name !== "SyntaxError" || userPosition(error.stack)) return undefined;
  const { firstSyntaxError } = await import("./strip-types.ts");
  const found = firstSyntaxError(await readFile(file, "utf8"), file);
  return found === undefined ? undefined : syntaxFailure(found);
}

/** The first place of a stack that is in a file of the user: not Node's, not installed, not the command or the library. */
function userPosition(stack: string | undefined): Failure["position"] {
  for (const [, url, line, column] of stack?.matchAll(/(file:\/\/[^\s()]+?):(\d+)(?::(\d+))?(?=[\s)]|$)/g) ?? []) {
    if (url.includes("/node_modules/") || ownFolders().some((folder) => url.startsWith(folder))) continue;
    return { file: fileURLToPath(url), line: Number(line), column: Number(column ?? 1) };
  }
  return undefined;
}

/** The folders of the command and of the library, wherever they are installed, as URLs. */
function ownFolders(): string[] {
  const folders = [new URL("./", import.meta.url).href];
  for (const name of ["infimum", "@infimum/study", "@infimum/cli"]) {
    try {
      folders.push(`${pathToFileURL(dirname(fileURLToPath(import.meta.resolve(name)))).href}/`);
    } catch {
      // not installed under that name: nothing to leave out
    }
  }
  return folders;
}
