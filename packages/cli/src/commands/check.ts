import { resolve } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { CheckAsked, Checked } from "../check/checked.ts";
import { checkedStudyText, isStudySound } from "../check/checked-study.ts";
import { exitStatus } from "../exit-status.ts";
import { requireFile } from "../load/require-file.ts";
import { exactJson } from "../output/exact-json.ts";
import { wrapped } from "../output/wrapped.ts";
import { conduct } from "../run/conduct.ts";
import { studyJson } from "../study/study-json.ts";
import { listenForInterruption } from "./interruption.ts";
import { integer, positiveNumber } from "./numbers.ts";
import { writeFailure } from "./run-output.ts";

interface Flags extends CheckAsked {
  readonly json?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command("check")
    .argument("<file>", "TypeScript or JavaScript with a default export: a problem, or a study")
    .summary("look for what is wrong with a problem before it is solved")
    .description(
      "Looks for what is wrong with a problem: derivatives against differences and a complex step, noise, kinks, scale, bounds, start.",
    )
    .option("--points <count>", "random points near x0 that are looked at beside it (default: 3)", wholeNumber)
    .option("-s, --seed <number>", "a whole number: the same seed looks at the same points (default: 0)", integer)
    .option("-t, --seconds <time>", "compare no further derivatives after this much time (default: 20)", positiveNumber)
    .option("--json", "print one JSON object instead of text")
    .addHelpText("after", explanation)
    .action(async (file: string, flags: Flags) => {
      process.exitCode = await check(file, flags);
    });
}

const explanation = `
An error makes the answer of a method wrong (a gradient that is not the objective's); a warning makes it slow, inexact or
doubtful; a note is good to know. Of a study the space is read and one trial is run, which is kept nowhere.

Exit status: 0 no errors, 1 errors were found or the file failed, 2 wrong usage, 130 interrupted.`;

async function check(file: string, { json, points, seed, seconds }: Flags): Promise<number> {
  const path = resolve(file);
  await requireFile(path, file);
  const printed = json ? process.stderr : process.stdout;
  const { outcome, interrupt } = conduct(
    {
      file: path,
      asked: { budget: {} },
      askedOfStudy: {},
      resume: undefined,
      checkpointEvery: Infinity,
      landscapes: false,
      check: { points, seed, seconds },
    },
    {
      onPrinted: (text) => void printed.write(text),
      onMessage: () => {},
    },
  );
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const stopListening = listenForInterruption(interrupt, say, () => {});
  const ended = await outcome;
  stopListening();
  if (ended.failure) {
    writeFailure(ended.failure, { json }, ended);
    return ended.failure.usage ? exitStatus.usage : exitStatus.failed;
  }
  if (ended.checked === undefined) return exitStatus.interrupted;
  const { columns = Infinity } = process.stdout;
  const text = json ? `${exactJson({ file, ...jsonOf(ended.checked) })}\n` : wrapped(textOf(ended.checked), columns);
  process.stdout.write(text);
  return isSound(ended.checked) ? exitStatus.done : exitStatus.failed;
}

function textOf(checked: Checked): string {
  return checked.kind === "problem" ? `${checked.summary}\n` : checkedStudyText(checked.record, checked.seconds);
}

function jsonOf(checked: Checked): object {
  if (checked.kind === "problem") return { kind: checked.kind, ...checked.report };
  return { kind: checked.kind, ok: isSound(checked), seconds: checked.seconds, ...studyJson(checked.record) };
}

function isSound(checked: Checked): boolean {
  return checked.kind === "problem" ? checked.report.ok : isStudySound(checked.record);
}

function wholeNumber(text: string): number {
  const value = integer(text);
  if (value < 0) throw new InvalidArgumentError("Give a whole number from 0 on.");
  return value;
}
