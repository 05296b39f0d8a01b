import { all } from "./methods/registry.ts";
import { minimizer } from "./minimizer.ts";

const everything = minimizer(all);

/** Minimizes a function, or a stated problem. See `Minimize`. */
export const minimize = everything.minimize;
/** As `minimize`, for objectives that may return promises. See `MinimizeAsync`. */
export const minimizeAsync = everything.minimizeAsync;
/** Opens a run that is iterated, paused, frozen, or asked and told. See `OpenRun`. */
export const solve = everything.solve;
/** Every registered method by its name. */
export const methods = everything.methods;

export { type Derivatives, type DifferentiateOptions, differentiate, type Sparsity } from "./autodiff/differentiate.ts";
export { certify } from "./certify/certify-point.ts";
export { didYouMean } from "./did-you-mean.ts";
export { badValue, InfimumError } from "./error.ts";
export * from "./methods/registry.ts";
export type { AsyncSolveOptions, MinimizeOptions, SolveOptions } from "./minimize/options.ts";
export type { Minimize, MinimizeAsync } from "./minimize/signatures.ts";
export { type Minimizer, minimizer } from "./minimizer.ts";
export type { Bounds } from "./problem/bounds.ts";
export type { DerivativePolicy, Goal, ProblemDefinition } from "./problem/definition.ts";
export type { Coordinate, Operators, Oracles } from "./problem/oracles.ts";
export type { Parameters, Shape } from "./problem/parameters.ts";
export { type Problem, problem, type Wrapper } from "./problem/problem.ts";
export { type Coroutine, whenAnswered } from "./problem/question.ts";
export type { FeasibleSet, Term } from "./problem/terms.ts";
export type { View } from "./problem/view.ts";
export { boundsByProjection } from "./problem/wrappers/bounds-by-projection.ts";
export { boundsByTransformation } from "./problem/wrappers/bounds-by-transformation.ts";
export { cached } from "./problem/wrappers/cached.ts";
export { counted, countsOf } from "./problem/wrappers/counted.ts";
export { finiteDifferences } from "./problem/wrappers/finite-differences.ts";
export { scaled } from "./problem/wrappers/scaled.ts";
export { type Subsampling, subsampled } from "./problem/wrappers/subsampled.ts";
export { wrap } from "./problem/wrappers/wrap.ts";
export * from "./run/index.ts";
