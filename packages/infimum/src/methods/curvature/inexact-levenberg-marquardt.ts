import { badValue } from "../../error.ts";
import {
  leastSquaresConjugateGradient,
  type ProductMatrix,
} from "../../numerics/krylov/least-squares-conjugate-gradient.ts";
import { allFinite, copy, dot, maxNorm, norm, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { JacobianShape } from "../parts/jacobian-shape.ts";
import { moveWithin } from "../parts/residual-point.ts";
import { lossFactors } from "../parts/robust-correction.ts";

const acceptable = 1e-4;
const leastShrinkage = 1 / 3;
const largestDamping = 1e60;

/** Steps are solved for to at most this part of the gradient: a tenth far away, and better as the gradient falls. */
const roughest = 0.1;
const finest = 1e-10;

/** Where the model falls by less than this part of the value, a step has to shorten the gradient. */
const rounding = 64 * Number.EPSILON;

/**
 * Levenberg-Marquardt for many variables: the damped linear problem is solved by conjugate gradients, no further than the
 * distance from the solution is worth, with the Jacobian of a formula kept by its entries that may differ from 0,
 *
 *     p ~ argmin |r + J p|^2 + damping |D p|^2,  D the lengths of the columns of J,  x+ = x + p within the bounds
 *
 * Cost per iteration: an answer of the Jacobian and one of the residuals for each damping; for each conjugate gradient a
 * product with J and one with J', two operations an entry. Memory: the entries of J.
 *
 * @reference S. J. Wright, J. N. Holt, 1985, An inexact Levenberg-Marquardt method for large sparse nonlinear least squares,
 * 10.1017/S0334270000004604
 *
 * Departures: bounds are kept by projection; where reductions drown in rounding, a step that shortens the gradient is taken.
 */
export const inexactLevenbergMarquardt = method({
  name: "inexact-levenberg-marquardt",
  version: 1,
  title: "Levenberg-Marquardt by conjugate gradients, for large sparse residuals",
  papers: [
    {
      authors: "S. J. Wright, J. N. Holt",
      year: 1985,
      title: "An inexact Levenberg-Marquardt method for large sparse nonlinear least squares",
      source: "10.1017/S0334270000004604",
    },
  ],
  needs: ["residuals", "jacobian"],
  handles: ["bounds", "sparse"],
  options: {
    /** The first damping, relative to the squares of the lengths of the columns of J. */
    damping: 1e-3,
  },
  validate({ damping }) {
    if (!(damping > 0 && damping < Infinity)) throw badValue("bad-option", "damping", damping, "a positive number");
  },

  *start(problem, { damping }) {
    const n = problem.dimension;
    const shape = shapeOf(problem);
    const at = newPoint(problem, shape);
    const found = yield* problem.residuals(problem.x0, at.residuals);
    const isGood = found < Infinity && (yield* askJacobian(problem, shape, problem.x0, at));
    if (!isGood) at.jacobian.fill(0);
    const state = {
      x: problem.x0.slice(),
      value: isGood ? found : Infinity,
      residuals: at.residuals.slice(),
      jacobian: at.jacobian.slice(),
      gradient: new Float64Array(n),
      damping,
      gradientCosine: Infinity,
    };
    if (isGood) measure(problem, shape, state);
    return state;
  },

  *step(state, problem) {
    const { x, value, residuals, jacobian, gradient } = state;
    if (!(value < Infinity))
      return { stop: "failed", why: "the residuals or their Jacobian at the start are not finite" };
    const shape = shapeOf(problem);
    const n = problem.dimension;
    const lengths = problem.scratch();
    for (let j = 0; j < n; j++) {
      const isFree = !isHeld(problem, x, gradient, j);
      lengths[j] = isFree ? shape.columnLength(jacobian, j) || 1 : Infinity;
    }
    const matrix = scaled(shape, jacobian, lengths, problem.scratch());
    const right = problem.scratch(residuals.length);
    for (let i = 0; i < right.length; i++) right[i] = -residuals[i];
    const trial = newPoint(problem, shape);
    const step = problem.scratch();
    const change = problem.scratch(residuals.length);
    const newGradient = problem.scratch();
    const size = sizeOf(gradient, lengths);
    let { damping } = state;
    for (let growth = 2; damping < largestDamping; growth *= 2) {
      const relativeTolerance = Math.min(roughest, Math.max(finest, state.gradientCosine));
      const solution = leastSquaresConjugateGradient(matrix, right, { damping, relativeTolerance });
      for (let j = 0; j < n; j++) step[j] = solution[j] / lengths[j];
      moveWithin(problem, x, step, trial.point);
      shape.multiply(jacobian, step, change);
      const predicted = -dot(residuals, change) - dot(change, change) / 2;
      const found = predicted > 0 ? yield* problem.residuals(trial.point, trial.residuals) : Infinity;
      const drowns = predicted <= rounding * value && Math.abs(found - value) <= rounding * value;
      const ratio = (value - found) / predicted;
      if ((drowns || (predicted > 0 && ratio > acceptable)) && found < Infinity) {
        const isKnown = yield* askJacobian(problem, shape, trial.point, trial);
        if (isKnown) shape.multiplyTransposed(trial.jacobian, trial.residuals, newGradient);
        if (isKnown && (!drowns || sizeOf(newGradient, lengths) <= size / 2)) {
          copy(trial.point, x);
          copy(trial.residuals, residuals);
          copy(trial.jacobian, jacobian);
          state.value = found;
          state.damping = damping * Math.max(leastShrinkage, 1 - (2 * Math.min(Math.max(ratio, 0), 1) - 1) ** 3);
          measure(problem, shape, state);
          return;
        }
      }
      if (drowns) {
        return {
          stop: "settled",
          why: `the model falls by ${predicted.toPrecision(3)}, which drowns in the rounding of the value ${value}`,
        };
      }
      if (maxNorm(step) === 0) break;
      damping *= growth;
    }
    return { stop: "stalled", why: `no step from here lowers the value ${value}, however short` };
  },

  measures: ({ gradientCosine, damping }) => ({ gradientCosine, damping }),
  settles: { gradientCosine: 1e-12 },
  incumbent: ({ x, value }) => ({ x, value }),
});

type ResidualView = View<"residuals" | "jacobian">;

interface Point {
  readonly point: Vector;
  readonly residuals: Vector;
  readonly jacobian: Vector;
}

interface State {
  readonly x: Vector;
  readonly residuals: Vector;
  readonly jacobian: Vector;
  readonly gradient: Vector;
  gradientCosine: number;
}

function shapeOf({ residualCount, dimension, jacobianPattern }: ResidualView): JacobianShape {
  return new JacobianShape(residualCount!, dimension, jacobianPattern);
}

function newPoint({ scratch }: ResidualView, { rowCount, size }: JacobianShape): Point {
  return { point: scratch(), residuals: scratch(rowCount), jacobian: scratch(size) };
}

/** Asks for the Jacobian at x and corrects it, and the residuals with it, for a robust loss. */
function* askJacobian(
  problem: ResidualView,
  shape: JacobianShape,
  x: Vector,
  { residuals, jacobian }: Point,
): Coroutine<boolean> {
  yield* problem.jacobian(x, jacobian);
  if (!allFinite(jacobian)) return false;
  if (problem.loss) {
    const roots = problem.scratch(residuals.length);
    lossFactors(problem.loss, residuals, roots);
    shape.scaleRows(jacobian, roots);
  }
  return true;
}

function isHeld({ lower, upper }: ResidualView, x: Vector, gradient: Vector, j: number): boolean {
  const atLower = lower !== undefined && x[j] <= lower[j] && gradient[j] >= 0;
  return atLower || (upper !== undefined && x[j] >= upper[j] && gradient[j] <= 0);
}

/** Gradient and cosine at the point of the state. */
function measure(problem: ResidualView, shape: JacobianShape, state: State): void {
  const { x, residuals, jacobian, gradient } = state;
  shape.multiplyTransposed(jacobian, residuals, gradient);
  let largest = 0;
  let terms = 0;
  for (let j = 0; j < x.length; j++) {
    const length = shape.columnLength(jacobian, j);
    terms = Math.max(terms, length * Math.abs(x[j]));
    if (length > 0 && !isHeld(problem, x, gradient, j)) largest = Math.max(largest, Math.abs(gradient[j]) / length);
  }
  const size = norm(residuals) + terms;
  state.gradientCosine = size === 0 ? 0 : largest / size;
}

/** |D^-1 g| of the variables that move. */
function sizeOf(gradient: Vector, lengths: Vector): number {
  let squares = 0;
  for (let j = 0; j < gradient.length; j++) squares += (gradient[j] / lengths[j]) ** 2;
  return Math.sqrt(squares);
}

/** J D^-1; the variables that are held have infinite lengths, and columns of zeros. */
function scaled(shape: JacobianShape, jacobian: Vector, lengths: Vector, work: Vector): ProductMatrix {
  return {
    rowCount: shape.rowCount,
    columnCount: shape.columnCount,
    multiply: (v, out) => {
      for (let j = 0; j < v.length; j++) work[j] = v[j] / lengths[j];
      return shape.multiply(jacobian, work, out);
    },
    multiplyTransposed: (u, out) => {
      shape.multiplyTransposed(jacobian, u, out);
      for (let j = 0; j < out.length; j++) out[j] /= lengths[j];
      return out;
    },
  };
}
