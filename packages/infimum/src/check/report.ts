import type { Goal } from "../problem/definition.ts";
import type { CostReport } from "./cost.ts";
import type { DerivativeReport } from "./derivatives.ts";
import type { CheckedPoint, Finding } from "./finding.ts";
import type { HessianReport } from "./hessian.ts";
import type { KinkReport } from "./kinks.ts";
import type { NoiseReport } from "./noise.ts";
import type { ScaleReport } from "./scale.ts";
import type { SparsityReport } from "./sparsity.ts";

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
