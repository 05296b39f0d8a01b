import { readFileSync } from "node:fs";
import { Command } from "commander";
import { addBench } from "./commands/bench.ts";
import { addCheck } from "./commands/check.ts";
import { addDelete } from "./commands/delete.ts";
import { addExport } from "./commands/export.ts";
import { addMethods } from "./commands/methods.ts";
import { addPapers } from "./commands/papers.ts";
import { addRun } from "./commands/run.ts";
import { addShow } from "./commands/show.ts";
import { addStudies } from "./commands/studies.ts";

/** The command with all its subcommands: each is one file, which adds itself. */
export function command(): Command {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const program = new Command("infimum")
    .description(
      "Finds the best parameters of anything that can be written or run, and the reason to believe the answer.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "infimum: ")) })
    .addHelpText("after", statuses);
  addRun(program);
  addCheck(program);
  addStudies(program);
  addShow(program);
  addExport(program);
  addDelete(program);
  addMethods(program);
  addPapers(program);
  addBench(program);
  return program;
}

const statuses = `
Exit status: 0 done, 1 the work failed, 2 wrong usage, 130 interrupted.
infimum COMMAND --help says more about a command.`;
