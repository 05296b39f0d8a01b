import { badValue } from "../../error.ts";
import { dot, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { dampedToRadius } from "../parts/damped-to-radius.ts";
import { LinearizedResiduals, multiplyJacobian } from "../parts/linearized-residuals.ts";
import { polishResiduals, withoutStep } from "../parts/polish-residuals.ts";
import { type ReflectionModel, reflectedStep } from "../parts/reflected-step.ts";
import {
  askJacobian,
  freeVariables,
  moveTo,
  newResidualTrial,
  type ResidualState,
  type ResidualTrial,
  residualsAtStart,
} from "../parts/residual-point.ts";

const acceptable = 1e-4;
const poor = 0.25;
const good = 0.75;

/** How far towards a bound a step goes at least, when that is its way. */
const leastTheta = 0.995;

/** A start on a bound moves inside by this part of the room, or of its size. */
const nudge = 1e-10;

/** A variable this near to a bound (relative to its size) that is pushed there is tried on the bound. */
const nearBound = 1e-6;

/**
 * The reflective trust-region method for least squares within bounds: an interior method, in which distances to the bounds
 * towards which the value falls are the scales of the variables. With v_j that distance (1 where there is no such bound),
 *
 *     d_j = sqrt(v_j) / D_j,   p = argmin |r + J p|^2 / 2 + sum |g_j| p_j^2 / (2 v_j)  within |p / d| <= radius
 *
 * and the step is the best of p, of p reflected at the bounds it hits, and of the steepest descent; see `reflectedStep`.
 *
 * Cost per iteration: a QR factorization of (m + n) x n, an answer of the Jacobian; n^3 operations and one answer of the
 * residuals for each radius. Where many bounds are active at the solution it takes fewer iterations than projection.
 *
 * @reference M. A. Branch, T. F. Coleman, Y. Li, 1999, A subspace, interior, and conjugate gradient method for large-scale
 * bound-constrained minimization problems, 10.1137/S1064827595289108
 *
 * Departures: variables that come as near as rounding to a bound are tried on it, and stay there while the gradient pushes
 * them; steps below the rounding of the value are accepted on the gradient, see `polishResiduals`.
 */
export const trustRegionReflective = method({
  name: "trust-region-reflective",
  version: 1,
  title: "Reflective trust region for least squares within bounds",
  papers: [
    {
      authors: "Mary Ann Branch, Thomas F. Coleman, Yuying Li",
      year: 1999,
      title:
        "A subspace, interior, and conjugate gradient method for large-scale bound-constrained minimization problems",
      source: "10.1137/S1064827595289108",
    },
  ],
  needs: ["residuals", "jacobian"],
  handles: ["bounds"],
  options: {
    /** The first radius, relative to |x0 / d|, or as it is where x0 is 0. */
    trustRadius: 1,
  },
  validate({ trustRadius }) {
    if (!(trustRadius > 0 && trustRadius < Infinity)) {
      throw badValue("bad-option", "trustRadius", trustRadius, "a positive number");
    }
  },

  *start(problem, { trustRadius }) {
    const state = yield* residualsAtStart(problem, inside(problem));
    const { lengths } = colemanLi(problem, state, problem.scratch(), problem.scratch());
    let squares = 0;
    for (let j = 0; j < lengths.length; j++) if (lengths[j] > 0) squares += (state.x[j] / lengths[j]) ** 2;
    return { ...state, trustRadius: trustRadius * (Math.sqrt(squares) || 1), damping: 0 };
  },

  *step(state, problem) {
    const { x, value, residuals, jacobian, gradient, trustRadius } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const trial = newResidualTrial(problem);
    if (yield* snapToBounds(problem, state, trial)) return;
    const n = x.length;
    const m = residuals.length;
    const free = freeVariables(problem, state);
    const { lengths, pull } = colemanLi(problem, state, problem.scratch(), problem.scratch());
    const plain = new LinearizedResiduals(state, free, problem.scratch);
    const polished = yield* polishResiduals(problem, state, plain);
    if (polished !== undefined) return polished === true ? undefined : polished;
    // the pull of the bounds as n more rows
    const rows = m + n;
    const wide = problem.scratch(rows * n).fill(0);
    const right = problem.scratch(rows).fill(0);
    for (let i = 0; i < m; i++) right[i] = residuals[i];
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < m; i++) wide[i + j * rows] = jacobian[i + j * m];
      wide[m + j + j * rows] = Math.sqrt(pull[j]);
    }
    const movable = free.filter((j) => lengths[j] > 0);
    const scale = problem.scratch();
    for (let j = 0; j < n; j++) scale[j] = lengths[j] > 0 ? 1 / lengths[j] : 1;
    const model = new LinearizedResiduals(
      { x, value, residuals: right, jacobian: wide, scale },
      movable,
      problem.scratch,
    );
    const quadratic = new Quadratic(wide, gradient, lengths, movable, problem.scratch(rows), problem.scratch(rows));
    const theta = Math.max(leastTheta, 1 - state.gradientCosine);
    let radius = trustRadius;
    let { damping } = state;
    while (radius > 0) {
      damping = dampedToRadius(model, radius, damping, trial.step);
      reflectedStep(quadratic, problem, x, radius, theta, trial.step, problem.scratch);
      for (let j = 0; j < n; j++) {
        const moved = x[j] + trial.step[j];
        trial.point[j] = Math.min(problem.upper?.[j] ?? Infinity, Math.max(problem.lower?.[j] ?? -Infinity, moved));
      }
      const predicted = -quadratic.value(trial.step);
      const length = model.lengthOf(trial.step);
      if (!(length > 0)) break;
      trial.value = predicted > 0 ? yield* problem.residuals(trial.point, trial.residuals) : Infinity;
      const ratio = predicted > 0 ? (value - trial.value) / predicted : 0;
      const whole = length > 0.95 * radius;
      const radiusThen = radius;
      // not < : a ratio of NaN is poor too
      if (!(ratio >= poor)) radius = 0.25 * Math.min(length, radius);
      else if (ratio > good && whole) radius *= 2;
      if (!(ratio > acceptable)) continue;
      if (yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian)) {
        moveTo(problem, state, trial);
        state.trustRadius = radius;
        state.damping = damping;
        return;
      }
      radius = 0.25 * radiusThen;
    }
    return yield* withoutStep(problem, state, plain);
  },

  measures: ({ gradientCosine, trustRadius }) => ({ gradientCosine, trustRadius }),
  // goes on to the last digits, which cost an iteration or two
  settles: { gradientCosine: 0 },
  incumbent: ({ x, value }) => ({ x, value }),
});

type ResidualView = View<"residuals" | "jacobian">;

/** x0, moved off the bounds where there is room. */
function inside({ x0, lower, upper }: ResidualView): Vector {
  return x0.map((start, j) => {
    const [low, high] = [lower?.[j] ?? -Infinity, upper?.[j] ?? Infinity];
    const step = nudge * Math.min(high - low, Math.max(1, Math.abs(start)));
    return Math.min(high, Math.max(low, start === low ? low + step : start === high ? high - step : start));
  });
}

/** The lengths d of the variables, 0 for those that are fixed, and |g_j| / v_j, by which bounds pull back. */
function colemanLi(
  { lower, upper }: ResidualView,
  { x, gradient, scale }: ResidualState,
  lengths: Vector,
  pull: Vector,
): { lengths: Vector; pull: Vector } {
  for (let j = 0; j < x.length; j++) {
    const [low, high] = [lower?.[j] ?? -Infinity, upper?.[j] ?? Infinity];
    const distance = gradient[j] < 0 ? high - x[j] : gradient[j] > 0 ? x[j] - low : Infinity;
    const isBounded = distance < Infinity;
    // both are distances in the unit of the variable, so that units do not matter
    lengths[j] = low === high ? 0 : isBounded ? Math.sqrt(distance / scale[j]) : 1 / scale[j];
    pull[j] = isBounded && distance > 0 ? Math.abs(gradient[j]) / distance : 0;
  }
  return { lengths, pull };
}

/** Moves what is next to a bound and pushed there onto it, where that does not raise the value; true when it did. */
function* snapToBounds(problem: ResidualView, state: ResidualState, trial: ResidualTrial): Coroutine<boolean> {
  const { lower, upper } = problem;
  const { x, gradient } = state;
  let moves = false;
  trial.point.set(x);
  for (let j = 0; j < x.length; j++) {
    const bound = gradient[j] > 0 ? lower?.[j] : gradient[j] < 0 ? upper?.[j] : undefined;
    if (bound === undefined || bound === x[j]) continue;
    if (!(Math.abs(x[j] - bound) <= nearBound * Math.max(1, Math.abs(x[j])))) continue;
    trial.point[j] = bound;
    moves = true;
  }
  if (!moves) return false;
  trial.value = yield* problem.residuals(trial.point, trial.residuals);
  if (!(trial.value <= state.value)) return false;
  if (!(yield* askJacobian(problem, trial.point, trial.residuals, trial.jacobian))) return false;
  moveTo(problem, state, trial);
  return true;
}

/** g'p + |A p|^2 / 2 along the variables that move. */
class Quadratic implements ReflectionModel {
  readonly gradient: Vector;
  readonly lengths: Vector;
  private readonly matrix: Vector;
  private readonly first: Vector;
  private readonly second: Vector;

  constructor(
    matrix: Vector,
    gradient: Vector,
    lengths: Vector,
    movable: readonly number[],
    first: Vector,
    second: Vector,
  ) {
    this.matrix = matrix;
    this.first = first;
    this.second = second;
    const moves = new Set(movable);
    this.gradient = gradient.map((slope, j) => (moves.has(j) ? slope : 0));
    this.lengths = lengths.map((length, j) => (moves.has(j) ? length : 0));
  }

  value(p: Vector): number {
    return this.slope(p) + this.curvature(p, p) / 2;
  }

  slope(p: Vector): number {
    return dot(this.gradient, p);
  }

  curvature(p: Vector, q: Vector): number {
    const left = multiplyJacobian(this.matrix, p, this.first);
    return p === q ? dot(left, left) : dot(left, multiplyJacobian(this.matrix, q, this.second));
  }
}
