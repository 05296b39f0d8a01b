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

export {
  biharmonic,
  diffusion,
  type Estimate,
  laplacian,
  powerSum,
  type RandomOperator,
} from "./autodiff/derivatives/stde.ts";
export { differentiate } from "./autodiff/differentiate.ts";
export type { Derivatives, DifferentiateOptions, Sparsity } from "./autodiff/differentiated.ts";
export { type OperatorEstimator, stochasticDerivative } from "./autodiff/stochastic-derivative.ts";
export { certify } from "./certify/certify-point.ts";
export * from "./check/index.ts";
export { didYouMean } from "./did-you-mean.ts";
export { badValue, InfimumError } from "./error.ts";
export type { Fit, IntervalKind, IntervalOptions, ParameterName } from "./fit/fit.ts";
export {
  type Band,
  type BandOptions,
  type CurveFit,
  type FitCurveOptions,
  fitCurve,
  type Observations,
} from "./fit/fit-curve.ts";
export { type FitOptions, type LeastSquaresOptions, leastSquares } from "./fit/least-squares.ts";
export {
  type ResampledModel,
  type ResampledNewton,
  type ResampledNewtonOptions,
  resampledNewton,
} from "./fit/resampled-newton.ts";
export * from "./methods/registry.ts";
export { minimizeScalar, type ScalarOptions, type ScalarResult } from "./minimize/minimize-scalar.ts";
export type { AsyncSolveOptions, MinimizeOptions, SolveOptions } from "./minimize/options.ts";
export type { Minimize, MinimizeAsync } from "./minimize/signatures.ts";
export { type Minimizer, minimizer } from "./minimizer.ts";
export { type PaperFunction, paperFunctions } from "./paper-functions.ts";
export type { Bounds } from "./problem/bounds.ts";
export type { DerivativePolicy, Goal, ProblemDefinition } from "./problem/definition.ts";
export type { Coordinate, Operators, Oracles } from "./problem/oracles.ts";
export type { Parameters, Shape } from "./problem/parameters.ts";
export type { Problem, Wrapper } from "./problem/problem.ts";
export { type Coroutine, whenAnswered } from "./problem/question.ts";
export type { RobustLoss } from "./problem/robust-loss.ts";
export { problem } from "./problem/state-problem.ts";
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
export { type FixedPoint, type FixedPointOptions, fixedPoint } from "./roots/fixed-point.ts";
export type { RootJudgement } from "./roots/judge-root.ts";
export { type Root, type RootOptions, root } from "./roots/root.ts";
export * from "./run/index.ts";
export * from "./sensitivity/index.ts";
