import { badValue, InfimumError } from "../error.ts";
import { isProblem, type Problem } from "../problem/problem.ts";
import { checkBounds } from "./bounds.ts";
import { checkCost } from "./cost.ts";
import { checkDerivatives } from "./derivatives.ts";
import type { Finding } from "./finding.ts";
import { checkHessian } from "./hessian.ts";
import { checkKinks } from "./kinks.ts";
import { checkNoise } from "./noise.ts";
import { randomPoints } from "./points.ts";
import type { CheckReport } from "./report.ts";
import { checkScale } from "./scale.ts";
import { checkSparsity } from "./sparsity.ts";
import { checkStart } from "./start.ts";
import { Subject } from "./subject.ts";
import { summarize } from "./summary.ts";
import { checkValues, valuesAt } from "./values.ts";

export interface CheckOptions {
  /** How many random points near x0 are looked at beside it; 3 when left out. */
  readonly points?: number;
  /** A whole number; the same seed looks at the same points. 0 when left out. */
  readonly seed?: number;
  /**
   * After so many seconds nothing is looked at more closely than once: no further entries are compared, noise is not searched
   * for in further directions; 20 when left out. With time to spare, the report depends on the seed alone, but for what is
   * measured in seconds.
   */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
}

const defaultPoints = 3;
const farPoints = 8;
const defaultSeconds = 20;

/**
 * What is wrong with a problem, before it is solved: whether the gradient and the Hessian that are given (or were read) are
 * those of the objective, how noisy its values are, where it has kinks, how differently scaled its variables are, what
 * bounds and start mean, what depends on what, and what it costs. It looks at x0 and at random points near it, never
 * outside the bounds, and changes nothing.
 *
 * The derivative by each variable is compared with differences whose step is adapted to the noise, with an error bound, and with a
 * complex step where the objective can be read. Cost: some 15 values for each variable and point (of more than 100 variables,
 * for 100 and one direction along all), a few gradients, and for up to 200 variables a Hessian. The objective may be
 * asynchronous. Terms (`plus`) and sets (`within`) are not looked at.
 *
 * @throws InfimumError `not-a-problem`, `bad-points`, `bad-seed`, `bad-seconds`; what the signal is aborted with
 *
 * @reference J. J. Moré, S. M. Wild, 2011, Estimating computational noise, 10.1137/100786125
 * @reference J. J. Moré, S. M. Wild, 2012, Estimating derivatives of noisy simulations, 10.1145/2168773.2168777
 *
 * @example
 * const report = await checkProblem(
 *   problem({
 *     objective: ([a, b]) => (a - 1) ** 2 + 10 * (b - a) ** 2,
 *     gradient: ([a, b]) => [2 * (a - 1) - 20 * (b - a), 10 * (b - a)],
 *     x0: [3, 5],
 *   }),
 * );
 * report.ok; // false
 * report.derivatives.cause; // "it is 1/2 of what the objective has"
 */
export async function checkProblem(problem: Problem, options: CheckOptions = {}): Promise<CheckReport> {
  const { points: count = defaultPoints, seed = 0, seconds = defaultSeconds, signal } = options;
  requireOptions(problem, count, seed, seconds);
  const begin = performance.now();
  const subject = new Subject(problem, await valueOrNothing(problem), { signal, seconds });
  const points = await valuesAt(subject, [problem.x0, ...randomPoints(problem, count, seed)]);
  const [start] = points;
  const isUsable = Number.isFinite(start.value);
  await checkValues(subject, points, await valuesAt(subject, randomPoints(problem, farPoints, seed, "far")));
  checkBounds(subject);
  const noise = isUsable ? await checkNoise(subject, start.x, start.value, seed) : undefined;
  const { absolute = 0, relative = 0 } = noise ?? {};
  const derivatives = await checkDerivatives(subject, points, absolute, seed);
  const atPoint = points.find(({ value }) => Number.isFinite(value)) ?? start;
  const isRounding = relative < 1e-14;
  const hessian = await checkHessian(subject, points.at(-1) ?? atPoint, isRounding ? 0 : relative, seed);
  const kinks = checkKinks(subject, points, seed);
  const scale = isUsable ? await checkScale(subject, start, absolute) : undefined;
  await checkStart(subject, points, scale);
  const sparsity = checkSparsity(subject, atPoint);
  const cost = isUsable ? await checkCost(subject, start) : undefined;
  const findings = subject.findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  const report: CheckReport = {
    problem: problem.name,
    goal: problem.goal,
    dimension: problem.dimension,
    names: problem.layout.names,
    ok: findings.every(({ severity }) => severity !== "error"),
    findings,
    points,
    derivatives,
    hessian,
    noise,
    kinks,
    scale,
    sparsity,
    cost,
    seed,
    evaluations: subject.evaluations + 1,
    seconds: (performance.now() - begin) / 1000,
    summary: () => summarize(report),
  };
  return report;
}

const severities: readonly Finding["severity"][] = ["error", "warning", "note"];

function requireOptions(problem: unknown, points: number, seed: number, seconds: number): void {
  if (!isProblem(problem)) {
    throw new InfimumError("not-a-problem", "checkProblem needs a problem: state it with problem({ objective, x0 }).");
  }
  if (!Number.isSafeInteger(points) || points < 0)
    throw badValue("bad-points", "points", points, "a whole number from 0 on");
  if (!Number.isSafeInteger(seed)) throw badValue("bad-seed", "seed", seed, "a whole number");
  if (!(seconds > 0)) throw badValue("bad-seconds", "seconds", seconds, "a positive number");
}

/** What the objective gives at x0, with which what is read of it is compared. */
async function valueOrNothing({ functions, x0 }: Problem): Promise<unknown> {
  try {
    return await functions.value?.(x0.slice());
  } catch {
    return undefined;
  }
}
