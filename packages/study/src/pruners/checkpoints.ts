import { badValue } from "infimum";
import type { Course } from "./course.ts";

/** When a trial is looked at: at the steps `warmup`, `warmup + interval`, `warmup + 2 interval`, ... */
export interface Checkpoints {
  /** No decision before this step. */
  readonly warmup: number;
  /** Steps between decisions. */
  readonly interval: number;
}

/** @throws InfimumError `bad-pruner-option` */
export function requireCheckpoints({ warmup, interval }: Checkpoints): void {
  if (!(warmup >= 0)) throw badValue("bad-pruner-option", "warmup", warmup, "a step of at least 0");
  if (!(interval > 0)) throw badValue("bad-pruner-option", "interval", interval, "a positive number of steps");
}

/**
 * Whether the last report of the trial is one to decide at: the first at or after a checkpoint. A checkpoint that was
 * skipped is made up for at the next report, once.
 */
export function isDue(course: Course, { warmup, interval }: Checkpoints): boolean {
  if (!course.advances || course.lastStep < warmup) return false;
  const checkpoint = warmup + interval * Math.floor((course.lastStep - warmup) / interval);
  return course.stepBefore < checkpoint;
}
