import { InfimumError } from "../error.ts";
import { evidenceAt } from "../fit/evidence.ts";
import { FitRun } from "../fit/fit-run.ts";
import { dogleg } from "../methods/curvature/dogleg.ts";
import { levenbergMarquardt } from "../methods/curvature/levenberg-marquardt.ts";
import { everything } from "../minimize/everything.ts";
import { byName } from "../minimize/methods.ts";
import { requireKnownOptions, type SolveOptions } from "../minimize/options.ts";
import { plan } from "../minimize/plan.ts";
import type { Vector } from "../numerics/vector.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import type { Parameters, Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import { problem as stateProblem } from "../problem/state-problem.ts";
import { drive } from "../run/drive.ts";
import { type Result, resultOf } from "../run/result.ts";
import { judgeRoot, type RootJudgement } from "./judge-root.ts";

const methods = [levenbergMarquardt, dogleg] as const;

export interface RootOptions<P extends Parameters, Data>
  extends Omit<SolveOptions<(typeof methods)[number]["name"]>, "checkpoint" | "target">,
    Pick<ProblemDefinition<P, Data>, "bounds" | "jacobian" | "data" | "using" | "derivatives" | "name"> {}

/** What was found of a root; `ok` says whether it is one. */
export interface Root<P extends Parameters = any> extends Omit<Result<P>, "certificate" | "value"> {
  /** f at x (n). */
  readonly residuals: Vector;
  /** Why to believe that there is a root at x, or why none was found. */
  readonly certificate: RootJudgement;
}

const optionNames = ["bounds", "jacobian", "data", "using", "derivatives", "name"];

/**
 * A root of n equations in n unknowns, f(x) = 0: by Levenberg-Marquardt on |f|^2, which needs no good start to come down, and is
 * Newton's method near a root. Derivatives are exact where f can be read.
 *
 * Where none is found the certificate says why: a point where |f| is least nearby and not 0, or one where the equations
 * do not determine x.
 *
 * @param f gets a point in the shape of `x0`, and `data`; returns an array of n numbers
 * @throws InfimumError `not-square` when f has not as many entries as x0, and what `leastSquares` throws
 *
 * Cost: n^3 operations, an answer of f (two far from the root) and one of its Jacobian an iteration.
 *
 * @reference J. J. More, 1978, The Levenberg-Marquardt algorithm: implementation and theory, 10.1007/BFb0067700
 *
 * @example
 * const r = root(([x, y]) => [x ** 2 + y ** 2 - 4, x * y - 1], [2, 0]);
 * r.ok; // true
 * Math.abs(r.x[0] * r.x[1] - 1) < 1e-14; // true
 */
export function root<const P extends Parameters, Data = undefined>(
  f: (x: Shape<P>, data: Data) => ArrayLike<number>,
  x0: P,
  options: RootOptions<P, Data> = {},
): Root<P> {
  requireKnownOptions(options, optionNames);
  const stated = stateProblem({ ...options, residuals: f, x0 } as unknown as ProblemDefinition<P, Data>) as Problem<P>;
  const { count } = stated.residuals!;
  if (count !== stated.dimension) {
    throw new InfimumError(
      "not-square",
      `there are ${count} equations for ${stated.dimension} unknowns: give as many of both, or use leastSquares.`,
    );
  }
  const { prepared, method, runOptions, context } = plan(stated, options, byName(methods), everything);
  const run = new FitRun(prepared, method, { ...runOptions, certifier: undefined });
  drive(run, options.onStep);
  const { certificate: _, value: _value, ...result } = resultOf<P>(run, context);
  const evidence = evidenceAt(prepared, result.x);
  const certificate = judgeRoot(
    prepared,
    evidence,
    typeof options.tolerance === "number" ? options.tolerance : undefined,
  );
  const asked = evidence?.asked ?? { residuals: 1, jacobian: 0 };
  const { counts } = result;
  const hasEnded = result.status === "settled" || result.status === "stalled";
  const status = certificate.holds ? "converged" : hasEnded ? "stalled" : result.status;
  return {
    ...result,
    status,
    ok: certificate.holds,
    message: certificate.holds || hasEnded ? `${certificate.text}.` : result.message,
    residuals: evidence?.residuals ?? new Float64Array(count).fill(NaN),
    certificate,
    counts: { ...counts, residuals: counts.residuals + asked.residuals, jacobian: counts.jacobian + asked.jacobian },
    evaluations: result.evaluations + asked.residuals + asked.jacobian,
    summary: () => `${status}: ${certificate.text}\n${result.summary()}`,
  };
}
