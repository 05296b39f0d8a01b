import { badValue, InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { maxNorm, move, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import { actualReduction } from "../parts/actual-reduction.ts";
import { exactCubicStep } from "../parts/exact-cubic-step.ts";
import { followCurvature } from "../parts/follow-curvature.ts";
import { askHessian, hessianLayout, inOrder, outOfOrder } from "../parts/hessian-layout.ts";
import { KrylovModel } from "../parts/krylov-model.ts";
import { findNegativeCurvature } from "../parts/negative-curvature.ts";
import type { ExactStep } from "../parts/regularized-step.ts";
import { relativeGradient } from "../parts/relative-gradient.ts";
import { type Iterate, invalidStart, noProgress, takePoint } from "../parts/taken-point.ts";

/** A step is taken when the value falls by at least this part of what the model predicts; above the other the weight falls. */
const acceptable = 0.1;
const veryGood = 0.9;

/** After a failed step the weight grows to what would have explained the value there, within these factors. */
const leastGrowth = 2;
const mostGrowth = 100;

/** By interpolation a step that went well may lower the weight to this part of itself. */
const leastDecrease = 0.1;
const smallestWeight = 1e-250;

/** Up to so many products a Hessian with factors is cheaper than a Krylov space. */
const mostProducts = 12;

/** How well the cubic step has to be known, relatively. */
const tolerance = 0.01;

/** Near enough to a stationary point (in the relative gradient) to look for negative curvature before settling. */
const nearStationary = 1e-6;

/** By then a step is invisible, even from the smallest weight on. */
const mostTrials = 200;

/**
 * Newton's method with adaptive cubic regularization (ARC): the step minimizes
 *
 *     m(p) = f + g'p + p'Hp/2 + s |p|^3 / 3;  r = (f - f(x + p)) / (f - m(p));  x+ = x + p if r > 0.1;  s falls if r > 0.9, grows if not taken
 *
 * with s an estimate of half the Lipschitz constant of the Hessian: needs O(e^-3/2) steps to a gradient of e, fewer in the worst case than
 * line searches and trust regions. The step is exact, by factorization, where a Hessian takes at most 12 products, and
 * else over a Krylov space, which is kept for the next weight when a step fails.
 *
 * Cost per iteration: one evaluation, mostly, and the products of a Hessian, or at most min(n, 100).
 *
 * @reference C. Cartis, N. I. M. Gould, Ph. L. Toint, 2011, Adaptive cubic regularisation methods for unconstrained optimization,
 * part I, 10.1007/s10107-009-0286-5
 * @reference Yu. Nesterov, B. T. Polyak, 2006, Cubic regularization of Newton method and its global performance, 10.1007/s10107-006-0706-8
 *
 * The weight after a failed step is ours: what the cubic term would have had to be. Other safeguards are those of
 * `newton-trust-region`.
 */
export const cubicNewton = method({
  name: "cubic-newton",
  version: 1,
  title: "Newton's method with adaptive cubic regularization (ARC)",
  papers: [
    {
      authors: "Coralia Cartis; Nicholas I. M. Gould; Philippe L. Toint",
      year: 2011,
      title: "Adaptive cubic regularisation methods for unconstrained optimization. Part I",
      source: "10.1007/s10107-009-0286-5",
    },
  ],
  needs: ["gradient", "hessianVector"],
  random: RandomStream,
  options: {
    /** The first weight of the cubic term, s, in units of the third derivatives. */
    weight: 1,
    /** How steps are found: "factorization", "lanczos", or "auto", by what a Hessian costs. */
    model: "auto" as "auto" | "factorization" | "lanczos",
  },
  validate({ weight, model }) {
    if (!(weight > 0 && weight < Infinity)) throw badValue("bad-option", "weight", weight, "a positive number");
    if (!["auto", "factorization", "lanczos"].includes(model)) {
      throw new InfimumError("bad-option", `model is ${String(model)}: choose "auto", "factorization" or "lanczos".`);
    }
  },

  *start(problem, { weight }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return {
      x: problem.x0.slice(),
      value,
      gradient: gradient.slice(),
      weight,
      /** The largest gradient so far: the scale for how accurately to solve for a step. */
      largestGradient: norm(gradient),
      /** 0 when none was found near here, Infinity when nobody has looked. */
      negativeCurvature: Infinity,
    };
  },

  *step(state, problem, { model }) {
    const { x, value, gradient, largestGradient } = state;
    if (!(value < Infinity)) return invalidStart;
    const isStationary = relativeGradient(gradient, x, value) <= nearStationary;
    if (isStationary && state.negativeCurvature === Infinity) {
      const downwards = yield* findNegativeCurvature(problem, x);
      // where the cubic model is least along that direction
      const length = downwards === undefined ? 0 : -downwards.curvature / state.weight;
      const escape = downwards && (yield* followCurvature(problem, x, value, gradient, length, downwards));
      if (escape === undefined) state.negativeCurvature = 0;
      else take(state, escape.point, escape.gradient, escape.value);
      return;
    }

    const gradientNorm = norm(gradient);
    const steps = yield* cubicModel(problem, x, gradient, model);
    const accuracy = Math.min(0.1, gradientNorm / largestGradient);
    const point = problem.scratch();
    const newGradient = problem.scratch();
    let weight = state.weight;
    for (let trial = 1; ; trial++) {
      const { step, length, predictedReduction } = yield* steps.step(weight, accuracy);
      const cubicTerm = (weight * length ** 3) / 3;
      const newValue = yield* problem.gradient(move(x, 1, step, point), newGradient);
      const predicted = predictedReduction - cubicTerm;
      const { ratio, drowns } = actualReduction(state, newValue, newGradient, predicted, predictedReduction);
      // what the value at the point says that the cubic term should have been
      const factor = (newValue - value + predictedReduction) / cubicTerm;
      if (ratio > acceptable) {
        if (ratio > veryGood && !drowns) {
          weight = Math.max(smallestWeight, weight * Math.min(0.5, Math.max(leastDecrease, factor)));
        }
        state.weight = weight;
        return take(state, point, newGradient, newValue);
      }
      if (drowns || trial === mostTrials || length === 0) return noProgress(length, value, gradientNorm);
      weight *= factor < mostGrowth ? Math.max(leastGrowth, factor) : mostGrowth;
    }
  },

  measures: ({ x, value, gradient, weight, negativeCurvature }) => ({
    relativeGradient: relativeGradient(gradient, x, value),
    gradientNorm: maxNorm(gradient),
    weight,
    negativeCurvature,
  }),
  settles: { relativeGradient: 1e-8, negativeCurvature: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

/** Steps from one point, for any weight. */
interface CubicModel {
  step(weight: number, accuracy: number): Coroutine<ExactStep>;
}

/** The model at x: with its Hessian where that is cheap and finite, else with a Krylov space. */
function* cubicModel(
  problem: View<"hessianVector">,
  x: Vector,
  gradient: Vector,
  model: "auto" | "factorization" | "lanczos",
): Coroutine<CubicModel> {
  const layout = model === "lanczos" ? undefined : hessianLayout(problem);
  if (layout !== undefined && (model === "factorization" || layout.products <= mostProducts)) {
    const hessian = problem.scratch(layout.shape.rowStarts[x.length]);
    const isFinite = yield* askHessian(problem, layout, x, hessian);
    if (isFinite) return new FactoredModel(problem, layout, hessian, gradient);
  }
  const space = new KrylovModel(problem, x, gradient);
  return { step: (weight, accuracy) => space.step({ radius: 0, growth: 1 / weight }, accuracy) };
}

class FactoredModel implements CubicModel {
  private readonly problem: View<"hessianVector">;
  private readonly layout: ReturnType<typeof hessianLayout>;
  private readonly hessian: Vector;
  private readonly slopes: Vector;

  constructor(
    problem: View<"hessianVector">,
    layout: ReturnType<typeof hessianLayout>,
    hessian: Vector,
    gradient: Vector,
  ) {
    this.problem = problem;
    this.layout = layout;
    this.hessian = hessian;
    this.slopes = inOrder(layout, gradient, problem.scratch());
  }

  // oxlint-disable-next-line require-yield -- all was asked with the Hessian
  *step(weight: number): Coroutine<ExactStep> {
    const { problem, layout, hessian, slopes } = this;
    const found = exactCubicStep(layout.shape, hessian, slopes, weight, tolerance, problem.scratch);
    return { ...found, step: outOfOrder(layout, found.step, problem.scratch()) };
  }
}

interface Searching extends Iterate {
  largestGradient: number;
  negativeCurvature: number;
}

function take(state: Searching, point: Vector, gradient: Vector, value: number): Verdict | undefined {
  state.largestGradient = Math.max(state.largestGradient, norm(gradient));
  // what was found at a stationary point holds until the method has left it
  if (relativeGradient(gradient, point, value) > nearStationary) state.negativeCurvature = Infinity;
  return takePoint(state, point, gradient, value);
}
