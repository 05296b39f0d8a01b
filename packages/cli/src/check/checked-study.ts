import { duration, readable } from "../output/readable.ts";
import type { StudyRecord } from "../study/study-record.ts";
import { stateCounts } from "../study/study-text.ts";

/** One trial of a study for people: the space, what the trial was given, and what became of it. */
export function checkedStudyText({ name, goals, dimensions, trials }: StudyRecord, seconds: number): string {
  const lines = [`${name}: ${goals.join(", ")}; one trial was run, and is kept nowhere`];
  lines.push(`space   ${dimensions.map((dimension) => dimension.name).join(", ")}`);
  const [trial] = trials;
  if (trial === undefined) return `${[...lines, "trial   none was begun"].join("\n")}\n`;
  lines.push(`params  ${JSON.stringify(trial.params)}`);
  const value = trial.values?.map((entry) => readable(entry, 8)).join(", ");
  lines.push(`trial   ${stateCounts(trials)}${value === undefined ? "" : `: ${value}`} in ${duration(seconds)}`);
  if (trial.failure) lines.push(`error   ${trial.failure.message}`);
  return `${lines.join("\n")}\n`;
}

/** False where the trial failed. */
export function isStudySound({ trials }: StudyRecord): boolean {
  return trials.some(({ state }) => state === "complete" || state === "pruned");
}
