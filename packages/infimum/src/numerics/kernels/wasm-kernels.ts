import type { DenseKernels } from "../dense/dense-kernels.ts";
import { cholesky } from "./cholesky.ts";
import { addProduct } from "./product.ts";
import { solveTriangular } from "./triangular.ts";

// From these sizes on a kernel is faster than the TypeScript function, copies included.

/** Multiplications of a product, all together and for each entry that is copied. */
const productMultiplications = 20_000;
const multiplicationsPerCopy = 4;

/** Rows of a matrix to be factored. */
const choleskyRows = 48;

/** Right-hand sides, and multiplications of all of them. */
const triangularColumns = 4;
const triangularMultiplications = 20_000;

/**
 * The kernels in WebAssembly, each from the size on at which it pays. Nothing is compiled before the first of them is
 * needed; where the engine has no WebAssembly or forbids it, all decline (`kernelBackend` says why).
 */
export const wasmKernels: DenseKernels = {
  addProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride) {
    const multiplications = rows * inner * columns;
    if (multiplications < productMultiplications) return false;
    const copies = rows * inner + inner * columns + 2 * rows * columns;
    if (multiplications < multiplicationsPerCopy * copies) return false;
    return addProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride);
  },
  cholesky(a, n, out) {
    return n < choleskyRows ? undefined : cholesky(a, n, out);
  },
  solveTriangular(shape, t, n, b, columns, x, stride) {
    if (columns < triangularColumns || n * n * columns < triangularMultiplications) return false;
    return solveTriangular(shape, t, n, b, columns, x, stride);
  },
};
