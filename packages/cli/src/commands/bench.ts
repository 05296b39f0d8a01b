import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { exactJson } from "../output/exact-json.ts";
import { UsageError } from "../usage-error.ts";
import { positiveInteger } from "./numbers.ts";

interface BenchFlags {
  readonly methods?: readonly string[];
  readonly dims?: readonly number[];
  readonly budget?: number;
  readonly instances?: readonly number[];
  readonly pictures?: string;
  readonly peers: boolean;
  readonly quick?: boolean;
  readonly json?: boolean;
}

export function addBench(program: Command): void {
  program
    .command("bench")
    .argument("[suite]", "the name of a suite; all are listed when left out")
    .summary("measure, beside the peers that are installed")
    .description("Runs a suite of measurements. Peers that are not installed are skipped by name.")
    .option("--methods <names>", "only these methods, separated by commas", words)
    .option("--dims <numbers>", "these dimensions, separated by commas", wholeNumbers)
    .option("--budget <count>", "evaluations for each variable and run", positiveInteger)
    .option("--instances <numbers>", "these instances, separated by commas, a range as 1-5", wholeNumbers)
    .option("--pictures <folder>", "write the pictures of the suite there, as SVG")
    .option("--no-peers", "leave the solvers of other libraries out")
    .option("--quick", "do the least that fills every table: to see that all works, not to measure")
    .option("--json", "print one JSON object instead of tables")
    .action(async (name: string | undefined, flags: BenchFlags) => {
      const { suites, formatReport } = await loadSuites();
      if (name === undefined) {
        const list = [...suites.values()].map((suite) => ({ name: suite.name, title: suite.title }));
        const lines = list.map((suite) => `${suite.name.padEnd(10)} ${suite.title}`);
        process.stdout.write(flags.json ? `${exactJson(list)}\n` : `${lines.join("\n")}\n`);
        return;
      }
      const suite = suites.get(name);
      if (suite === undefined) {
        throw new UsageError(`there is no suite "${name}": there are ${[...suites.keys()].join(", ")}.`);
      }
      const log = (line: string): void => void process.stderr.write(`${line}\n`);
      const report = await suite.run({ ...flags, log }).catch((error: unknown) => {
        // what the suite says of options that leave nothing to run
        throw error instanceof RangeError ? new UsageError(error.message) : error;
      });
      if (flags.pictures !== undefined) writePictures(flags.pictures, report.pictures ?? []);
      process.stdout.write(flags.json ? `${exactJson(report)}\n` : `${formatReport(report)}\n`);
    });
}

/** The suites are a package of their own, which not everybody who runs the command has. */
async function loadSuites(): Promise<typeof import("@infimum/bench")> {
  try {
    return await import("@infimum/bench");
  } catch (error) {
    if ((error as { code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "the suites are not installed: npm install @infimum/bench, or run this in the project itself.",
    );
  }
}

function words(text: string): string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}

/** "1,3-5": 1, 3, 4, 5. */
function wholeNumbers(text: string): number[] {
  const numbers = words(text).flatMap((word) => {
    const [first, last = first] = word.split("-").map(Number);
    return first <= last ? Array.from({ length: last - first + 1 }, (_, k) => first + k) : [Number.NaN];
  });
  if (numbers.length === 0 || numbers.some((n) => !Number.isSafeInteger(n) || n < 1)) {
    throw new InvalidArgumentError("Give whole numbers of at least 1, separated by commas.");
  }
  return numbers;
}

function writePictures(folder: string, pictures: readonly { readonly name: string; readonly svg: string }[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, svg } of pictures) writeFileSync(join(folder, `${name}.svg`), svg);
}
