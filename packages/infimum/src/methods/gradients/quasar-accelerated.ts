import { badValue, InfimumError } from "../../error.ts";
import { copy, dot, maxNorm, move, norm } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { couples, type PointBetween, pointBetween } from "../parts/point-between.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { steepestTrialLength } from "../parts/trial-length.ts";

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/**
 * Accelerated gradient descent for quasar-convex functions, g(x)'(x - x*) >= q (f(x) - f*): convex and star-convex ones have q = 1,
 * smaller q allow more. A gradient step from a point y between x and v, and a longer one from v:
 *
 *     y = v + a (x - v)  with  a g(y)'(x - v) <= (A / e) (f(x) - f(y)),   x+ = y - g(y) / L,   v+ = v - e g(y),
 *     L e^2 - q e = A,   A+ = L e^2,
 *
 * for which f(x) - f* <= |x0 - x*|^2 / (2 A), and A >= q^2 k^2 / (4 L) after k iterations. L is found by doubling, so that
 * f(x+) <= f(y) - |g(y)|^2 / (2 L). Cost per iteration: a gradient and a value, some more where f is not convex, and 8 n operations.
 *
 * @reference Q. Fu, D. Xu, A. Wilson, 2023, Accelerated stochastic optimization methods under quasar-convexity, arXiv:2305.04736
 * @reference O. Hinder, A. Sidford, N. S. Sohoni, 2020, Near-optimal methods for minimizing star-convex functions and beyond,
 * arXiv:1906.11985
 *
 * Departures: the deterministic method of the two; L need not be known; A is 0 again where the value rises (or float64 overflows), so that growth away from
 * the minimizers need not be known either.
 */
export const quasarAccelerated = method({
  name: "quasar-accelerated",
  version: 1,
  title: "Accelerated gradient descent for quasar-convex functions",
  papers: [
    {
      authors: "Qiang Fu; Dongchu Xu; Ashia Wilson",
      year: 2023,
      title: "Accelerated Stochastic Optimization Methods under Quasar-convexity",
      source: "2305.04736",
    },
    {
      authors: "Oliver Hinder; Aaron Sidford; Nimit S. Sohoni",
      year: 2020,
      title: "Near-Optimal Methods for Minimizing Star-Convex Functions and Beyond",
      source: "1906.11985",
    },
  ],
  rows: ["P274"],
  needs: ["gradient", "value"],
  options: {
    /** q in (0, 1]: how much of the way to f* a gradient promises. */
    quasarConvexity: 1,
    /** "value": A is 0 again where the value rises; "never": as in the papers. */
    restart: "value" as "value" | "never",
  },
  validate({ quasarConvexity, restart }) {
    if (!(quasarConvexity > 0 && quasarConvexity <= 1)) {
      throw badValue("bad-option", "quasarConvexity", quasarConvexity, "a number above 0, at most 1");
    }
    if (restart !== "value" && restart !== "never") {
      throw new InfimumError("bad-option", `restart is ${JSON.stringify(restart)}: write "value" or "never".`);
    }
  },

  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const length = norm(gradient);
    const isUsable = length > 0 && length < Infinity;
    return {
      x: problem.x0.slice(),
      value,
      v: problem.x0.slice(),
      /** y, with value and gradient. */
      between: { point: problem.x0.slice(), value, gradient: gradient.slice() },
      /** True where y is x. */
      isBetweenX: true,
      /** L. */
      curvature: isUsable ? length / steepestTrialLength(problem.x0, gradient) : 1,
      /** A. */
      weight: 0,
    };
  },

  *step(state, problem, { quasarConvexity, restart }) {
    const { x, value, v, weight } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    let { curvature } = state;
    let between: PointBetween | undefined;
    if (weight === 0) {
      const gradient = copy(state.between.gradient, problem.scratch());
      if (!state.isBetweenX) yield* problem.gradient(x, gradient);
      between = { point: x, value, gradient, gain: 0 };
    }
    const next = problem.scratch();
    let longStep: number;
    let newValue: number;
    for (;;) {
      const half = quasarConvexity / 2 / curvature;
      longStep = half + Math.sqrt(half ** 2 + weight / curvature);
      const c = weight === 0 ? 0 : weight / longStep;
      if (between === undefined || !couples(value, c, between)) between = yield* pointBetween(problem, x, v, value, c);
      if (between === undefined) {
        // beyond rounding nothing couples x and v any more: without momentum
        state.weight = 0;
        copy(x, v);
        state.isBetweenX = false;
        return;
      }
      const { gradient } = between;
      newValue = yield* problem.value(move(between.point, -1 / curvature, gradient, next));
      const promised = dot(gradient, gradient) / (2 * curvature);
      if (newValue <= between.value - promised + roundingLevel(between.value)) break;
      if (!(maxNorm(gradient) / curvature > Number.EPSILON * 1e-2 * maxNorm(x)) || promised < Number.MIN_VALUE) {
        return { stop: "stalled", why: `no step along the gradient lowers the value ${between.value}` };
      }
      curvature *= 2;
    }

    // every answer is in
    const rises = restart === "value" && weight > 0 && newValue > value;
    const newWeight = curvature * longStep ** 2;
    copy(between.point, state.between.point);
    copy(between.gradient, state.between.gradient);
    state.between.value = between.value;
    state.isBetweenX = false;
    copy(next, x);
    state.value = newValue;
    move(v, -longStep, between.gradient, v);
    const restarts = rises || !(newWeight < Infinity && maxNorm(v) <= farthest);
    if (restarts) copy(x, v);
    state.weight = restarts ? 0 : newWeight;
    // the region may be flatter here
    state.curvature = rises ? curvature / 2 : curvature;
    if (newValue < bottomlessValue || maxNorm(x) > farthest) {
      return {
        stop: "unbounded",
        why: `the value fell to ${newValue} at a distance of ${maxNorm(x).toPrecision(3)}`,
      };
    }
  },

  measures: ({ between: { point, value, gradient }, weight, curvature }) => ({
    relativeGradient: relativeGradient(gradient, point, value),
    gradientNorm: maxNorm(gradient),
    weight,
    curvature,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ between: { point, value } }) => ({ x: point, value }),
});
