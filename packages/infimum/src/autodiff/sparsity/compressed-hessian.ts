import { HessianCompression } from "../../numerics/sparse/hessian-compression.ts";
import { type Pattern, patternOfRows, symmetric } from "../../numerics/sparse/pattern.ts";
import type { Vector } from "../../numerics/vector.ts";
import { forward } from "../derivatives/forward.ts";
import { gradient } from "../derivatives/reverse.ts";
import type { DataArray, Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Evaluator } from "../run/evaluator.ts";
import { evaluatorOf } from "../run/evaluator-of.ts";
import { dependence } from "./dependence.ts";

/**
 * The Hessian of a scalar program from as few Hessian-vector products as a star coloring of its pattern has colors: 3 for a
 * chain of any length, n for a dense one.
 */
export class CompressedHessian {
  readonly pattern: Pattern;
  /** How many products an evaluation takes. */
  readonly productCount: number;
  readonly evaluator: Evaluator;
  readonly #seeds: readonly Vector[];
  /** All products, one after the other. */
  readonly #products: Vector;
  readonly #parts: readonly Vector[];
  readonly #places: Int32Array;

  /** @param data what data buffers are bound to, where it is not what they were made with */
  constructor(program: Program, data: readonly DataArray[] = []) {
    const n = program.dimension;
    this.pattern = hessianPattern(program, data);
    const { seeds, places } = new HessianCompression(this.pattern);
    this.productCount = seeds.length;
    this.evaluator = evaluatorOf(hessianVectorProgram(program));
    this.#seeds = seeds;
    this.#products = new Float64Array(n * this.productCount);
    this.#parts = seeds.map((_, color) => this.#products.subarray(n * color, n * (color + 1)));
    this.#places = places;
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

/** Where the Hessian of a scalar program may differ from 0, whatever the point; symmetric, with the diagonal. */
export function hessianPattern(program: Program, data: readonly DataArray[] = []): Pattern {
  const n = program.dimension;
  const rows = dependence(onlyOutput(gradient(program)), data).outputs[0];
  const everything = Int32Array.from({ length: n }, (_, k) => k);
  return symmetric(
    patternOfRows(
      rows.map((row) => row ?? everything),
      n,
    ),
  );
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
