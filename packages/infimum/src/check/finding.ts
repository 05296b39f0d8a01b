import type { Vector } from "../numerics/vector.ts";

/** What was looked at when something was found. */
export type CheckName =
  | "values"
  | "derivatives"
  | "hessian"
  | "noise"
  | "kinks"
  | "scale"
  | "bounds"
  | "start"
  | "sparsity";

/**
 * Something that a check has found. An error makes the answer of a method wrong; a warning makes it slow, inexact or doubtful;
 * a note is good to know.
 */
export interface Finding {
  readonly severity: "error" | "warning" | "note";
  readonly check: CheckName;
  /** For programs: "gradient-wrong", "value-not-finite", ... */
  readonly code: string;
  /** One sentence: what is so, with numbers. */
  readonly message: string;
  /** What to do about it, where there is something. */
  readonly remedy?: string;
  /** The names of the variables it is about, where it is about some. */
  readonly variables?: readonly string[];
}

/** A point the problem was looked at. */
export interface CheckedPoint {
  readonly x: Vector;
  /** NaN where the objective gave no number. */
  readonly value: number;
}
