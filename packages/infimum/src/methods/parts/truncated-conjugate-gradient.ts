import { ConjugateGradientProcess } from "../../numerics/krylov/conjugate-gradient.ts";
import { norm, scale, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/** A step within a trust region. `step` (n) is scratch: it lives until the iteration ends. */
export interface TrustRegionStep {
  readonly step: Vector;
  /** The Euclidean norm of the step. */
  readonly length: number;
  /** How much the quadratic model falls, at least 0. */
  readonly predictedReduction: number;
  /** True when the step ends on the boundary of the region. */
  readonly boundary: boolean;
  /** True when a direction without positive curvature led there. */
  readonly negativeCurvature: boolean;
}

/** In exact arithmetic n products are enough; an ill-conditioned Hessian needs more, which are seldom worth it. */
const productsPerVariable = 2;

/** The recurrences for the length drift as conjugacy is lost, by 1e-6 and more; a step longer than this is an overflow. */
const outsideByRounding = 1.1;

/**
 * Approximately minimizes the model g'p + p'Hp/2 over |p| <= radius, for the gradient g (n) and the Hessian H at x: conjugate
 * gradients on H p = -g until the residual is at most `relativeTolerance` |g|, the path leaves the region, or a direction of
 * negative curvature is met, which is then followed to the boundary. At least as good as the best step along -g.
 *
 * A Hessian-vector product that is not finite leaves the step found before it; when there is none, or float64 overflows on the
 * way, the step is the steepest descent to the boundary, and the prediction that of the linear model. Cost: one Hessian-vector question and 10 n operations an iteration.
 *
 * @reference T. Steihaug, 1983, The conjugate gradient method and trust regions in large scale optimization, 10.1137/0720042
 * @reference Ph. L. Toint, 1981, Towards an efficient sparsity exploiting Newton method for minimization, in Sparse
 * Matrices and Their Uses
 */
export function* truncatedConjugateGradient(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  radius: number,
  relativeTolerance: number,
): Coroutine<TrustRegionStep> {
  const descent = scale(gradient, -1, problem.scratch());
  const product = problem.scratch();
  const process = new ConjugateGradientProcess(descent, {
    relativeTolerance,
    radius,
    iterations: productsPerVariable * x.length,
    allocate: problem.scratch,
  });
  while (!process.done) {
    yield* problem.hessianVector(x, process.direction, product);
    process.advance(product);
  }
  const { solution, status, modelValue } = process;
  const length = norm(solution);
  const gradientNorm = norm(gradient);
  const usable = modelValue < 0 && modelValue > -Infinity && length <= outsideByRounding * radius;
  if (!usable && gradientNorm > 0) {
    scale(descent, radius / gradientNorm, solution);
    return {
      step: solution,
      length: radius,
      predictedReduction: radius * gradientNorm,
      boundary: true,
      negativeCurvature: false,
    };
  }
  const negativeCurvature = status === "negative-curvature";
  return {
    step: solution,
    length,
    predictedReduction: -modelValue,
    boundary: status === "boundary" || negativeCurvature,
    negativeCurvature,
  };
}
