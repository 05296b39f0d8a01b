/** What is wrong with a problem. */
export { type CheckOptions, checkProblem } from "./check-problem.ts";
export type { CheckedPoint, CheckReport, Finding } from "./report.ts";
