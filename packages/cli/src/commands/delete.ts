import type { Command } from "commander";
import { UsageError } from "../usage-error.ts";

interface Flags {
  readonly store?: string;
  readonly json?: boolean;
}

export function addDelete(program: Command): void {
  program
    .command("delete")
    .argument("<name>", "the study's name (infimum studies lists them)")
    .summary("delete a study from a store")
    .description("Deletes a study with all its trials and files. There is no way back.")
    .option("--store <path>", "the store, a SQLite file (default: infimum.db)")
    .option("--json", "print one JSON object")
    .action(async (name: string, { store: where, json }: Flags) => {
      const { withStore } = await import("../study/stored-study.ts");
      await withStore(where, async (store) => {
        if (await store.deleteStudy(name)) return;
        const names = (await store.studies()).map((study) => study.name).join(", ") || "none";
        throw new UsageError(`there is no study "${name}" in the store: there are ${names}.`);
      });
      process.stdout.write(json ? `${JSON.stringify({ deleted: name })}\n` : `The study ${name} is deleted.\n`);
    });
}
