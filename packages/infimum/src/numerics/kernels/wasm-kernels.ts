import type { Kernels } from "../kernel-choice.ts";
import { cholesky } from "./cholesky.ts";
import { dot, maxNorm, move, scale, sum } from "./loops.ts";
import { addProduct } from "./product.ts";
import { solveTriangular, solveVector } from "./triangular.ts";
import { multiplyTransposedVector, multiplyVector } from "./vector-product.ts";

// From these sizes on a kernel is faster than the TypeScript function, copies included: measured in the suite "kernels".

/** Multiplications of a matrix product. */
const productMultiplications = 4096;

/** Rows of a matrix to be factored. */
const choleskyRows = 24;

/** Right-hand sides for which the kernel, which always solves for sixteen and more, is not slower; and entries of them. */
const triangularColumns = 4;
const triangularMultiplications = 1024;

/** Entries of a matrix that meets one vector. */
const matrixEntries = 2304;

/** Entries of a vector. */
const vectorEntries = 300;

/**
 * The kernels in WebAssembly, each from the size on at which it pays. Nothing is compiled before the first of them is
 * needed; where the engine has no WebAssembly or forbids it, all decline (`kernelBackend` says why).
 */
export const wasmKernels: Kernels = {
  addProduct: (sign, left, right, rows, inner, columns, out, outOffset, outStride) =>
    rows * inner * columns >= productMultiplications &&
    addProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride),
  cholesky: (a, n, out) => (n >= choleskyRows ? cholesky(a, n, out) : undefined),
  solveTriangular: (shape, t, n, b, columns, x, stride) =>
    columns >= triangularColumns &&
    n * n * columns >= triangularMultiplications &&
    solveTriangular(shape, t, n, b, columns, x, stride),
  solveVector: (shape, t, n, b, x, stride) => n * n >= matrixEntries && solveVector(shape, t, n, b, x, stride),
  multiplyVector: (a, rows, columns, x, out) =>
    rows * columns >= matrixEntries && multiplyVector(a, rows, columns, x, out),
  multiplyTransposedVector: (a, rows, columns, x, out) =>
    rows * columns >= matrixEntries && multiplyTransposedVector(a, rows, columns, x, out),
  move: (x, t, d, out) => x.length >= vectorEntries && move(x, t, d, out),
  scale: (x, t, out) => x.length >= vectorEntries && scale(x, t, out),
  dot: (a, b) => (a.length >= vectorEntries ? dot(a, b) : undefined),
  sum: (a) => (a.length >= vectorEntries ? sum(a) : undefined),
  maxNorm: (a) => (a.length >= vectorEntries ? maxNorm(a) : undefined),
};
