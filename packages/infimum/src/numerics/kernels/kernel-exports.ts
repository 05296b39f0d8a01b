/** A `WebAssembly.Memory`. */
export interface KernelMemory {
  readonly buffer: ArrayBuffer;
  /** @throws RangeError when the engine has no more */
  grow(pages: number): number;
}

/** A function that stands in the module once for each precision. */
type Both<Name extends string, F> = { readonly [K in `${Name}${64 | 32}`]: F };

/** What assembly/index.ts exports. Addresses and strides are in bytes, flags 0 or 1. */
export type KernelExports = { readonly memory: KernelMemory; firstFree(): number } & Both<
  "productWork",
  (inner: number, columns: number) => number
> &
  Both<
    "addProduct",
    (
      sign: number,
      a: number,
      aRowStride: number,
      aColumnStride: number,
      b: number,
      bRowStride: number,
      bColumnStride: number,
      rows: number,
      inner: number,
      columns: number,
      out: number,
      outStride: number,
      work: number,
    ) => void
  > &
  Both<"cholesky", (l: number, n: number, work: number) => number> &
  Both<"triangularWork", (n: number, columns: number) => number> &
  Both<
    "solveForward",
    (
      t: number,
      rowStride: number,
      columnStride: number,
      n: number,
      x: number,
      xRowStride: number,
      xColumnStride: number,
      columns: number,
      work: number,
    ) => void
  > &
  Both<
    "solveLowerTransposed",
    (l: number, stride: number, n: number, x: number, columns: number, work: number) => void
  > &
  Both<"solveByColumns", (t: number, stride: number, n: number, x: number, descending: number) => void> &
  Both<"addVectorProduct", (a: number, rows: number, columns: number, x: number, out: number) => void> &
  Both<"multiplyTransposedVector", (a: number, rows: number, columns: number, x: number, out: number) => void> &
  Both<"move", (x: number, t: number, d: number, out: number, count: number) => void> &
  Both<"scale", (x: number, t: number, out: number, count: number) => void> &
  Both<"dot", (a: number, b: number, count: number, work: number) => number> &
  Both<"sum", (a: number, count: number, work: number) => number> &
  Both<"maxNorm", (a: number, count: number) => number>;
