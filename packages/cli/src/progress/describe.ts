import { counted, duration, readable } from "../output/readable.ts";
import type { RunProgress } from "../run/messages.ts";

/** A run in one line: its name, the best value, and how much it took. */
export function describeRun({ name, value, evaluations, iteration, seconds }: RunProgress): string {
  if (evaluations === 0) return `${name}  starting`;
  const parts = [
    name,
    `best ${readable(value, 8)}`,
    counted(evaluations, "evaluation"),
    counted(iteration, "iteration"),
  ];
  if (seconds > 0.5) parts.push(`${readable(evaluations / seconds, 3)}/s`);
  parts.push(duration(seconds));
  return parts.join("  ");
}

/** The part of the budget that is used, by whatever runs out first; undefined without a budget. */
export function fractionOf({ evaluations, iteration, seconds, budget }: RunProgress): number | undefined {
  const fractions = [
    budget.evaluations && evaluations / budget.evaluations,
    budget.iterations && iteration / budget.iterations,
    budget.seconds && seconds / budget.seconds,
  ].filter((fraction) => fraction !== undefined);
  return fractions.length === 0 ? undefined : Math.min(1, Math.max(...fractions));
}
