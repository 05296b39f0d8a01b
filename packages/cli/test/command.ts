import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";

// The tests of the command run what is built, as a user does: in a process of its own.

const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder outside the workspace for the tests of a file. */
export interface Folder {
  readonly path: string;
  /** Writes a file and gives its name. */
  write(name: string, content: string): Promise<string>;
  /** Runs the command there. */
  infimum(...words: string[]): Promise<Ended>;
  /** Starts the command there, to be interrupted. */
  start(...words: string[]): Started;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once standard output or standard error has the text. */
  said(text: string): Promise<void>;
}

export function useFolder(): Folder {
  let path = "";
  beforeAll(async () => {
    requireBuild();
    path = await mkdtemp(join(tmpdir(), "infimum-cli-"));
  });
  afterAll(() => rm(path, { recursive: true, force: true }));
  const start = (...words: string[]): Started => startIn(path, words);
  return {
    get path() {
      return path;
    },
    write: async (name, content) => {
      await writeFile(join(path, name), content);
      return name;
    },
    infimum: (...words) => start(...words).ended,
    start,
  };
}

function startIn(cwd: string, words: readonly string[]): Started {
  const child = spawn(process.execPath, [main, ...words], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const heard = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (chunk: string) => {
      heard[name] += chunk;
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (status) => resolve({ status, ...heard }));
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (heard.stdout.includes(text) || heard.stderr.includes(text)) resolve();
      };
      listeners.add(look);
      look();
      void ended.then(({ stderr }) => reject(new Error(`it ended without saying "${text}": ${stderr}`)));
    });
  return { child, ended, said };
}

function requireBuild(): void {
  if (!existsSync(main)) throw new Error("packages/cli/dist is missing: run npm run build first.");
}
