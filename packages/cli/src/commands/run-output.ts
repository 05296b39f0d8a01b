import { relative } from "node:path";
import { exactJson } from "../output/exact-json.ts";
import type { Outcome } from "../run/conduct.ts";
import type { Failure, RunRecord } from "../run/messages.ts";
import { studyJson } from "../study/study-json.ts";
import { studyText } from "../study/study-text.ts";
import type { RunFlags } from "./run-flags.ts";

/** The files that were written. */
interface Written {
  readonly report: string | undefined;
  readonly checkpoint: string | undefined;
}

/** Prints the result: the summary of a problem, or what a job returned; with --json all of it as one object. */
export function writeOutcome(file: string, flags: RunFlags, outcome: Outcome, written: Written): void {
  if (flags.json) {
    process.stdout.write(`${exactJson(jsonOf(file, outcome, written))}\n`);
    return;
  }
  process.stdout.write(
    outcome.exported !== "job" || outcome.interrupted ? summaries(outcome) : outputText(outcome.output),
  );
  if (written.checkpoint && !outcome.interrupted) process.stderr.write(`The checkpoint is in ${written.checkpoint}\n`);
}

/** Says what failed and where; with --json on standard output too. */
export function writeFailure({ message, position }: Failure, flags: RunFlags, { runs }: Outcome): void {
  const where = position ? `${shortPath(position.file)}:${position.line}:${position.column}: ` : "";
  process.stderr.write(`infimum: ${where}${message}\n`);
  if (flags.json) {
    const error = { message, ...position };
    process.stdout.write(`${exactJson({ status: "failed", error, runs: runs.map(runJson) })}\n`);
  }
}

/** How to go on after an interruption: the budgets have to be said again, the rest is in the checkpoint or the store. */
export function resumeLine(file: string, flags: RunFlags, checkpoint: string | undefined): string {
  const words = ["infimum run", quoted(file)];
  if (checkpoint !== undefined) words.push("--resume", quoted(checkpoint));
  for (const name of ["evaluations", "iterations", "seconds", "target", "parallel", "trials", "workers"] as const) {
    const value = flags[name];
    if (value !== undefined) words.push(`--${name} ${value}`);
  }
  for (const name of ["store", "sampler", "pruner", "report", "checkpoint"] as const) {
    const value = flags[name];
    if (value !== undefined) words.push(`--${name} ${quoted(value)}`);
  }
  if (flags.json) words.push("--json");
  return `Interrupted. To go on: ${words.join(" ")}`;
}

function jsonOf(
  file: string,
  { exported, runs, studies, output, interrupted }: Outcome,
  { report, checkpoint }: Written,
): object {
  const frame = { file, interrupted, report, checkpoint };
  if (exported === "problem" && runs[0]) return { ...frame, ...runJson(runs[0]) };
  if (exported === "study" && studies[0]) return { ...frame, ...studyJson(studies[0]) };
  return { ...frame, output, runs: runs.map(runJson), studies: studies.map(studyJson) };
}

function runJson({ name, problem, result }: RunRecord): object {
  return { name, goal: problem.goal, names: problem.names, ...result };
}

function summaries({ runs, studies, exported }: Outcome): string {
  const titled = (name: string, text: string): string => (exported === "job" ? `${name}\n${text}` : text);
  return [
    ...runs.map(({ name, summary }) => titled(name, `${summary}\n`)),
    ...studies.map((study) => titled(study.name, studyText(study))),
  ].join("\n");
}

function outputText(output: unknown): string {
  if (output === undefined) return "";
  return typeof output === "string" ? `${output}\n` : `${JSON.stringify(JSON.parse(exactJson(output)), null, 2)}\n`;
}

/** Relative to the working directory where that is shorter to read. */
function shortPath(path: string): string {
  const short = relative("", path);
  return short.startsWith("..") ? path : short;
}

function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
