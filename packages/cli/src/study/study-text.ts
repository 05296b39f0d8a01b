import type { StudyTrial } from "@infimum/study";
import { counted, duration, readable } from "../output/readable.ts";
import type { StudyRecord } from "./study-record.ts";

/** A front may be long: this many of its trials are printed. */
const printedFront = 10;

/** Parameters behind less of the spread are not worth a line. */
const leastImportance = 0.005;

/** A study for people: why it ended, the best trial with its parameters, what matters, what failed. */
export function studyText(record: StudyRecord): string {
  const { name, goals, trials, summary, importance, store } = record;
  const lines = [summary ? `${summary.status}: ${summary.message}` : `${name}: ${goals.join(", ")}`];
  lines.push(...(goals.length === 1 ? bestLines(record) : frontLines(record)));
  const shown = importance.filter((entry) => entry.importance >= leastImportance);
  if (shown.length > 0) {
    lines.push("importance");
    const width = Math.max(...shown.map((entry) => entry.name.length));
    for (const { name: parameter, importance: part } of shown) {
      lines.push(`  ${parameter.padEnd(width)}  ${Math.round(100 * part)} %`);
    }
  }
  lines.push(`trials  ${stateCounts(trials)}`);
  const failed = trials.find(({ state }) => state === "failed");
  if (failed) lines.push(`failed  first trial ${failed.number}: ${failed.failure?.message}`);
  const seconds = busySeconds(trials);
  if (seconds > 0) lines.push(`time    ${duration(seconds)} in trials`);
  lines.push(`store   ${store}`);
  return `${lines.join("\n")}\n`;
}

function bestLines({ trials, best }: StudyRecord): string[] {
  const found = trials.find(({ number }) => number === best);
  if (!found) return ["best    no trial has a value"];
  return [`best    ${readable(found.value!, 8)} (trial ${found.number})`, ...parameterLines(found.params, "  ")];
}

function frontLines({ trials, front }: StudyRecord): string[] {
  const members = front.map((number) => trials.find((trial) => trial.number === number)!);
  const lines = [`front   ${counted(front.length, "trial")}`];
  for (const { number, values, params } of members.slice(0, printedFront)) {
    const numbers = values!.map((value) => readable(value, 6)).join(", ");
    lines.push(`  ${numbers} (trial ${number}): ${JSON.stringify(params)}`);
  }
  if (members.length > printedFront) lines.push(`  and ${members.length - printedFront} more`);
  return lines;
}

/** Parameters one a line; nested records by their paths. */
function parameterLines(params: unknown, indent: string): string[] {
  const entries = flattened(params, []);
  const width = Math.max(0, ...entries.map(([path]) => path.length));
  return entries.map(([path, value]) => `${indent}${path.padEnd(width)}  ${valueText(value)}`);
}

function flattened(value: unknown, path: readonly string[]): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[path.join("."), value]];
  return Object.entries(value).flatMap(([name, entry]) => flattened(entry, [...path, name]));
}

function valueText(value: unknown): string {
  if (typeof value === "number") return readable(value, 8);
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function stateCounts(trials: readonly StudyTrial[]): string {
  const counts = new Map<string, number>();
  for (const { state } of trials) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ") || "none";
}

/** The time that trials took, those that ran side by side added up. */
function busySeconds(trials: readonly StudyTrial[]): number {
  let milliseconds = 0;
  for (const { started, finished } of trials)
    if (started && finished) milliseconds += finished.getTime() - started.getTime();
  return milliseconds / 1000;
}
