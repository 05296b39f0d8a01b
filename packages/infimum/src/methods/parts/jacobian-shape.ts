import type { Vector } from "../../numerics/vector.ts";
import type { JacobianPattern } from "../../problem/jacobian-pattern.ts";

/** Where the entries of a Jacobian stand: all of an m x n matrix, column by column, or those of a pattern. */
export class JacobianShape {
  readonly rowCount: number;
  readonly columnCount: number;
  /** How many entries there are. */
  readonly size: number;
  readonly #pattern: JacobianPattern | undefined;

  constructor(rowCount: number, columnCount: number, pattern: JacobianPattern | undefined) {
    this.rowCount = rowCount;
    this.columnCount = columnCount;
    this.#pattern = pattern;
    this.size = pattern ? pattern.rows.length : rowCount * columnCount;
  }

  /** out = J p. */
  multiply(values: Vector, p: Vector, out: Vector): Vector {
    const rows = this.#pattern?.rows;
    out.fill(0);
    for (let j = 0; j < this.columnCount; j++) {
      const end = this.#startOf(j + 1);
      const offset = j * this.rowCount;
      for (let k = this.#startOf(j); k < end; k++) out[rows ? rows[k] : k - offset] += values[k] * p[j];
    }
    return out;
  }

  /** out = J'r. */
  multiplyTransposed(values: Vector, r: Vector, out: Vector): Vector {
    const rows = this.#pattern?.rows;
    for (let j = 0; j < this.columnCount; j++) {
      const end = this.#startOf(j + 1);
      const offset = j * this.rowCount;
      let sum = 0;
      for (let k = this.#startOf(j); k < end; k++) sum += values[k] * r[rows ? rows[k] : k - offset];
      out[j] = sum;
    }
    return out;
  }

  /** Multiplies the rows in place. */
  scaleRows(values: Vector, factors: Vector): void {
    const rows = this.#pattern?.rows;
    for (let k = 0; k < this.size; k++) values[k] *= factors[rows ? rows[k] : k % this.rowCount];
  }

  /** The length of column j. */
  columnLength(values: Vector, j: number): number {
    const end = this.#startOf(j + 1);
    let squares = 0;
    for (let k = this.#startOf(j); k < end; k++) squares += values[k] ** 2;
    return Math.sqrt(squares);
  }

  #startOf(j: number): number {
    return this.#pattern ? this.#pattern.columnStarts[j] : j * this.rowCount;
  }
}
