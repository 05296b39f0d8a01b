import { colorColumns, colorCount } from "../../numerics/sparse/color-columns.ts";
import { eachEntry, type Pattern, patternOfRows, transposed } from "../../numerics/sparse/pattern.ts";
import type { Vector } from "../../numerics/vector.ts";
import { forward } from "../derivatives/forward.ts";
import { pullback } from "../derivatives/reverse.ts";
import type { Buffer, DataArray, Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Evaluator } from "../run/evaluator.ts";
import { evaluatorOf } from "../run/evaluator-of.ts";
import { dependence } from "./dependence.ts";

/**
 * The Jacobian of a program's answers (its scalars, or the entries of `vector`) from few products: with vectors, one for each
 * color of its columns, or transposed, one for each color of its rows, whichever are fewer.
 */
export class CompressedJacobian {
  readonly pattern: Pattern;
  readonly mode: "forward" | "reverse";
  readonly productCount: number;
  readonly evaluator: Evaluator;
  readonly #seeds: Vector[];
  readonly #products: Vector[];
  readonly #colors: Int32Array;

  /** @param data what data buffers are bound to, where it is not what they were made with */
  constructor(program: Program, data: readonly DataArray[] = []) {
    const n = program.dimension;
    const { results, outputs } = dependence(program, data);
    const rows = program.vector === undefined ? results : outputs[program.outputs.indexOf(program.vector)];
    const everything = Int32Array.from({ length: n }, (_, k) => k);
    this.pattern = patternOfRows(
      rows.map((row) => row ?? everything),
      n,
    );
    const byColumn = colorColumns(this.pattern);
    // the rows of a column need colors of their own: for many rows and few columns that settles it, and coloring would take long
    const isHopeless = 2 * longestColumn(this.pattern) >= colorCount(byColumn);
    const byRow = isHopeless ? undefined : colorColumns(transposed(this.pattern));
    // a transposed product costs about twice one with a vector
    const isReverse = byRow !== undefined && 2 * colorCount(byRow) < colorCount(byColumn);
    this.mode = isReverse ? "reverse" : "forward";
    this.#colors = isReverse ? byRow : byColumn;
    this.productCount = colorCount(this.#colors);
    this.evaluator = evaluatorOf(this.mode === "forward" ? pushforwardProgram(program) : pullbackProgram(program));
    this.#seeds = Array.from({ length: this.productCount }, (_, color) =>
      Float64Array.from(this.#colors, (own) => Number(own === color)),
    );
    this.#products = this.#seeds.map(() => new Float64Array(this.mode === "forward" ? rows.length : n));
  }

  /** Writes the entries of the pattern, in its order, to `out`. Returns -1, or the number of the site where the program failed. */
  evaluate(x: Vector, out: Vector): number {
    for (let color = 0; color < this.productCount; color++) {
      const failure = this.evaluator.run(color === 0 ? x : undefined, this.#seeds[color]);
      if (failure >= 0) return failure;
      readAnswer(this.evaluator, this.#products[color]);
    }
    const forwards = this.mode === "forward";
    eachEntry(this.pattern, (row, column, k) => {
      out[k] = forwards ? this.#products[this.#colors[column]][row] : this.#products[this.#colors[row]][column];
    });
    return -1;
  }
}

function longestColumn({ columnStarts, columnCount }: Pattern): number {
  let longest = 0;
  for (let j = 0; j < columnCount; j++) longest = Math.max(longest, columnStarts[j + 1] - columnStarts[j]);
  return longest;
}

/** The answer of a program that has only one: an output or scalars. */
export function readAnswer(evaluator: Evaluator, out: Vector): void {
  if (evaluator.program.outputs.length > 0) evaluator.read(0, out);
  else for (let k = 0; k < out.length; k++) out[k] = evaluator.result(k);
}

/** The point and a direction give the Jacobian times the direction, and nothing else. */
export function pushforwardProgram(program: Program): Program {
  const whole = forward(program);
  const m = program.results.length;
  if (program.vector === undefined) return prune(whole, { results: range(m, 2 * m), outputs: [] });
  const tangents: Buffer = whole.outputs[program.outputs.length + program.outputs.indexOf(program.vector)];
  return prune(whole, { results: [], outputs: [tangents] });
}

/** The point and weights give the transposed Jacobian times the weights, and nothing else. */
export function pullbackProgram(program: Program): Program {
  const whole = pullback(program);
  return prune(whole, { results: [], outputs: [whole.outputs[whole.outputs.length - 1]] });
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, k) => start + k);
}
