import { levenbergMarquardt } from "../methods/curvature/levenberg-marquardt.ts";
import { everything } from "../minimize/everything.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import { DirectRun } from "../run/direct-run.ts";
import { drive } from "../run/drive.ts";

/** The method's own answer may be worse than the best value by this part of it: by rounding, that is, and not by a step. */
const roundingOfValues = 1e-2;

/**
 * A run that reports the method's own last point. Near a solution the sum of squares is the same to all its digits over a
 * region in which parameters differ in their last eight: which of the points has the least value is then a matter of
 * luck, and the one at which the gradient is least is the accurate one.
 */
export class FitRun extends DirectRun {
  override solution(): { x: Vector; value: number } {
    const best = super.solution();
    const { method, state, verdict } = this;
    if (verdict === undefined || state === undefined || !method.needs.includes("residuals")) return best;
    const own = method.incumbent?.(state);
    if (own === undefined || !(own.value - best.value <= roundingOfValues * own.value)) return best;
    return { x: this.view.original(own.x, new Float64Array(own.x.length)), value: own.value };
  }
}

/** The cosine of residuals and columns at which a refit ends: ten digits of the least value and five of where it lies. */
const tolerance = 1e-8;

/** What of a problem changes for a fit that is repeated. */
export interface Change {
  readonly start: Vector;
  /** One parameter held at a value. */
  readonly held?: { readonly index: number; readonly value: number };
  /** Added to the residuals (m). */
  readonly shift?: Vector;
}

/** Fits a problem again and again with changes, by Levenberg-Marquardt: its residuals are read once. */
export class Refits {
  readonly #problem: Problem;

  constructor(problem: Problem) {
    this.#problem = everything.prepare(everything.read!(problem, levenbergMarquardt, undefined), levenbergMarquardt);
  }

  /** The problem with its derivatives, where it could be read. */
  get problem(): Problem {
    return this.#problem;
  }

  /** The solution from there; the value is Infinity where there is none. */
  solve(change: Change): { x: Vector; value: number } {
    const run = new FitRun(changed(this.#problem, change), levenbergMarquardt, { tolerance });
    drive(run);
    return run.stopping.status === "failed" ? { x: change.start, value: Infinity } : run.solution();
  }
}

function changed(problem: Problem, { start, held, shift }: Change): Problem {
  const x0 = start.slice();
  let { lower, upper, functions } = problem;
  if (held) {
    x0[held.index] = held.value;
    lower = (lower ?? new Float64Array(x0.length).fill(-Infinity)).slice();
    upper = (upper ?? new Float64Array(x0.length).fill(Infinity)).slice();
    lower[held.index] = held.value;
    upper[held.index] = held.value;
  }
  if (shift) {
    const { loss } = problem.residuals!;
    const ask = functions.residuals!;
    functions = {
      ...functions,
      residuals: (x, out) => {
        ask(x, out);
        let sum = 0;
        for (let i = 0; i < out.length; i++) {
          out[i] += shift[i];
          sum += loss ? loss.value(out[i] ** 2, loss.parameters) : out[i] ** 2;
        }
        return sum / 2;
      },
    };
  }
  return { ...problem, x0, lower, upper, functions };
}
