export { type Implicit, type ImplicitOptions, implicit, type Solver } from "./implicit.ts";
export type { LinearSolve, LinearSolver } from "./linear-system.ts";
export type { OptimalityConditions } from "./optimality-conditions.ts";
export type { OuterObjective } from "./outer-functions.ts";
export { type IterationStep, type Unrolled, type UnrolledOptions, unrolled } from "./unrolled.ts";
