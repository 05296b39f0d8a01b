import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { median } from "../measure/statistics.ts";
import { smallPage } from "../peer-scripts.ts";
import type { Skipped } from "../suite.ts";

export interface SmallPage {
  /** Bytes of one minified module. */
  readonly minified: number;
  readonly gzip: number;
  readonly brotli: number;
  /** Milliseconds that a fresh process takes longer with the import than without: median of the differences, round by round. */
  readonly importMilliseconds: number;
  /** Milliseconds around `import()` inside the fresh process: median of the rounds. */
  readonly importInside: number;
  /** Milliseconds of a process that imports nothing: median of the rounds. */
  readonly nodeAlone: number;
  readonly rounds: number;
}

/** Bundles the core with two methods, weighs it, and imports it in fresh processes. */
export async function measureSmallPage(rounds: number): Promise<SmallPage | Skipped> {
  const code = await bundle();
  if (typeof code !== "string") return code;
  return { ...weigh(code), ...timeImport(code, rounds) };
}

async function bundle(): Promise<string | Skipped> {
  const bundler = await import("rolldown").catch(() => undefined);
  if (bundler === undefined) return { name: "the small page", why: "rolldown is not installed" };
  const { output } = await bundler.build({
    input: smallPage,
    write: false,
    platform: "browser",
    resolve: { conditionNames: ["@infimum/source", "import", "default"] },
    output: { format: "esm", minify: true },
    logLevel: "warn",
  });
  return output[0].code;
}

function weigh(code: string): Pick<SmallPage, "minified" | "gzip" | "brotli"> {
  const bytes = Buffer.from(code);
  return {
    minified: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes).length,
  };
}

function timeImport(
  code: string,
  rounds: number,
): Pick<SmallPage, "importMilliseconds" | "importInside" | "nodeAlone" | "rounds"> {
  const folder = mkdtempSync(join(tmpdir(), "infimum-bench-"));
  try {
    const page = join(folder, "page.mjs");
    const empty = join(folder, "empty.mjs");
    const importer = join(folder, "importer.mjs");
    writeFileSync(page, code);
    writeFileSync(empty, "");
    writeFileSync(
      importer,
      `const before = performance.now();
      const { minimize } = await import(${JSON.stringify(pathToFileURL(page).href)});
      const milliseconds = performance.now() - before;
      console.log(milliseconds, typeof minimize);`,
    );
    const alone: number[] = [];
    const together: number[] = [];
    const inside: number[] = [];
    // the first of each only brings the files into memory
    for (let round = -1; round < rounds; round++) {
      const [emptyTime] = timeProcess(empty);
      const [importTime, printed] = timeProcess(importer);
      const [milliseconds, kind] = printed.trim().split(" ");
      if (kind !== "function") throw new Error("the small page does not export what it should");
      if (round < 0) continue;
      alone.push(emptyTime);
      together.push(importTime);
      inside.push(Number(milliseconds));
    }
    const importMilliseconds = median(together.map((time, round) => time - alone[round]));
    return { importMilliseconds, importInside: median(inside), nodeAlone: median(alone), rounds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeProcess(file: string): [milliseconds: number, printed: string] {
  const before = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: "utf8" });
  if (status !== 0) throw new Error(`a fresh process failed: ${stderr}`);
  return [performance.now() - before, stdout];
}
