import { counted, duration, readable } from "../output/readable.ts";
import type { RunProgress, StudyProgress } from "../run/messages.ts";

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

/** A study in one line: its trials, the best value, how fast it goes and how long it still takes. */
export function describeStudy(progress: StudyProgress): string {
  const { name, finished, running, failed, best, trials, begun, elapsed } = progress;
  const parts = [
    name,
    trials === undefined ? counted(finished, "trial") : `${finished} of ${counted(trials, "trial")}`,
  ];
  if (best !== undefined) parts.push(`best ${readable(best, 6)}`);
  if (running > 1) parts.push(`${running} running`);
  if (failed > 0) parts.push(`${failed} failed`);
  const done = finished - begun;
  if (elapsed > 0.5 && done > 0) {
    parts.push(`${readable(done / elapsed, 3)}/s`);
    const left = secondsLeft(progress);
    if (left !== undefined) parts.push(`${duration(left)} left`);
  }
  return parts.join("  ");
}

/** The part of a study that is done, by what ends it first. */
export function fractionOfStudy({ finished, begun, trials, seconds, elapsed }: StudyProgress): number | undefined {
  const fractions: number[] = [];
  if (trials !== undefined) fractions.push(trials > begun ? (finished - begun) / (trials - begun) : 1);
  if (seconds !== undefined) fractions.push(elapsed / seconds);
  return fractions.length === 0 ? undefined : Math.min(1, Math.max(...fractions));
}

function secondsLeft(progress: StudyProgress): number | undefined {
  const { finished, begun, trials, seconds, elapsed } = progress;
  const left: number[] = [];
  if (trials !== undefined) left.push((Math.max(0, trials - finished) * elapsed) / (finished - begun));
  if (seconds !== undefined) left.push(Math.max(0, seconds - elapsed));
  return left.length === 0 ? undefined : Math.min(...left);
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
