import { InfimumError } from "../../error.ts";
import { copy, dot, maxNorm, move, norm } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { steepestTrialLength } from "../parts/trial-length.ts";

/** A step that is too long is tried again at this part of it. */
const contraction = 0.5;

/** After a restart a longer step is tried: the region may be flatter here. */
const growth = 2;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/**
 * Nesterov's accelerated gradient method with adaptive restart: a gradient step from an extrapolated point y,
 *
 *     x+ = y - t g(y),  y+ = x+ + b (x+ - x),  b = (k - 1) / k+,  k+ = (1 + sqrt(1 + 4 k^2)) / 2,
 *
 * with t such that f(x+) <= f(y) - t |g|^2 / 2, and k = 1 again whenever the momentum leads uphill, g(y)'(x+ - x) > 0: then the condition of the problem
 * need not be known. Cost per iteration: a gradient and a value, and 6 n operations.
 *
 * @reference Yu. Nesterov, 1983, A method of solving a convex programming problem with convergence rate O(1/k^2), Soviet Mathematics Doklady 27, 372-376
 * @reference B. O'Donoghue, E. Candès, 2015, Adaptive restart for accelerated gradient schemes, 10.1007/s10208-013-9150-3
 */
export const nesterov = method({
  name: "nesterov",
  version: 1,
  title: "Nesterov's accelerated gradient method with restart",
  papers: [
    {
      authors: "Brendan O'Donoghue; Emmanuel Candès",
      year: 2015,
      title: "Adaptive restart for accelerated gradient schemes",
      source: "10.1007/s10208-013-9150-3",
    },
  ],
  needs: ["gradient", "value"],
  options: {
    /** "gradient": when the momentum leads uphill; "never": momentum only grows, for problems whose rate is that of the paper of 1983. */
    restart: "gradient" as "gradient" | "never",
  },
  validate({ restart }) {
    if (restart !== "gradient" && restart !== "never") {
      throw new InfimumError("bad-option", `restart is ${JSON.stringify(restart)}: write "gradient" or "never".`);
    }
  },

  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    const length = norm(gradient);
    const isUsable = length > 0 && length < Infinity;
    return {
      /** y, where value and gradient are known. */
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      /** The last gradient step, x of the formula. */
      last: problem.x0.slice(),
      stepSize: isUsable ? steepestTrialLength(problem.x0, gradient) / length : 1,
      /** k of the formula. */
      momentum: 1,
    };
  },

  *step(state, problem, { restart }) {
    const { x, value, gradient, last } = state;
    if (!(value < Infinity)) return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    const square = dot(gradient, gradient);
    const next = problem.scratch();
    let t = state.stepSize;
    let newValue = yield* problem.value(move(x, -t, gradient, next));
    while (!(newValue <= value - 0.5 * t * square + roundingLevel(value))) {
      if (!(t * maxNorm(gradient) > Number.EPSILON * 1e-2 * maxNorm(x)) || t * square < Number.MIN_VALUE) {
        return { stop: "stalled", why: `no step along the gradient lowers the value ${value}` };
      }
      t *= contraction;
      newValue = yield* problem.value(move(x, -t, gradient, next));
    }

    const momentum = problem.scratch();
    for (let i = 0; i < momentum.length; i++) momentum[i] = next[i] - last[i];
    const isUphill = restart === "gradient" && dot(gradient, momentum) > 0;
    const grown = (1 + Math.sqrt(1 + 4 * state.momentum ** 2)) / 2;
    const weight = isUphill ? 0 : (state.momentum - 1) / grown;
    const ahead = move(next, weight, momentum, problem.scratch());
    const newGradient = problem.scratch();
    let valueAhead = yield* problem.gradient(ahead, newGradient);
    // the momentum has led to where there is no value
    const isBack = !(valueAhead < Infinity) && weight > 0;
    if (isBack) valueAhead = yield* problem.gradient(copy(next, ahead), newGradient);

    // every answer is in
    state.momentum = isUphill || isBack ? 1 : grown;
    state.stepSize = isUphill ? growth * t : t;
    copy(next, last);
    copy(ahead, x);
    copy(newGradient, gradient);
    state.value = valueAhead;
    if (valueAhead < bottomlessValue || maxNorm(x) > farthest) {
      return {
        stop: "unbounded",
        why: `the value fell to ${valueAhead} at a distance of ${maxNorm(x).toPrecision(3)}`,
      };
    }
  },

  measures: ({ x, value, gradient, momentum, stepSize }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    momentum,
    stepSize,
  }),
  settles: { relativeGradient: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});
