import type { Vector } from "../../numerics/vector.ts";
import { forward } from "../derivatives/forward.ts";
import { gradient } from "../derivatives/reverse.ts";
import type { DataArray, Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Evaluator } from "../run/evaluator.ts";
import { evaluatorOf } from "../run/evaluator-of.ts";
import { colorCount } from "./color-columns.ts";
import { dependence } from "./dependence.ts";
import { eachEntry, type Pattern, patternOfRows, symmetric } from "./pattern.ts";
import { starColoring } from "./star-coloring.ts";

/**
 * The Hessian of a scalar program from as few Hessian-vector products as a star coloring of its pattern has colors: 3 for a
 * chain of any length, n for a dense one.
 */
export class CompressedHessian {
  readonly pattern: Pattern;
  /** How many products an evaluation takes. */
  readonly productCount: number;
  readonly evaluator: Evaluator;
  readonly #seeds: Vector[];
  /** All products, one after the other. */
  readonly #products: Vector;
  readonly #parts: readonly Vector[];
  /** For each entry of the pattern: where among the products it stands. */
  readonly #places: Int32Array;

  /** @param data what data buffers are bound to, where it is not what they were made with */
  constructor(program: Program, data: readonly DataArray[] = []) {
    const n = program.dimension;
    const derivative = onlyOutput(gradient(program));
    const rows = dependence(derivative, data).outputs[0];
    const everything = Int32Array.from({ length: n }, (_, k) => k);
    this.pattern = symmetric(
      patternOfRows(
        rows.map((row) => row ?? everything),
        n,
      ),
    );
    const colors = starColoring(this.pattern);
    this.productCount = colorCount(colors);
    this.evaluator = evaluatorOf(hessianVectorProgram(program));
    this.#seeds = Array.from({ length: this.productCount }, (_, color) =>
      Float64Array.from(colors, (own) => Number(own === color)),
    );
    this.#products = new Float64Array(n * this.productCount);
    this.#parts = this.#seeds.map((_, color) => this.#products.subarray(n * color, n * (color + 1)));
    this.#places = new Int32Array(this.pattern.rows.length);
    this.#findPlaces(colors);
  }

  /** Entry (i, j) stands in row i of j's product when no other column of that color has an entry in row i. */
  #findPlaces(colors: Int32Array): void {
    const { columnStarts, rows } = this.pattern;
    /** How many neighbors of the vertex, itself included, have a color. */
    const counts = new Int32Array(this.productCount);
    const { columnCount } = this.pattern;
    const alone: Uint8Array = new Uint8Array(rows.length);
    for (let column = 0; column < columnCount; column++) {
      // by symmetry a column's rows are a row's columns
      for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) counts[colors[rows[k]]]++;
      for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++)
        alone[k] = Number(counts[colors[rows[k]]] === 1);
      for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) counts[colors[rows[k]]] = 0;
    }
    eachEntry(this.pattern, (row, column, k) => {
      // alone[k]: in the row numbered `column` the entry of column `row` is the only one of its color
      this.#places[k] = alone[k] === 1 ? columnCount * colors[row] + column : columnCount * colors[column] + row;
    });
  }

  /**
   * Writes the entries of the pattern, in its order, to `out`. Returns -1, or the number of the site where the program failed.
   */
  evaluate(x: Vector, out: Vector): number {
    for (let color = 0; color < this.productCount; color++) {
      const failure = this.evaluator.run(color === 0 ? x : undefined, this.#seeds[color]);
      if (failure >= 0) return failure;
      this.evaluator.read(0, this.#parts[color]);
    }
    const [products, places] = [this.#products, this.#places];
    for (let k = 0; k < out.length; k++) out[k] = products[places[k]];
    return -1;
  }
}

/** The point and a direction give one output, the Hessian times the direction. */
export function hessianVectorProgram(program: Program): Program {
  const whole = forward(onlyOutput(gradient(program)));
  return prune(whole, { results: [], outputs: [whole.outputs[whole.outputs.length - 1]] });
}

/** Only the gradient, which is the last output. */
function onlyOutput(program: Program): Program {
  return prune(program, { results: [], outputs: [program.outputs[program.outputs.length - 1]] });
}
