import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagonalMatrix,
  difference,
  eps,
  frobenius,
  hilbert,
  matrix,
  minimumMatrix,
  onlyLower,
  orthogonalityError,
  plainProduct,
  randomOrthonormal,
  randomSymmetric,
  secondDifference,
  secondDifferenceEigenvalues,
  transposed,
  wilkinson,
  withSpectrum,
} from "../fixtures/known-matrices.ts";
import { eigenWork, symmetricEigen, symmetricEigenvalues } from "./symmetric-eigen.ts";
import { formTridiagonalizer, tridiagonalize } from "./tridiagonalize.ts";

function decomposed(a: Float64Array, n: number) {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  expect(symmetricEigen(onlyLower(a, n), n, values, vectors)).toBe(true);
  return { values, vectors };
}

function eigenvaluesOf(a: Float64Array, n: number): Float64Array {
  const values = new Float64Array(n);
  expect(symmetricEigenvalues(onlyLower(a, n), n, values)).toBe(true);
  return values;
}

/**
 * The modest multiple of n eps that the method's backward error stays below: a few rotations and reflections each row.
 */
const factor = 10;

function expectDecomposition(a: Float64Array, n: number): Float64Array {
  const { values, vectors } = decomposed(a, n);
  for (let k = 1; k < n; k++) expect(values[k]).toBeGreaterThanOrEqual(values[k - 1]);
  expect(orthogonalityError(vectors, n, n)).toBeLessThanOrEqual(factor * n * eps);
  const product = plainProduct(
    plainProduct(vectors, diagonalMatrix(values), n, n, n),
    transposed(vectors, n, n),
    n,
    n,
    n,
  );
  expect(difference(a, product)).toBeLessThanOrEqual(factor * n * eps * frobenius(a));
  // Weyl: two backward stable sets of eigenvalues differ by no more than their backward errors
  const alone = eigenvaluesOf(a, n);
  for (let k = 0; k < n; k++)
    expect(Math.abs(alone[k] - values[k])).toBeLessThanOrEqual(factor * n * eps * frobenius(a));
  return values;
}

describe("symmetricEigen", () => {
  test("decomposes symmetric matrices of every size and scale, also with equal entries", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(1e6), fc.constantFrom(1, 1e-140, 1e140), (n, seed, scale) => {
        const a = randomSymmetric(n, seed).map((entry) => scale * (seed % 3 === 0 ? Math.round(entry) : entry));
        expectDecomposition(a, n);
      }),
      { numRuns: 100 },
    );
  });

  test.each([1, 2, 3, 10, 64, 129])("finds 4 sin^2(k pi / (2 n + 2)) for the second differences, n = %i", (n) => {
    const values = expectDecomposition(secondDifference(n), n);
    const known = secondDifferenceEigenvalues(n);
    for (let k = 0; k < n; k++) expect(Math.abs(values[k] - known[k])).toBeLessThanOrEqual(factor * n * eps * 4);
  });

  test("finds 1 / (4 sin^2((2 k - 1) pi / (4 n + 2))) for min(i, j)", () => {
    const n = 40;
    const values = expectDecomposition(minimumMatrix(n), n);
    for (let k = 1; k <= n; k++) {
      const known = 0.25 / Math.sin(((2 * k - 1) * Math.PI) / (4 * n + 2)) ** 2;
      expect(Math.abs(values[n - k] - known)).toBeLessThanOrEqual(factor * n * eps * values[n - 1]);
    }
  });

  test("finds the close pairs of Wilkinson's W21+", () => {
    const values = expectDecomposition(wilkinson(), 21);
    // J. H. Wilkinson, The Algebraic Eigenvalue Problem, 1965, p. 309
    expect(values[20]).toBeCloseTo(10.74619418290339, 12);
    expect(values[19]).toBeCloseTo(10.74619418290332, 12);
    expect(values[0]).toBeCloseTo(-1.12544152211998, 12);
    expect(values[20] - values[19]).toBeLessThan(1e-12);
  });

  test("finds the largest and the smallest eigenvalue of the Hilbert matrix of order 10", () => {
    const values = expectDecomposition(hilbert(10), 10);
    expect(values[9]).toBeCloseTo(1.75191967026518, 13);
    // 1.0931538193797e-13 to the absolute accuracy that a normwise backward stable method has
    expect(Math.abs(values[0] - 1.0931538193797e-13)).toBeLessThan(10 * 10 * eps);
  });

  test("keeps a known spectrum: clusters, gaps, zeros, signs", () => {
    for (const spectrum of [
      [1, 1, 1, 1],
      [-3, -3, 0, 0, 0, 7],
      [-1e-12, 0, 1e-12, 1],
      [1, 1 + 1e-13, 1 + 2e-13, 2],
      [1e-15, 1e-10, 1e-5, 1, 1e5],
    ]) {
      const n = spectrum.length;
      const values = expectDecomposition(withSpectrum(spectrum, 3), n);
      const bound = 2 * factor * n * n * eps * Math.max(...spectrum.map(Math.abs));
      spectrum.forEach((known, k) => expect(Math.abs(values[k] - known)).toBeLessThanOrEqual(bound));
    }
  });

  test("interlaces: dropping a row and its column puts the eigenvalues between the old ones (Cauchy)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(1e6), (n, seed) => {
        const a = randomSymmetric(n, seed);
        const values = eigenvaluesOf(a, n);
        const inner = eigenvaluesOf(
          matrix(n - 1, n - 1, (i, j) => a[i + j * n]),
          n - 1,
        );
        const bound = factor * n * eps * frobenius(a);
        for (let k = 0; k < n - 1; k++) {
          expect(inner[k]).toBeGreaterThanOrEqual(values[k] - bound);
          expect(inner[k]).toBeLessThanOrEqual(values[k + 1] + bound);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("is invariant under rotation", () => {
    const n = 12;
    const a = randomSymmetric(n, 5);
    const q = randomOrthonormal(n, n, 6);
    const rotated = plainProduct(plainProduct(q, a, n, n, n), transposed(q, n, n), n, n, n);
    expect(difference(eigenvaluesOf(a, n), eigenvaluesOf(rotated, n))).toBeLessThan(
      2 * factor * n * eps * frobenius(a),
    );
  });

  test("finds diagonal matrices exactly, in order", () => {
    const { values, vectors } = decomposed(diagonalMatrix([3, -1, 2]), 3);
    expect(values).toEqual(Float64Array.of(-1, 2, 3));
    expect(vectors.map(Math.abs)).toEqual(Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0));
  });

  test("stays relatively accurate near the ends of the range of numbers", () => {
    for (const scale of [2 ** -1000, 2 ** 1000]) {
      const a = randomSymmetric(8, 4);
      const scaled = eigenvaluesOf(
        a.map((entry) => scale * entry),
        8,
      );
      const restored = scaled.map((value) => value / scale);
      expect(difference(restored, eigenvaluesOf(a, 8))).toBeLessThan(factor * 8 * eps * frobenius(a));
    }
  });

  test("works in place and with shared work space, to the same bits", () => {
    const work = eigenWork(20);
    for (const n of [20, 7]) {
      const a = randomSymmetric(n, n);
      const { values, vectors } = decomposed(a, n);
      const again = new Float64Array(n);
      expect(symmetricEigen(a, n, again, a, work)).toBe(true);
      expect(again).toEqual(values);
      expect(a).toEqual(vectors);
    }
  });

  test("answers NaN for entries that are not finite, and nothing for the empty matrix", () => {
    for (const bad of [NaN, Infinity]) {
      const a = randomSymmetric(4, 1);
      a[3 + 4] = bad;
      const values = new Float64Array(4);
      const vectors = new Float64Array(16);
      expect(symmetricEigen(a, 4, values, vectors)).toBe(false);
      expect(values).toEqual(new Float64Array(4).fill(NaN));
      expect(vectors).toEqual(new Float64Array(16).fill(NaN));
      expect(symmetricEigenvalues(a, 4, values)).toBe(false);
    }
    expect(symmetricEigen(new Float64Array(0), 0, new Float64Array(0), new Float64Array(0))).toBe(true);
  });
});

describe("tridiagonalize", () => {
  test("gives A = Q T Q^T", () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(1e6), (n, seed) => {
        const a = randomSymmetric(n, seed);
        const q = onlyLower(a, n);
        const [d, e, reflections, product] = Array.from({ length: 4 }, () => new Float64Array(n));
        tridiagonalize(q, n, d, e, reflections, product);
        formTridiagonalizer(q, n, reflections);
        const t = matrix(n, n, (i, j) => (i === j ? d[i] : Math.abs(i - j) === 1 ? e[Math.min(i, j)] : 0));
        const back = plainProduct(plainProduct(q, t, n, n, n), transposed(q, n, n), n, n, n);
        expect(difference(a, back)).toBeLessThanOrEqual(factor * n * eps * frobenius(a));
        expect(orthogonalityError(q, n, n)).toBeLessThanOrEqual(factor * n * eps);
      }),
      { numRuns: 50 },
    );
  });
});
