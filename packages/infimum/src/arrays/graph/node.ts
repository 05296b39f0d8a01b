import type { BinaryOperation, Comparison, UnaryOperation } from "../../autodiff/program/operations.ts";

/** What the entries of an array are: floats, in which all is computed and accumulated, or indices. */
export type Precision = "float64" | "float32" | "int32";

/** The lengths of the axes, outermost first; entries stand row after row. A number has no axes. */
export type Shape = readonly number[];

/** The contents of an array. */
export type Entries = Float64Array | Float32Array | Int32Array;

/** How a window moves over one axis, in entries. */
export interface Window {
  readonly size: number;
  /** How far the window moves. */
  readonly step: number;
  /** The distance between two entries of the window. */
  readonly dilation: number;
  /** Zeros before and after. */
  readonly before: number;
  readonly after: number;
}

/**
 * What an array is computed by. Operands of elementwise operations have the shape of the result: broadcasting is an
 * operation of its own, as is every change of precision. Sums and extremes keep the axes they are taken over, with
 * length 1.
 */
export type ArrayOperation =
  /** The index-th array that a run is given. */
  | { readonly name: "input"; readonly index: number }
  /** These entries. */
  | { readonly name: "constant"; readonly entries: Entries }
  /** One number everywhere. */
  | { readonly name: "fill"; readonly value: number }
  | { readonly name: "unary"; readonly function: UnaryOperation }
  | { readonly name: "binary"; readonly function: BinaryOperation }
  /** 1 where it holds, else 0, in the precision of the operands. */
  | { readonly name: "compare"; readonly comparison: Comparison }
  /** The second operand where the first is not 0, else the third. */
  | { readonly name: "select" }
  | { readonly name: "convert" }
  /** Repeats the operand along axes on which it has length 1; as many axes. */
  | { readonly name: "broadcast" }
  /** No derivative passes where it `stops`: that is all it is for, where the shape is that of the operand. */
  | { readonly name: "reshape"; readonly stops?: true }
  /** Axis k of the result is axis order[k] of the operand. */
  | { readonly name: "transpose"; readonly order: readonly number[] }
  /** Entries starts[k], starts[k] + steps[k], ... of each axis; steps are not 0 and may be negative. */
  | { readonly name: "slice"; readonly starts: readonly number[]; readonly steps: readonly number[] }
  /** The transpose of `slice`: zeros, but where the operand is put. */
  | { readonly name: "pad"; readonly starts: readonly number[]; readonly steps: readonly number[] }
  | { readonly name: "concatenate"; readonly axis: number }
  | { readonly name: "sum"; readonly axes: readonly number[] }
  | { readonly name: "max" | "min"; readonly axes: readonly number[] }
  /** Matrix products over the last two axes; the axes before are the same in both operands. */
  | { readonly name: "product" }
  /** (a, indices of one axis): the indices-th slices of a along the axis. Indices outside throw. */
  | { readonly name: "gather"; readonly axis: number }
  /** (a, indices): the transpose of `gather`: slices of a added up at their indices, in order, along an axis that becomes `length` long. */
  | { readonly name: "scatter"; readonly axis: number; readonly length: number }
  /** (a, indices of as many axes, which agree with a but for `axis`): entries of each line along the axis. */
  | { readonly name: "gather-along"; readonly axis: number }
  /** (a, indices): the transpose of `gather-along`. */
  | { readonly name: "scatter-along"; readonly axis: number; readonly length: number }
  /** The indices that sort each line: stable, ascending, NaN last. */
  | { readonly name: "argsort"; readonly axis: number }
  /** The first index of the largest entry of each line; the axis keeps length 1. */
  | { readonly name: "argmax" | "argmin"; readonly axis: number }
  | { readonly name: "cumulative-sum"; readonly axis: number; readonly backwards: boolean }
  /** Of each matrix of the last two axes; a matrix that is not positive definite gives NaN. */
  | { readonly name: "cholesky" }
  /** (triangles, right-hand sides): over the last two axes. */
  | { readonly name: "solve-triangular"; readonly triangle: "lower" | "upper"; readonly transposed: boolean }
  /** (batch, height, width, channels) to (batch, rows, columns, window height, window width, channels). */
  | { readonly name: "windows"; readonly vertical: Window; readonly horizontal: Window }
  /** The transpose of `windows`: entries of windows added up where they were taken from. */
  | { readonly name: "fold"; readonly vertical: Window; readonly horizontal: Window };

/** An array that is computed once and never changed. Operands are older than what is computed of them. */
export interface ArrayNode {
  /** In the order of making, within one graph. */
  readonly id: number;
  readonly operation: ArrayOperation;
  readonly operands: readonly ArrayNode[];
  readonly shape: Shape;
  readonly precision: Precision;
}

/** How many entries an array of this shape has. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, length) => size * length, 1);
}
