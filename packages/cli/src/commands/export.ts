import type { Command } from "commander";
import { exactJson } from "../output/exact-json.ts";
import { UsageError } from "../usage-error.ts";

interface Flags {
  readonly store?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
}

export function addExport(program: Command): void {
  program
    .command("export")
    .argument("<name>", "the study's name (infimum studies lists them)")
    .summary("print the trials of a study as a table")
    .description("Prints all trials of a study, one a row: as CSV, or as a JSON array.")
    .option("--store <path>", "the store, a SQLite file (default: infimum.db)")
    .option("--csv", "comma-separated values, with a row of names (the default)")
    .option("--json", "a JSON array of the trials")
    .action(async (name: string, { store: where, json, csv }: Flags) => {
      if (json && csv) throw new UsageError("--csv and --json are both given: give one.");
      const { readStudy, withStore } = await import("../study/stored-study.ts");
      const record = await withStore(where, async (store) => (await readStudy(store, name)).record);
      if (json) {
        const { trialJson } = await import("../study/study-json.ts");
        process.stdout.write(`${exactJson(record.trials.map(trialJson))}\n`);
      } else {
        const { studyCsv } = await import("../study/study-csv.ts");
        process.stdout.write(studyCsv(record));
      }
    });
}
