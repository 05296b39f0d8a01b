export { type BbobChoice, type BbobProblem, bbob, bbobFunctions } from "./bbob/bbob.ts";
export { formatReport } from "./format-report.ts";
export {
  type MoreGarbowHillstromChoice,
  type MoreGarbowHillstromProblem,
  moreGarbowHillstrom,
  moreGarbowHillstromProblems,
} from "./more-garbow-hillstrom/more-garbow-hillstrom.ts";
export { type NistChoice, type NistProblem, nist, nistNames } from "./nist/nist-problem.ts";
export { beale } from "./problems/beale.ts";
export {
  type BlackBoxName,
  type BlackBoxProblem,
  blackBoxNames,
  blackBoxProblem,
} from "./problems/black-box-problem.ts";
export { broydenTridiagonal } from "./problems/broyden-tridiagonal.ts";
export { chainedRosenbrock } from "./problems/chained-rosenbrock.ts";
export { extendedRosenbrock } from "./problems/extended-rosenbrock.ts";
export { powellSingular } from "./problems/powell-singular.ts";
export { rosenbrock } from "./problems/rosenbrock.ts";
export type { SmoothProblem } from "./problems/smooth-problem.ts";
export { type SmoothFamily, smoothFamilies } from "./problems/smooth-problems.ts";
export { wood } from "./problems/wood.ts";
export { makeDigitsTable } from "./study/make-digits-table.ts";
export type { Cell, Picture, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "./suite.ts";
export { suites } from "./suites.ts";
