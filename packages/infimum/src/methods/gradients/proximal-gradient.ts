import { InfimumError } from "../../error.ts";
import { allFinite, copy, dot, maxNorm, move, subtract, type Vector } from "../../numerics/vector.ts";
import type { View } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import { bottomlessValue } from "../parts/line-search.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { steepestStep } from "../parts/steepest-step.ts";

/**
 * Accelerated proximal gradient descent for F = f + g, f smooth, g whatever has a proximal map (terms, a set, bounds):
 *
 *     y = (1 - m) x + m z,  x+ = prox_s(y - s f'(y)),  z+ = prox_{s/m}(z - (s/m) f'(y)),  m^2/s = (1 - m) m_^2/s_
 *
 * with momentum m, and a step size s found by backtracking, so that F(x_k) - F* <= |x0 - x*|^2 / 2 / (sum sqrt(s_i) / 2)^2.
 * Every point that is asked is a proximal point or between two, so bounds and sets are never left.
 * Cost per iteration: 2 gradients and 3 proximal maps (1 and 2 without acceleration or after a restart), O(n) beside.
 *
 * @reference A. Auslender, M. Teboulle, 2006, Interior gradient and proximal methods for convex and conic optimization,
 * 10.1137/S1052623403427823; S. Becker, E. J. Candès, M. Grant, 2011, Templates for convex cone problems, 10.1007/s12532-011-0029-5
 *
 * Departures: x+ is the proximal point of y (Lan, Lu, Monteiro 2011) and not (1 - m) x + m z+, so zeros are exact; m returns to 1
 * where the step turns against the momentum or F would rise (O'Donoghue, Candès 2015), which also keeps F from rising.
 */
export const proximalGradient = method({
  name: "proximal-gradient",
  version: 1,
  title: "Accelerated proximal gradient descent",
  papers: [
    {
      authors: "A. Auslender; M. Teboulle",
      year: 2006,
      title: "Interior gradient and proximal methods for convex and conic optimization",
      source: "10.1137/S1052623403427823",
    },
    {
      authors: "G. Lan; Z. Lu; R. D. C. Monteiro",
      year: 2011,
      title: "Primal-dual first-order methods with O(1/epsilon) iteration-complexity for cone programming",
      source: "10.1007/s10107-008-0261-6",
    },
    {
      authors: "S. R. Becker; E. J. Candès; M. C. Grant",
      year: 2011,
      title: "Templates for convex cone problems with applications to sparse signal recovery",
      source: "10.1007/s12532-011-0029-5",
    },
    {
      authors: "B. O'Donoghue; E. J. Candès",
      year: 2015,
      title: "Adaptive restart for accelerated gradient schemes",
      source: "10.1007/s10208-013-9150-3",
    },
  ],
  needs: ["gradient", "proximal"],
  handles: ["bounds", "terms"],
  options: {
    /** "none": every step is a plain proximal gradient step from the last (ISTA). */
    acceleration: "auslender-teboulle" as "auslender-teboulle" | "none",
  },
  validate({ acceleration }) {
    if (acceleration !== "auslender-teboulle" && acceleration !== "none") {
      throw new InfimumError(
        "bad-option",
        `acceleration is ${JSON.stringify(acceleration)}: write "auslender-teboulle" or "none".`,
      );
    }
  },

  *start(problem) {
    const x = new Float64Array(problem.dimension);
    const term = problem.proximal(problem.x0, vanishingStep, x);
    const gradient = problem.scratch();
    const smooth = yield* problem.gradient(x, gradient);
    const value = smooth + term;
    return {
      x,
      /** f(x), F(x) and the gradient of f at x. */
      smooth,
      value,
      gradient: gradient.slice(),
      /** The point that carries the momentum. */
      z: x.slice(),
      stepSize: steepestStep(gradient),
      /** m^2 / s of the last step; Infinity begins anew, with m = 1. */
      decay: Infinity,
      /** True once a step size was refused; before, it grows fast. */
      refused: false,
      residual: residualAt(problem, x, gradient, value),
      lowestValue: value,
      smallestResidual: Infinity,
      /** Iterations in a row that lowered neither of the two. */
      idleIterations: 0,
    };
  },

  *step(state, problem, { acceleration }) {
    const { x, z, gradient } = state;
    if (!(state.value < Infinity)) {
      return { stop: "failed", why: "the value or the gradient at the start is not finite" };
    }
    const between = problem.scratch();
    const gradientBetween = problem.scratch();
    const next = problem.scratch();
    const nextGradient = problem.scratch();
    const change = problem.scratch();
    const nextZ = problem.scratch();
    let accelerated = state.decay < Infinity;
    let stepSize = state.stepSize * (state.refused ? growth : searchGrowth);
    let refusals = 0;
    let momentum: number;
    let value: number;
    let smooth: number;
    for (;;) {
      momentum = accelerated ? momentumOf(stepSize * state.decay) : 1;
      const y = accelerated ? pointBetween(problem, x, z, momentum, between) : x;
      const gradientAtY = accelerated ? gradientBetween : gradient;
      const smoothAtY = accelerated ? yield* problem.gradient(y, gradientAtY) : state.smooth;
      const term = proximalStep(problem, y, stepSize, gradientAtY, next);
      if (accelerated) proximalStep(problem, z, stepSize / momentum, gradientAtY, nextZ);
      else copy(next, nextZ);
      const usable = smoothAtY < Infinity && allFinite(next) && allFinite(nextZ);
      smooth = usable ? yield* problem.gradient(next, nextGradient) : Infinity;
      value = smooth + term;
      subtract(next, y, change);
      const curvature = curvatureAlong(change, stepSize, smoothAtY, gradientAtY, smooth, nextGradient);
      if (!(curvature * stepSize <= 1)) {
        if (++refusals > mostRefusals) return noDecrease(state.value, state.residual);
        stepSize = smooth < Infinity ? Math.max(0.5 / curvature, 0.01 * stepSize) : 0.1 * stepSize;
      } else if (accelerated && value > state.value + roundingLevel(state.value)) {
        accelerated = false;
      } else break;
    }
    if (!accelerated && maxNorm(change) === 0) return noDecrease(state.value, state.residual);

    const restarts = acceleration === "none" || turnsBack(change, x, next);
    const residual = residualAt(problem, next, nextGradient, value);
    const helps = value < state.lowestValue - roundingLevel(value) || residual < state.smallestResidual;
    copy(next, x);
    copy(nextGradient, gradient);
    copy(restarts ? next : nextZ, z);
    state.smooth = smooth;
    state.value = value;
    state.residual = residual;
    state.stepSize = stepSize;
    state.decay = restarts ? Infinity : momentum ** 2 / stepSize;
    state.refused ||= refusals > 0;
    if (helps) {
      state.lowestValue = Math.min(value, state.lowestValue);
      state.smallestResidual = Math.min(residual, state.smallestResidual);
    }
    state.idleIterations = helps ? 0 : state.idleIterations + 1;
    return verdict(state);
  },

  measures: ({ residual, stepSize }) => ({ residual, stepSize }),
  settles: { residual: 1e-8 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** What a step size is multiplied by for the next iteration, until one is refused and after (as in TFOCS). */
const searchGrowth = 4;
const growth = 1 / 0.9;

/** Each makes the step size at least half as large. */
const mostRefusals = 60;

/** Momentum is not monotone: so many iterations may lower neither the value visibly nor the residual. */
const mostIdleIterations = 500;

/** A point this far out (in any variable) is taken for a run to infinity. */
const farthest = 1e100;

/** A proximal map of this step size only brings a point to where g is finite. */
const vanishingStep = 1e-200;

/** Differences of values below this part of them are too rounded to measure curvature by. */
const visibleChange = 1e-10;

/** The m in (0, 1] with `ratio` = s m_^2 / s_ and m^2 = (1 - m) `ratio`. */
function momentumOf(ratio: number): number {
  return 2 / (1 + Math.sqrt(1 + 4 / ratio));
}

/** x + m (z - x), which rounding must not carry out of the bounds. */
function pointBetween(problem: View<never>, x: Vector, z: Vector, momentum: number, out: Vector): Vector {
  const { lower, upper } = problem;
  for (let i = 0; i < x.length; i++) out[i] = x[i] + momentum * (z[i] - x[i]);
  if (lower) for (let i = 0; i < x.length; i++) out[i] = Math.max(lower[i], out[i]);
  if (upper) for (let i = 0; i < x.length; i++) out[i] = Math.min(upper[i], out[i]);
  return out;
}

/** out = prox_s(from - s gradient); returns g there. */
function proximalStep(
  problem: View<"proximal">,
  from: Vector,
  stepSize: number,
  gradient: Vector,
  out: Vector,
): number {
  return problem.proximal(move(from, -stepSize, gradient, out), stepSize, out);
}

/**
 * The curvature c of f between y and next = y + change, for which f(next) = f(y) + <f'(y), change> + c / 2 |change|^2; where
 * this is lost in the rounding of f, by gradients, which is the same for a quadratic. Infinity where f is not finite.
 */
function curvatureAlong(
  change: Vector,
  stepSize: number,
  smoothAtY: number,
  gradientAtY: Vector,
  smooth: number,
  nextGradient: Vector,
): number {
  if (!(smooth < Infinity)) return Infinity;
  const squares = dot(change, change);
  if (squares === 0) return 0;
  const slope = dot(gradientAtY, change);
  if (squares / (2 * stepSize) > visibleChange * Math.max(Math.abs(smoothAtY), Math.abs(smooth))) {
    return (2 * (smooth - smoothAtY - slope)) / squares;
  }
  return (dot(nextGradient, change) - slope) / squares;
}

/** True when the step from y to next points away from where the last step led: <y - next, next - x> > 0. */
function turnsBack(change: Vector, x: Vector, next: Vector): boolean {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += change[i] * (next[i] - x[i]);
  return sum < 0;
}

/**
 * The relative size of x - prox_1(x - gradient): 0 exactly where x is stationary. Where the proximal map leaves x - gradient as it
 * is, the difference is the gradient, even when it is too small beside x to change it.
 */
function residualAt(problem: View<"proximal">, x: Vector, gradient: Vector, value: number): number {
  const moved = problem.scratch();
  const residual = problem.scratch();
  subtract(x, gradient, moved);
  problem.proximal(moved, 1, residual);
  for (let i = 0; i < x.length; i++) residual[i] = residual[i] === moved[i] ? gradient[i] : x[i] - residual[i];
  return relativeGradient(residual, x, value);
}

function noDecrease(value: number, residual: number): Verdict {
  return {
    stop: "stalled",
    why: `no step size gives a value below ${value}, with a residual of ${residual.toPrecision(3)}`,
  };
}

function verdict({
  x,
  value,
  residual,
  idleIterations,
}: {
  x: Vector;
  value: number;
  residual: number;
  idleIterations: number;
}): Verdict | undefined {
  if (value < bottomlessValue) return { stop: "unbounded", why: `the value fell to ${value}` };
  if (maxNorm(x) > farthest) {
    return { stop: "unbounded", why: `the value still falls at a distance of ${maxNorm(x).toPrecision(3)}` };
  }
  if (idleIterations < mostIdleIterations) return undefined;
  return {
    stop: "stalled",
    why: `${idleIterations} iterations lowered neither the value ${value} nor the residual, which is ${residual.toPrecision(3)}`,
  };
}
