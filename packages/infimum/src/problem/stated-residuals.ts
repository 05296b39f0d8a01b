import { badValue, InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { RobustLoss } from "./robust-loss.ts";

/** What a problem says of its residuals, beside the functions that answer them. */
export class StatedResiduals {
  /** m. */
  readonly count: number;
  readonly loss: RobustLoss | undefined;
  /** The square roots of the weights. */
  readonly #roots: Vector | undefined;

  /** @throws InfimumError `bad-weights` */
  constructor(count: number, weights: ArrayLike<number> | undefined, loss: RobustLoss | undefined) {
    this.count = count;
    this.loss = loss;
    if (weights === undefined) return;
    if (weights.length !== count) {
      throw new InfimumError(
        "bad-weights",
        `there are ${weights.length} weights and ${count} residuals: give one for each.`,
      );
    }
    this.#roots = Float64Array.from(weights, (weight, i) => {
      if (weight >= 0 && weight < Infinity) return Math.sqrt(weight);
      throw badValue("bad-weights", `the weight of residual ${i}`, weight, "a number from 0 on");
    });
  }

  /** Weighs residuals in place and returns the objective. */
  weigh(residuals: Vector): number {
    const { loss } = this;
    const roots = this.#roots;
    let sum = 0;
    for (let i = 0; i < residuals.length; i++) {
      if (roots) residuals[i] *= roots[i];
      const square = residuals[i] ** 2;
      sum += loss ? loss.value(square, loss.parameters) : square;
    }
    return sum / 2;
  }

  /** Weighs the rows of a Jacobian, m x n, in place. */
  weighRows(jacobian: Vector): void {
    const roots = this.#roots;
    if (roots) for (let k = 0; k < jacobian.length; k++) jacobian[k] *= roots[k % this.count];
  }

  /** Weighs the entries of a sparse Jacobian, of which each stands in one of the rows, in place. */
  weighEntries(entries: Vector, rows: Int32Array): void {
    const roots = this.#roots;
    if (roots) for (let k = 0; k < entries.length; k++) entries[k] *= roots[rows[k]];
  }

  /** The weight of each residual; undefined where all are 1. */
  get weights(): Vector | undefined {
    return this.#roots?.map((root) => root * root);
  }
}
