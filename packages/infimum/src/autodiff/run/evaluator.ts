import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Buffer, DataArray, Program } from "../program/program.ts";

/** A program that can be run. Everything is copied in and out: nothing of the evaluator's memory is ever handed out. */
export interface Evaluator {
  readonly how: "compiled" | "interpreted";
  readonly program: Program;
  /**
   * Runs once. The inputs come in the order of `program.inputs`; one that is left out or undefined keeps
   * what it had (0 at first).
   * Returns -1 when the run has a result, else the number of the site where it failed: then there is none.
   */
  run(...inputs: readonly (Vector | undefined)[]): number;
  /** The k-th scalar of the last run. */
  result(k: number): number;
  /** Copies what the last run left in the k-th output to `out`, which has its length. */
  read(output: number, out: Vector): void;
  /**
   * Exchanges the contents of the k-th data buffer for those of an array of the same length and type.
   *
   * @throws InfimumError `data-mismatch`
   */
  bind(data: number, array: DataArray): void;
}

/**
 * The numbers of an array as a data buffer holds them.
 *
 * @throws InfimumError `data-mismatch` when the length differs, or when floats come where integers were
 */
export function dataContents(buffer: Buffer, array: DataArray): Float64Array | Int32Array {
  if (array.length !== buffer.length) {
    throw new InfimumError(
      "data-mismatch",
      `data with ${buffer.length} entries were replaced by data with ${array.length}: give as many, or read the function again.`,
    );
  }
  if (buffer.element === "float") return Float64Array.from(array);
  // the ranges of indices were deduced from the type of the array
  if (array.constructor !== buffer.contents?.constructor) {
    throw new InfimumError(
      "data-mismatch",
      `an ${buffer.contents?.constructor.name} among the data was replaced by an ${array.constructor.name}: give the same type.`,
    );
  }
  return Int32Array.from(array);
}
