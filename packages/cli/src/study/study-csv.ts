import type { Dimension } from "infimum/space";
import type { StudyRecord } from "./study-record.ts";

/**
 * The trials as comma-separated values (RFC 4180): number, state, values, one column a parameter by its path, violation
 * of the constraints, times. What is not there is an empty field.
 */
export function studyCsv({ trials, goals, dimensions }: StudyRecord): string {
  const names = [...new Set(dimensions.map(({ name }) => name))];
  const paths = new Map(dimensions.map((dimension) => [dimension.name, dimension.path]));
  const values = goals.length === 1 ? ["value"] : goals.map((_, i) => `value ${i + 1}`);
  const header = ["number", "state", ...values, ...names, "feasible", "started", "finished", "failure"];
  const rows = trials.map((trial) => [
    trial.number,
    trial.state,
    ...goals.map((_, i) => trial.values?.[i]),
    ...names.map((name) => entryAt(trial.params, paths.get(name)!)),
    trial.state === "complete" ? trial.feasible : undefined,
    trial.started?.toISOString(),
    trial.finished?.toISOString(),
    trial.failure?.message,
  ]);
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function entryAt(params: unknown, path: Dimension["path"]): unknown {
  let value = params;
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name];
  return value;
}

function field(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
