import { didYouMean } from "../did-you-mean.ts";
import { badValue, InfimumError } from "../error.ts";
import { type RobustLossName, robustLosses } from "../losses/robust.ts";
import { dogleg } from "../methods/curvature/dogleg.ts";
import { gaussNewton } from "../methods/curvature/gauss-newton.ts";
import { inexactLevenbergMarquardt } from "../methods/curvature/inexact-levenberg-marquardt.ts";
import { levenbergMarquardt } from "../methods/curvature/levenberg-marquardt.ts";
import { trustRegionReflective } from "../methods/curvature/trust-region-reflective.ts";
import { variableProjection } from "../methods/curvature/variable-projection.ts";
import { everything } from "../minimize/everything.ts";
import { byName } from "../minimize/methods.ts";
import { requireKnownOptions, type SolveOptions } from "../minimize/options.ts";
import { plan } from "../minimize/plan.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import type { Parameters, Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";
import { problem as stateProblem } from "../problem/state-problem.ts";
import { drive } from "../run/drive.ts";
import { type Result, resultOf } from "../run/result.ts";
import { type Fit, fitOf } from "./fit.ts";
import { FitRun } from "./fit-run.ts";
import { startPoints } from "./start-points.ts";

/** The methods that know residuals. */
const methods = [
  levenbergMarquardt,
  inexactLevenbergMarquardt,
  dogleg,
  trustRegionReflective,
  gaussNewton,
  variableProjection,
] as const;

export type LeastSquaresMethod = (typeof methods)[number]["name"];

/** How to fit, beside what the residuals are. */
export interface FitOptions<P extends Parameters>
  extends Omit<SolveOptions<LeastSquaresMethod>, "checkpoint">,
    Pick<ProblemDefinition<P>, "bounds" | "using" | "derivatives" | "name"> {
  /** What is summed of the squares: a name (with the scale 1, in the units of the residuals), or a loss of "infimum/losses". */
  readonly loss?: RobustLossName | RobustLoss;
  /** How many starts: the given one, and points spread between bounds or over two orders of size around it; 1 by default. */
  readonly starts?: number;
}

export interface LeastSquaresOptions<P extends Parameters, Data>
  extends FitOptions<P>,
    Pick<ProblemDefinition<P, Data>, "jacobian" | "weights" | "data" | "residualCount"> {
  /** True when weights are 1 over the variances of the residuals; by default they are so up to a factor, which is estimated. */
  readonly absoluteWeights?: boolean;
}

export const fitOptionNames = ["bounds", "using", "derivatives", "name", "loss", "starts"];
const ownOptionNames = [...fitOptionNames, "jacobian", "weights", "data", "residualCount", "absoluteWeights"];

/**
 * Minimizes half the sum of the squares of residuals, and says how far they determine the parameters.
 *
 * The Jacobian is exact where the residuals can be read, else by central differences. By default the fit goes on to the
 * last digits that rounding leaves, which takes an iteration or two longer.
 *
 * @param residuals gets a point in the shape of `x0`, and `data`; returns an array of m numbers
 * @param x0 the start: an array of numbers, or a (nested) record of numbers and arrays
 * @throws InfimumError `not-residuals`, `bad-weights`, `bad-loss`, `bad-option`, `unknown-option`, and what `problem` throws
 *
 * Cost: see `levenbergMarquardt`; then an answer of the residuals and of the Jacobian for the covariance.
 *
 * @reference G. A. F. Seber, C. J. Wild, 1989, Nonlinear regression, 10.1002/0471725315
 *
 * @example
 * const t = [0, 1, 2, 3];
 * const y = [2, 1.21, 0.74, 0.44];
 * const r = leastSquares(([a, b], { t, y }) => t.map((time, i) => a * Math.exp(-b * time) - y[i]), [1, 1], { data: { t, y } });
 * r.status; // "converged"
 * r.interval(1, 0.95)[0] < 0.5 && r.interval(1, 0.95)[1] > 0.5; // true
 */
export function leastSquares<const P extends Parameters, Data = undefined>(
  residuals: (x: Shape<P>, data: Data) => ArrayLike<number>,
  x0: P,
  options: LeastSquaresOptions<P, Data> = {},
): Fit<P> {
  requireKnownOptions(options, ownOptionNames);
  const { absoluteWeights = false } = options;
  return fitFrom({ ...options, residuals, x0 } as unknown as Stated, options, absoluteWeights) as Fit<P>;
}

type Stated = Omit<ProblemDefinition<any, any>, "loss"> & Pick<FitOptions<any>, "loss">;

/** Fits from one start or several, and judges the best. */
export function fitFrom(stated: Stated, options: FitOptions<any>, absolute: boolean): Fit {
  const { starts = 1, seed = 0 } = options;
  if (!(Number.isSafeInteger(starts) && starts >= 1)) {
    throw badValue("bad-option", "starts", starts, "how many, a whole number from 1 on");
  }
  const definition = { ...stated, loss: lossOf(stated.loss) } as ProblemDefinition<any, any>;
  const first = stateProblem(definition);
  let best = attempt(first, options);
  let evaluations = 0;
  for (const x0 of startPoints(first, starts - 1, seed)) {
    const next = attempt({ ...first, x0 }, options);
    const [better, worse] = isBetter(next.result, best.result) ? [next, best] : [best, next];
    evaluations += worse.result.evaluations;
    best = better;
  }
  const { result } = best;
  const all: Result =
    starts === 1
      ? result
      : {
          ...result,
          evaluations: result.evaluations + evaluations,
          explanation: `${result.explanation}; the best of ${starts} starts`,
        };
  return fitOf(best.problem, all, absolute);
}

function attempt(problem: Problem, options: FitOptions<any>): { problem: Problem; result: Result } {
  const { prepared, method, runOptions, context } = plan(problem, options, byName(methods), everything);
  const run = new FitRun(prepared, method, runOptions);
  drive(run, options.onStep);
  return { problem: prepared, result: resultOf(run, context) };
}

function isBetter(a: Result, b: Result): boolean {
  return a.value < b.value || Number.isNaN(b.value);
}

/** @throws InfimumError `bad-loss` */
function lossOf(loss: FitOptions<any>["loss"]): RobustLoss | undefined {
  if (typeof loss !== "string") return loss;
  if (loss === "linear") return undefined;
  if (Object.hasOwn(robustLosses, loss)) return robustLosses[loss]();
  const names = ["linear", ...Object.keys(robustLosses)];
  throw new InfimumError("bad-loss", `there is no loss "${loss as string}": ${didYouMean(loss, names)}`);
}
