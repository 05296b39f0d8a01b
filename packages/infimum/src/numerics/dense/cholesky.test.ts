import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagonalMatrix,
  eps,
  frobenius,
  hilbert,
  matrix,
  minimumMatrix,
  onlyLower,
  plainProduct,
  randomMatrix,
  secondDifference,
  transposed,
} from "../fixtures/known-matrices.ts";
import { cholesky, choleskyLogDeterminant, choleskySolve } from "./cholesky.ts";

/**
 * |A - L L^T| <= gamma_(n + 1) |L| |L^T|, entry by entry (Higham 2002, theorem 10.3); the product here errs by as much
 * again.
 */
function expectReconstruction(a: Float64Array, l: Float64Array, n: number): void {
  const product = plainProduct(l, transposed(l, n, n), n, n, n);
  const sizes = plainProduct(l.map(Math.abs), transposed(l, n, n).map(Math.abs), n, n, n);
  for (let k = 0; k < n * n; k++) expect(Math.abs(a[k] - product[k])).toBeLessThanOrEqual((n + 1) * eps * sizes[k]);
}

function positiveDefinite(n: number, seed: number): Float64Array {
  const b = randomMatrix(n, n, seed);
  const a = plainProduct(b, transposed(b, n, n), n, n, n);
  for (let i = 0; i < n; i++) a[i + i * n] += 0.1;
  return a;
}

describe("cholesky", () => {
  test("gives back A within the componentwise bound, from its lower triangle alone, whatever the size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const a = positiveDefinite(n, seed);
        const l = new Float64Array(n * n).fill(NaN);
        expect(cholesky(onlyLower(a, n), n, l)).toBe(true);
        expectReconstruction(a, l, n);
        const inPlace = onlyLower(a, n);
        cholesky(inPlace, n, inPlace);
        expect(inPlace).toEqual(l);
      }),
      { numRuns: 25 },
    );
  });

  test("sums in index order: the same bits as the plain loop across panels", () => {
    const n = 131;
    const a = positiveDefinite(n, 1);
    const l = new Float64Array(n * n);
    cholesky(a, n, l);
    const plain = new Float64Array(n * n);
    for (let j = 0; j < n; j++) {
      for (let i = j; i < n; i++) {
        let rest = a[i + j * n];
        for (let k = 0; k < j; k++) rest -= plain[i + k * n] * plain[j + k * n];
        plain[i + j * n] = i === j ? Math.sqrt(rest) : rest / plain[j + j * n];
      }
    }
    expect(l).toEqual(plain);
  });

  test("finds the all-ones triangle of min(i, j) exactly", () => {
    const n = 45;
    const l = new Float64Array(n * n);
    expect(cholesky(minimumMatrix(n), n, l)).toBe(true);
    expect(l).toEqual(matrix(n, n, (i, j) => (i >= j ? 1 : 0)));
    expect(choleskyLogDeterminant(l, n)).toBe(0);
  });

  test("keeps strongly graded matrices exact in every scale", () => {
    const scales = [1e150, 1, 1e-150];
    const a = matrix(3, 3, (i, j) => scales[i] * scales[j] * (i === j ? 2 : 1));
    const l = new Float64Array(9);
    expect(cholesky(a, 3, l)).toBe(true);
    expectReconstruction(a, l, 3);
  });

  test("succeeds on the Hilbert matrix of order 12 (condition 1.8e16) and fails on that of order 16", () => {
    expect(cholesky(hilbert(12), 12, new Float64Array(144))).toBe(true);
    expect(cholesky(hilbert(16), 16, new Float64Array(256))).toBe(false);
  });

  test.each([
    ["zero", [0]],
    ["negative", [-1]],
    ["NaN", [NaN]],
    ["infinite", [Infinity]],
    ["singular", [1, 1, 1, 1]],
    ["indefinite", [1, 2, 2, 1]],
    ["NaN below the diagonal", [1, NaN, NaN, 1]],
    ["infinite below the diagonal", [1, Infinity, Infinity, 1]],
  ])("refuses a %s matrix", (_, entries) => {
    const n = Math.sqrt(entries.length);
    expect(cholesky(Float64Array.from(entries), n, new Float64Array(n * n))).toBe(false);
  });

  test("accepts the empty matrix, with determinant 1", () => {
    expect(cholesky(new Float64Array(0), 0, new Float64Array(0))).toBe(true);
    expect(choleskyLogDeterminant(new Float64Array(0), 0)).toBe(0);
  });

  test("gives the determinant n + 1 of the second-difference matrix", () => {
    const n = 50;
    const l = new Float64Array(n * n);
    cholesky(secondDifference(n), n, l);
    expect(Math.abs(choleskyLogDeterminant(l, n) - Math.log(n + 1))).toBeLessThan(n * eps * Math.log(n + 1));
    // overflow of the determinant itself does no harm
    cholesky(diagonalMatrix([1e300, 1e300]), 2, l);
    expect(choleskyLogDeterminant(l, 2)).toBeCloseTo(600 * Math.LN10, 10);
  });
});

describe("choleskySolve", () => {
  test("is backward stable: the residual is of rounding size however ill-conditioned the matrix", () => {
    for (const [a, n] of [[hilbert(11), 11] as const, [positiveDefinite(60, 3), 60] as const]) {
      const l = new Float64Array(n * n);
      cholesky(a, n, l);
      const b = randomMatrix(n, 1, 4);
      const x = choleskySolve(l, n, b, new Float64Array(n));
      const product = plainProduct(a, x, n, n, 1);
      const residual = frobenius(product.map((p, i) => p - b[i]));
      // (A + E) x = b with |E| <= gamma_(3 n + 1) |L| |L^T| (Higham 2002, theorem 10.4), and || |L| |L^T| || <= n ||A||
      expect(residual).toBeLessThanOrEqual((3 * n + 1) * eps * n * frobenius(a) * frobenius(x));
      expect(choleskySolve(l, n, b, b)).toEqual(x);
    }
  });
});
