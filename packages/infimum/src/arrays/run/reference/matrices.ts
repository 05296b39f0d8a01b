import { addProduct } from "../../../numerics/dense/blocked-product.ts";
import { cholesky } from "../../../numerics/dense/cholesky.ts";
import { solveTriangular } from "../../../numerics/dense/triangular-columns.ts";
import { cholesky32 } from "../../../numerics/float32/cholesky.ts";
import { addProduct32 } from "../../../numerics/float32/product.ts";
import { solveTriangular32 } from "../../../numerics/float32/triangular.ts";
import type { TriangularShape } from "../../../numerics/kernel-choice.ts";
import type { Entries } from "../../graph/node.ts";
import type { Kernels } from "./kernel.ts";

// The matrices of a batch go to numerics/, one after the other. There the columns of a matrix are contiguous, here its
// rows are: what is read as columns is the transpose.

export const matrices: Kernels<"product" | "cholesky" | "solve-triangular"> = {
  product: (_operation, { shape, operands }, [a, b], out) => {
    const [rows, columns] = shape.slice(-2);
    const inner = operands[0].shape[shape.length - 1];
    out.fill(0);
    for (let start = 0, k = 0; start < out.length; start += rows * columns, k++) {
      // C^T = B^T A^T
      const left = { offset: k * inner * columns, rowStride: 1, columnStride: columns };
      const right = { offset: k * rows * inner, rowStride: 1, columnStride: inner };
      if (a instanceof Float64Array && b instanceof Float64Array && out instanceof Float64Array) {
        addProduct(1, { values: b, ...left }, { values: a, ...right }, columns, inner, rows, out, start, columns);
      } else if (a instanceof Float32Array && b instanceof Float32Array && out instanceof Float32Array) {
        addProduct32(1, { values: b, ...left }, { values: a, ...right }, columns, inner, rows, out, start, columns);
      } else addIntegerProduct(b, left.offset, a, right.offset, columns, inner, rows, out, start);
    }
  },
  cholesky: (_operation, { shape }, [a], out) => {
    const n = shape[shape.length - 1];
    for (let start = 0; start < out.length; start += n * n) {
      const factor = out.subarray(start, start + n * n);
      transposeTo(factor, a.subarray(start, start + n * n), n, n);
      const isDefinite =
        factor instanceof Float32Array
          ? cholesky32(factor, n, factor)
          : cholesky(factor as Float64Array, n, factor as Float64Array);
      if (isDefinite) transposeTo(factor, factor.slice(), n, n);
      else factor.fill(NaN);
    }
  },
  "solve-triangular": ({ triangle, transposed }, { shape }, [triangles, b], out) => {
    const [n, columns] = shape.slice(-2);
    const form: TriangularShape =
      triangle === "lower" ? (transposed ? "upper" : "upper-transposed") : transposed ? "lower" : "lower-transposed";
    const sides = b.slice(0, n * columns);
    for (let start = 0, k = 0; start < out.length; start += n * columns, k++) {
      const matrix = triangles.subarray(k * n * n, (k + 1) * n * n);
      transposeTo(sides, b.subarray(start, start + n * columns), n, columns);
      if (sides instanceof Float32Array) solveTriangular32(form, matrix as Float32Array, n, sides, columns, sides);
      else solveTriangular(form, matrix as Float64Array, n, sides as Float64Array, columns, sides as Float64Array);
      transposeTo(out.subarray(start, start + n * columns), sides, columns, n);
    }
  },
};

/** out = a^T, a with so many rows and columns. */
function transposeTo(out: Entries, a: Entries, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) out[j * rows + i] = a[i * columns + j];
}

/** As `addProduct`, for integers, which wrap. */
function addIntegerProduct(
  left: Entries,
  leftOffset: number,
  right: Entries,
  rightOffset: number,
  rows: number,
  inner: number,
  columns: number,
  out: Entries,
  start: number,
): void {
  for (let j = 0; j < columns; j++) {
    for (let l = 0; l < inner; l++) {
      const factor = right[rightOffset + j * inner + l];
      for (let i = 0; i < rows; i++) out[start + j * rows + i] += left[leftOffset + l * rows + i] * factor;
    }
  }
}
