import type { Vector } from "../numerics/vector.ts";
import type { Goal } from "../problem/definition.ts";
import type { CostReport } from "./cost.ts";
import type { DerivativeReport } from "./derivatives.ts";
import type { HessianReport } from "./hessian.ts";
import type { KinkReport } from "./kinks.ts";
import type { NoiseReport } from "./noise.ts";
import type { ScaleReport } from "./scale.ts";
import type { SparsityReport } from "./sparsity.ts";

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

/** What is known of a problem after `checkProblem`. Parts that could not be looked at are undefined, and a note says why. */
export interface CheckReport {
  readonly problem: string;
  readonly goal: Goal;
  readonly dimension: number;
  /** One name a variable. */
  readonly names: readonly string[];
  /** True when no error was found. */
  readonly ok: boolean;
  /** Errors first. */
  readonly findings: readonly Finding[];
  /** x0 first, then random points near it. */
  readonly points: readonly CheckedPoint[];
  readonly derivatives: DerivativeReport;
  readonly hessian: HessianReport | undefined;
  readonly noise: NoiseReport | undefined;
  readonly kinks: KinkReport | undefined;
  readonly scale: ScaleReport | undefined;
  readonly sparsity: SparsityReport | undefined;
  readonly cost: CostReport | undefined;
  readonly seed: number;
  /** How often functions of the caller were called. */
  readonly evaluations: number;
  readonly seconds: number;
  /** Several lines for people: what was found, then what was measured. */
  summary(): string;
}
