import { stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, resolve } from "node:path";
import type { Command } from "commander";
import { exitStatus } from "../exit-status.ts";
import { requireFile } from "../load/require-file.ts";
import { progressOn } from "../progress/progress-on.ts";
import { conduct, type Outcome } from "../run/conduct.ts";
import type { Asked, StudyAsked, WorkerMessage } from "../run/messages.ts";
import { readSavedRuns, writeSavedRuns } from "../run/saved-runs.ts";
import { UsageError } from "../usage-error.ts";
import { listenForInterruption } from "./interruption.ts";
import { anyNumber, integer, positiveInteger, positiveNumber } from "./numbers.ts";
import type { RunFlags } from "./run-flags.ts";
import { resumeLine, writeFailure, writeOutcome } from "./run-output.ts";

/** With --checkpoint the run is also written this often, in seconds: a power cut costs no more. */
const checkpointEvery = 30;

export function addRun(program: Command): void {
  program
    .command("run")
    .argument("<file>", "TypeScript or JavaScript with a default export: a problem, a study, or a job")
    .summary("run a problem, a study or a job")
    .description("Runs a file: TypeScript (its types are removed, nothing is compiled) or JavaScript.")
    .option("-m, --method <name>", "a method by its name (infimum methods lists them), else the best fitting one")
    .option("-s, --seed <number>", "a whole number: the same seed gives the same answer (default: 0)", integer)
    .option("-e, --evaluations <count>", "stop after this many evaluations", positiveInteger)
    .option("-i, --iterations <count>", "stop after this many iterations", positiveInteger)
    .option("-t, --seconds <time>", "stop after this much time", positiveNumber)
    .option("--target <value>", "stop once the objective is this good", anyNumber)
    .option("-p, --parallel <count>", "asynchronous evaluations or trials that overlap (default: 1)", positiveInteger)
    .option("-n, --trials <count>", "go on until the study has this many finished trials", positiveInteger)
    .option("-w, --workers <count>", "run the trials of a study file in this many threads", positiveInteger)
    .option("--store <path>", "where studies are kept, a SQLite file (default: infimum.db)")
    .option("--sampler <name>", "what proposes the points of a study (default: tpe)")
    .option("--pruner <name>", "what cuts the trials of a study short (default: none)")
    .option("-c, --checkpoint <file>", "write the frozen run there every 30 s, at the end and when interrupted")
    .option("-r, --resume <file>", "go on from a checkpoint; budgets include what was used before")
    .option("--report <file>", "write a report, one HTML page that needs nothing else")
    .option("--json", "print one JSON object instead of text")
    .addHelpText("after", explanation)
    .action(async (file: string, flags: RunFlags) => {
      process.exitCode = await run(file, flags);
    });
}

const explanation = `
The file:
  import { problem } from "infimum";
  export default problem({ objective: ([x]) => (x - 1) ** 2, x0: [0] });
or, to tune something:
  import { defineStudy, float, space } from "@infimum/study";
  export default defineStudy({ name: "rate", space: space({ rate: float(1e-5, 0.1, { log: true }) }), trials: 50,
    objective: ({ rate }) => train(rate) });
A study of that name in the store goes on until it has that many finished trials.
Or, for several runs and a report of your own:
  import { job } from "@infimum/cli";
  export default job(async ({ solve, tune, report, log, signal }) => { const result = await solve(...); ... });
A job's own options win over those of the command line; what it returns is printed.

Progress goes to standard error, the result to standard output. In JSON numbers are exact; NaN, Infinity, -Infinity
and -0 are strings of that name.
Ctrl-C stops after the current evaluation, stores what there is and says how to go on; a second one ends at once.

Exit status: 0 done, 1 the run or the file failed, 2 wrong usage, 130 interrupted.`;

async function run(file: string, flags: RunFlags): Promise<number> {
  const path = resolve(file);
  await requireFile(path, file);
  await requireFolder(flags.report, "--report");
  await requireFolder(flags.checkpoint, "--checkpoint");
  if (flags.resume && flags.seed !== undefined) {
    throw new UsageError("--seed belongs to a new run, a resumed one keeps its own: leave out --seed or --resume.");
  }
  const resume = flags.resume ? await readSavedRuns(resolve(flags.resume)) : undefined;
  const progress = progressOn(process.stderr);
  const say = (line: string): void => progress.aside(() => process.stderr.write(`${line}\n`));
  const printed = flags.json ? process.stderr : process.stdout;
  let writing: Promise<void> = Promise.resolve();

  const { outcome, interrupt } = conduct(
    {
      file: path,
      asked: askedBy(flags),
      askedOfStudy: askedOfStudyBy(flags),
      resume,
      checkpointEvery: flags.checkpoint ? checkpointEvery : Infinity,
      landscapes: flags.report !== undefined,
    },
    {
      onPrinted: (text) => progress.aside(() => printed.write(text)),
      onMessage: (message: WorkerMessage) => {
        if (message.kind === "progress") progress.run(message.progress);
        if (message.kind === "study-progress") progress.study(message.progress);
        if (message.kind === "activity") progress.activity(message.text, message.fraction);
        if (message.kind === "log") say(message.line);
        if (message.kind === "checkpoint" && flags.checkpoint) {
          const { checkpoint } = flags;
          // one after the other, so that the last one stays
          writing = writing.then(() => writeSavedRuns(checkpoint, message.saved));
          writing.catch(() => {});
        }
      },
    },
  );
  const stopListening = listenForInterruption(interrupt, say, () => progress.end());
  const ended = await outcome;
  stopListening();
  progress.end();
  const unwritten = await writing.then(() => undefined, String);
  const status = await finish(file, flags, ended);
  if (unwritten === undefined) return status;
  process.stderr.write(`infimum: the checkpoint could not be written: ${unwritten}\n`);
  return exitStatus.failed;
}

function askedBy({ method, seed, target, parallel, evaluations, iterations, seconds }: RunFlags): Asked {
  return { method, seed, target, parallel, budget: { evaluations, iterations, seconds } };
}

function askedOfStudyBy({
  store,
  sampler,
  pruner,
  seed,
  trials,
  seconds,
  target,
  workers,
  parallel,
}: RunFlags): StudyAsked {
  return { store, sampler, pruner, seed, trials, seconds, target, workers, parallel };
}

/** Prints what came of the file and writes its report; gives the exit status. */
async function finish(file: string, flags: RunFlags, outcome: Outcome): Promise<number> {
  const { failure, interrupted, exported, runs, studies, items } = outcome;
  const report = runs.length + studies.length + items.length > 0 ? flags.report : undefined;
  if (failure) {
    writeFailure(failure, flags, outcome);
    if (report) await writeReportOf(file, report, outcome);
    return failure.usage ? exitStatus.usage : exitStatus.failed;
  }
  const checkpoint = interrupted ? await keepInterrupted(file, flags, outcome) : flags.checkpoint;
  // the result first: nothing that is written after it can lose it
  writeOutcome(file, flags, outcome, { report, checkpoint });
  if (report) await writeReportOf(file, report, outcome);
  if (interrupted) {
    if (checkpoint || studies.length > 0) process.stderr.write(`${resumeLine(file, flags, checkpoint)}\n`);
    return exitStatus.interrupted;
  }
  return exported === "problem" && runs[0]?.result.status === "failed" ? exitStatus.failed : exitStatus.done;
}

async function writeReportOf(file: string, report: string, outcome: Outcome): Promise<void> {
  const { reportPage } = await import("../report/page.ts");
  await writeFile(report, reportPage(basename(file), outcome, new Date()));
  process.stderr.write(`The report is in ${report}\n`);
}

/** The checkpoint of an interrupted run: where it was asked for, or else in the working directory. */
async function keepInterrupted(file: string, flags: RunFlags, { saved }: Outcome): Promise<string | undefined> {
  if (saved === undefined || flags.checkpoint) return flags.checkpoint;
  const path = `${basename(file, extname(file))}.checkpoint.json`;
  await writeSavedRuns(path, saved);
  return path;
}

/** A run of hours must not end with a path that cannot be written. */
async function requireFolder(path: string | undefined, option: string): Promise<void> {
  if (path === undefined) return;
  const folder = dirname(resolve(path));
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UsageError(`${option} ${path}: there is no folder ${folder}: make it first.`);
}
