/** What is wrong with a problem. */
export { type CheckOptions, checkProblem } from "./check-problem.ts";
export type { CostReport } from "./cost.ts";
export type { DerivativeReport } from "./derivatives.ts";
export type { CheckedPoint, Finding } from "./finding.ts";
export type { HessianReport } from "./hessian.ts";
export type { KinkReport } from "./kinks.ts";
export type { NoiseReport } from "./noise.ts";
export type { CheckReport } from "./report.ts";
export type { ScaleReport } from "./scale.ts";
export type { SparsityReport } from "./sparsity.ts";
