import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagonalMatrix,
  difference,
  eps,
  frobenius,
  hilbert,
  matrix,
  orthogonalityError,
  plainProduct,
  randomMatrix,
  randomOrthonormal,
  transposed,
} from "../fixtures/known-matrices.ts";
import { type SvdFactors, svd, svdFactors, svdSolve } from "./svd.ts";

function decomposed(a: Float64Array, rows: number, columns: number): SvdFactors {
  const factors = svdFactors(rows, columns);
  expect(svd(a, factors)).toBe(true);
  return factors;
}

/**
 * The modest multiple of n eps that the backward error stays below: about ten sweeps of rotations, and the QR before
 * them.
 */
const factor = 20;

function expectDecomposition(a: Float64Array, rows: number, columns: number): SvdFactors {
  const factors = decomposed(a, rows, columns);
  const { values, left, right } = factors;
  const k = values.length;
  for (let j = 0; j < k; j++) {
    expect(values[j]).toBeGreaterThanOrEqual(0);
    if (j > 0) expect(values[j]).toBeLessThanOrEqual(values[j - 1]);
  }
  const size = Math.max(rows, columns);
  expect(orthogonalityError(left, rows, k)).toBeLessThanOrEqual(factor * size * eps);
  expect(orthogonalityError(right, columns, k)).toBeLessThanOrEqual(factor * size * eps);
  const product = plainProduct(
    plainProduct(left, diagonalMatrix(values), rows, k, k),
    transposed(right, columns, k),
    rows,
    k,
    columns,
  );
  expect(difference(a, product)).toBeLessThanOrEqual(factor * size * eps * frobenius(a));
  return factors;
}

describe("svd", () => {
  test("decomposes matrices of every shape and rank", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(20), fc.nat(8), fc.nat(1e6), (rows, columns, inner, seed) => {
        expectDecomposition(randomMatrix(rows, columns, seed), rows, columns);
        const thin = randomMatrix(rows, inner, seed);
        const wide = randomMatrix(inner, columns, seed + 1);
        const { values } = expectDecomposition(plainProduct(thin, wide, rows, inner, columns), rows, columns);
        for (let k = inner; k < values.length; k++) {
          expect(values[k]).toBeLessThanOrEqual(2 * factor * 20 * eps * frobenius(thin) * frobenius(wide));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("finds 1 / (2 sin((2 k - 1) pi / (4 n + 2))) for the triangle of ones", () => {
    // its Gram matrix is min(i, j) up to order
    const n = 50;
    const { values } = expectDecomposition(
      matrix(n, n, (i, j) => (i >= j ? 1 : 0)),
      n,
      n,
    );
    for (let k = 1; k <= n; k++) {
      const known = 0.5 / Math.sin(((2 * k - 1) * Math.PI) / (4 * n + 2));
      expect(Math.abs(values[k - 1] - known)).toBeLessThanOrEqual(factor * n * eps * values[0]);
    }
  });

  test("keeps relative accuracy of small singular values when columns (of a wide matrix, rows) differ in size", () => {
    // A = B D with orthonormal B: the entries of D are the singular values, 1e60 apart, and each is found to rounding
    // error
    const n = 7;
    const scales = Float64Array.from({ length: n }, (_, j) => 1e30 * 1e-10 ** ((j * 3) % n));
    const orthonormal = randomOrthonormal(n, n, 1);
    const scaled = matrix(n, n, (i, j) => orthonormal[i + j * n] * scales[j]);
    const sorted = scales.toSorted().toReversed();
    const square = expectDecomposition(scaled, n, n).values;
    for (let k = 0; k < n; k++) expect(Math.abs(square[k] / sorted[k] - 1)).toBeLessThan(10 * factor * n * eps);
    const rows = 4;
    const tall = randomOrthonormal(9, rows, 2);
    const wide = matrix(rows, 9, (i, j) => tall[j + i * 9] * scales[i]);
    const { values } = decomposed(wide, rows, 9);
    const known = scales.slice(0, rows).toSorted().toReversed();
    for (let k = 0; k < rows; k++) expect(Math.abs(values[k] / known[k] - 1)).toBeLessThan(10 * factor * 9 * eps);
  });

  test("finds the singular values of the Hilbert matrix", () => {
    const { values } = expectDecomposition(hilbert(6), 6, 6);
    // 1.618899858924339 and 1.082799484565550e-7: condition 1.495e7
    expect(values[0]).toBeCloseTo(1.618899858924339, 13);
    expect(Math.abs(values[5] - 1.08279948456555e-7)).toBeLessThan(6 * eps * factor);
  });

  test("gives orthonormal vectors for zero and rank-one matrices, in every scale", () => {
    expectDecomposition(new Float64Array(12), 4, 3);
    expectDecomposition(new Float64Array(12).fill(1), 3, 4);
    for (const scale of [1e-300, 1e300]) {
      const a = randomMatrix(5, 4, 3).map((entry) => scale * entry);
      const { values } = decomposed(a, 5, 4);
      const plain = decomposed(randomMatrix(5, 4, 3), 5, 4).values;
      for (let k = 0; k < 4; k++) expect(values[k] / scale / plain[k]).toBeCloseTo(1, 12);
    }
    // columns whose products underflow: not orthogonal, and no inner product tells
    const skew = matrix(3, 3, (i, j) => (i === 0 && j === 0 ? 1 : i * j * 1e-200 + (i === 2 && j === 2 ? 1e-200 : 0)));
    const both = decomposed(skew, 3, 3);
    expect(orthogonalityError(both.left, 3, 3) + orthogonalityError(both.right, 3, 3)).toBeLessThan(10 * eps);
    const { left, right, values } = decomposed(diagonalMatrix([1, 1e-180, 1e-200]), 3, 3);
    expect(values).toEqual(Float64Array.of(1, 1e-180, 1e-200));
    expect(orthogonalityError(left, 3, 3) + orthogonalityError(right, 3, 3)).toBeLessThan(10 * eps);
  });

  test("answers NaN for entries that are not finite", () => {
    for (const bad of [NaN, Infinity]) {
      const factors = svdFactors(2, 2);
      expect(svd(Float64Array.of(1, bad, 2, 3), factors)).toBe(false);
      expect(factors.values).toEqual(Float64Array.of(NaN, NaN));
    }
  });
});

describe("svdSolve", () => {
  test("finds the shortest solution of an underdetermined system", () => {
    const factors = decomposed(Float64Array.of(1, 1, 1, 1), 1, 4);
    const x = new Float64Array(4);
    expect(svdSolve(factors, Float64Array.of(2), x)).toBe(1);
    for (const entry of x) expect(entry).toBeCloseTo(0.5, 14);
  });

  test("recovers the solution when the columns are independent", () => {
    const a = randomMatrix(9, 5, 4);
    const x = randomMatrix(5, 1, 5);
    const found = new Float64Array(5);
    expect(svdSolve(decomposed(a, 9, 5), plainProduct(a, x, 9, 5, 1), found)).toBe(5);
    expect(difference(x, found)).toBeLessThan(1e-12);
  });

  test("counts singular values below the tolerance as zero", () => {
    const factors = decomposed(diagonalMatrix([1, 1e-3, 0]), 3, 3);
    const x = new Float64Array(3);
    expect(svdSolve(factors, Float64Array.of(1, 1, 1), x)).toBe(2);
    expect(x[1]).toBeCloseTo(1000, 9);
    expect(svdSolve(factors, Float64Array.of(1, 1, 1), x, 0.01)).toBe(1);
    expect(x[1]).toBe(0);
  });
});
