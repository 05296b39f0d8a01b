import type { MatrixView } from "./dense/matrix-view.ts";

/** The precision of an array is the precision in which all is computed and accumulated. */
export type Floats = Float64Array | Float32Array;

/** Which triangle is read, and whether it is the matrix or its transpose that is solved with. */
export type TriangularShape = "lower" | "lower-transposed" | "upper" | "upper-transposed";

/**
 * Faster ways to what functions of `dense/`, `float32/` and `partial-sums.ts` do, to the same bits. Each may decline, for a size at which it does not
 * pay or for lack of memory: then the function does the work itself.
 */
export interface Kernels {
  /** As `addProduct`; false when declined. */
  addProduct<V extends Floats>(
    sign: 1 | -1,
    left: MatrixView<V>,
    right: MatrixView<V>,
    rows: number,
    inner: number,
    columns: number,
    out: V,
    outOffset: number,
    outStride: number,
  ): boolean;
  /** As `cholesky`; undefined when declined. */
  cholesky<V extends Floats>(a: V, n: number, out: V): boolean | undefined;
  /** As `solveTriangular`; false when declined. */
  solveTriangular<V extends Floats>(
    shape: TriangularShape,
    t: V,
    n: number,
    b: V,
    columns: number,
    x: V,
    stride: number,
  ): boolean;
  /** As `solveLower` or `solveUpper`; false when declined. */
  solveVector<V extends Floats>(shape: "lower" | "upper", t: V, n: number, b: V, x: V, stride: number): boolean;
  /** As `multiplyVector`; false when declined. */
  multiplyVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean;
  /** As `multiplyTransposedVector`; false when declined. */
  multiplyTransposedVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean;
  /** out = x + t d; false when declined. */
  move<V extends Floats>(x: V, t: number, d: V, out: V): boolean;
  /** out = t x; false when declined. */
  scale<V extends Floats>(x: V, t: number, out: V): boolean;
  /** As `dotInParts`; undefined when declined. */
  dot<V extends Floats>(a: V, b: V): number | undefined;
  /** As `sumInParts`; undefined when declined. */
  sum(a: Floats): number | undefined;
  /** The largest absolute entry, NaN when one is NaN; undefined when declined. */
  maxNorm(a: Floats): number | undefined;
}

let kernels: Kernels | undefined;

/**
 * From now on, large products, factorizations and solves of this process go to `chosen`; undefined: to none.
 *
 * The choice is one for the process because it cannot be seen in a result: kernels give the same bits. It is made by a call
 * and not by an import, so that a page which makes no call loads no kernels. `minimize`, `minimizeAsync` and `solve` of
 * `infimum` make it.
 */
export function useKernels(chosen: Kernels | undefined): void {
  kernels = chosen;
}

/** What `useKernels` chose. */
export function kernelsInUse(): Kernels | undefined {
  return kernels;
}
