import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsdown";

/** A script for processes of its own: bundled from the sources, so that a process starts fast and is never stale. */
export interface BundledProcess {
  /** Starts a process; `limit` is the size in kB that no file it writes may exceed. */
  start(args: readonly string[], options?: { readonly limit?: number }): ChildProcess;
  remove(): void;
}

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

export async function bundleProcess(script: string): Promise<BundledProcess> {
  // inside the package, where its dependencies are found
  const parent = join(packageFolder, "node_modules");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, ".process-"));
  await build({
    config: false,
    cwd: packageFolder,
    entry: join("test", script),
    outDir: folder,
    clean: false,
    dts: false,
    format: "esm",
    platform: "node",
    logLevel: "error",
    deps: { alwaysBundle: [/^infimum/] },
    inputOptions: { resolve: { conditionNames: ["@infimum/source", "node", "import", "default"] } },
  });
  const path = join(folder, basename(script).replace(/\.js$/, ".mjs"));
  return {
    start(args, { limit } = {}) {
      const command = [process.execPath, path, ...args];
      const [file, ...rest] =
        limit === undefined ? command : ["sh", "-c", `ulimit -f ${2 * limit}; exec "$@"`, "sh", ...command];
      return spawn(file, rest, { stdio: ["ignore", "pipe", "pipe"] });
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What a process said, once it has ended: by lines of JSON. A line that was cut off does not count. */
export async function saidBy(child: ChildProcess): Promise<{ lines: any[]; errors: string; code: number | null }> {
  let said = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on("close", resolve).on("error", reject));
  const lines = said.split("\n").slice(0, -1);
  return { lines: lines.map((line) => JSON.parse(line) as unknown), errors, code };
}
