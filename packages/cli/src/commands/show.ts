import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import { exactJson } from "../output/exact-json.ts";

interface Flags {
  readonly store?: string;
  readonly json?: boolean;
  readonly report?: string;
}

export function addShow(program: Command): void {
  program
    .command("show")
    .argument("<name>", "the study's name (infimum studies lists them)")
    .summary("show a study of a store")
    .description("Shows a study: its best trial (or front), what matters, and what became of its trials.")
    .option("--store <path>", "the store, a SQLite file (default: infimum.db)")
    .option("--report <file>", "write a report, one HTML page that needs nothing else")
    .option("--json", "print one JSON object with all trials")
    .action(async (name: string, { store: where, json, report }: Flags) => {
      const { readStudy, withStore } = await import("../study/stored-study.ts");
      const record = await withStore(where, async (store) => (await readStudy(store, name)).record);
      if (json) {
        const { studyJson } = await import("../study/study-json.ts");
        process.stdout.write(`${exactJson(studyJson(record))}\n`);
      } else {
        const { studyText } = await import("../study/study-text.ts");
        process.stdout.write(studyText(record));
      }
      if (report === undefined) return;
      const { reportPage } = await import("../report/page.ts");
      const outcome = { runs: [], studies: [record], items: [], interrupted: false, failure: undefined };
      await writeFile(report, reportPage(record.store, outcome, new Date()));
      process.stderr.write(`The report is in ${report}\n`);
    });
}
