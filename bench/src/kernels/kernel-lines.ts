import * as numerics from "infimum/numerics";

/** One function of the library on data of one size. */
export interface KernelLine {
  readonly name: string;
  readonly precision: "float64" | "float32";
  readonly n: number;
  /** Additions, multiplications and divisions. */
  readonly operations: number;
  call(): unknown;
}

const kinds = { float64: Float64Array, float32: Float32Array } as const;

/** Every function that has a kernel, for matrices of size n (and as many right-hand sides) and vectors of length n^2. */
export function kernelLines(n: number): KernelLine[] {
  const { float64, float32 } = kinds;
  const wide = dataOf(float64, n);
  const narrow = dataOf(float32, n);
  const lines: [string, number, (() => unknown) | undefined, (() => unknown) | undefined][] = [
    [
      "matrix product",
      2 * n ** 3,
      () => numerics.multiply(wide.a, wide.b, n, n, n, wide.out),
      () => numerics.multiply32(narrow.a, narrow.b, n, n, n, narrow.out),
    ],
    [
      "Cholesky",
      n ** 3 / 3,
      () => numerics.cholesky(wide.definite, n, wide.out),
      () => numerics.cholesky32(narrow.definite, n, narrow.out),
    ],
    [
      "triangular solve, n right-hand sides",
      n ** 3,
      () => numerics.solveTriangular("lower", wide.definite, n, wide.b, n, wide.out),
      () => numerics.solveTriangular32("lower", narrow.definite, n, narrow.b, n, narrow.out),
    ],
    [
      "triangular solve, one right-hand side",
      n ** 2,
      () => numerics.solveLower(wide.definite, n, wide.x, wide.y),
      undefined,
    ],
    [
      "matrix-vector product",
      2 * n ** 2,
      () => numerics.multiplyVector(wide.a, n, n, wide.x, wide.y),
      () => numerics.multiplyVector32(narrow.a, n, n, narrow.x, narrow.y),
    ],
    [
      "transposed matrix-vector product",
      2 * n ** 2,
      () => numerics.multiplyTransposedVector(wide.a, n, n, wide.x, wide.y),
      () => numerics.multiplyTransposedVector32(narrow.a, n, n, narrow.x, narrow.y),
    ],
    [
      "inner product in parts, length n^2",
      2 * n ** 2,
      () => numerics.dotInParts(wide.a, wide.b),
      () => numerics.dotInParts32(narrow.a, narrow.b),
    ],
    ["x + t d, length n^2", 2 * n ** 2, undefined, () => numerics.move32(narrow.a, 0.5, narrow.b, narrow.out)],
  ];
  return lines.flatMap(([name, operations, inWide, inNarrow]) => [
    ...(inWide ? [{ name, precision: "float64" as const, n, operations, call: inWide }] : []),
    ...(inNarrow ? [{ name, precision: "float32" as const, n, operations, call: inNarrow }] : []),
  ]);
}

interface Data<V> {
  readonly a: V;
  readonly b: V;
  /** Positive definite, and well-conditioned as a triangle. */
  readonly definite: V;
  readonly out: V;
  readonly x: V;
  readonly y: V;
}

function dataOf<V extends Float64Array | Float32Array>(Kind: new (length: number) => V, n: number): Data<V> {
  const stream = new numerics.RandomStream().key(1, "kernels", 0, 0);
  const filled = (length: number) => {
    const values = new Kind(length);
    for (let i = 0; i < length; i++) values[i] = stream.normal();
    return values;
  };
  const definite = filled(n * n);
  for (let i = 0; i < n; i++) definite[i * (n + 1)] = 4 * n;
  return {
    a: filled(n * n),
    b: filled(n * n),
    definite,
    out: new Kind(n * n),
    x: filled(n),
    y: new Kind(n),
  };
}
