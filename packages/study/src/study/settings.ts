import type { Space } from "infimum/space";
import type { Goals } from "./goals.ts";

/** What a study does when a trial fails: how often it is tried again, by why it failed. */
export interface RetryPolicy {
  /** The objective threw, or gave no usable number. 0 when left out: it would do so again. */
  readonly raised?: number;
  /** The worker was lost: a crash, a kill, a machine that went away. 2 when left out. */
  readonly lost?: number;
}

/** What a study was opened with, read and checked. */
export interface StudySettings {
  readonly name: string;
  readonly space: Space;
  readonly goals: Goals;
  readonly seed: number;
  readonly window: number | undefined;
  readonly retry: Required<RetryPolicy>;
  /** A running trial belongs to its owner for so long after his last sign of life. */
  readonly leaseMilliseconds: number;
}
