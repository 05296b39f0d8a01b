import type { Command } from "commander";
import { exactJson } from "../output/exact-json.ts";
import { readable } from "../output/readable.ts";

interface Flags {
  readonly store?: string;
  readonly json?: boolean;
}

export function addStudies(program: Command): void {
  program
    .command("studies")
    .summary("list the studies in a store")
    .description("Lists the studies in a store: their goals, how many trials they have, and their best values.")
    .option("--store <path>", "the store, a SQLite file (default: infimum.db)")
    .option("--json", "print a JSON array")
    .action(async ({ store: where, json }: Flags) => {
      const { readStudy, withStore } = await import("../study/stored-study.ts");
      const { stateCounts } = await import("../study/study-text.ts");
      const listed = await withStore(where, async (store) => {
        const rows = [];
        for (const { name, goals, created } of await store.studies()) {
          const { record } = await readStudy(store, name);
          const best = record.trials.find(({ number }) => number === record.best);
          rows.push({
            name,
            goals,
            created: new Date(created).toISOString(),
            trials: record.trials.length,
            states: stateCounts(record.trials),
            best: best?.value ?? null,
          });
        }
        return rows;
      });
      if (json) {
        process.stdout.write(`${exactJson(listed)}\n`);
        return;
      }
      const width = Math.max(0, ...listed.map(({ name }) => name.length));
      for (const { name, goals, states, best, created } of listed) {
        const value = best === null ? "" : `  best ${readable(best, 6)}`;
        const day = created.slice(0, 16).replace("T", " ");
        process.stdout.write(`${name.padEnd(width)}  ${goals.join(", ")}${value}  ${states}  since ${day} UTC\n`);
      }
      if (listed.length === 0) process.stdout.write("The store has no studies.\n");
    });
}
