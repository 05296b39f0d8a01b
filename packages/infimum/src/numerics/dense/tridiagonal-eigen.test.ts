import { describe, expect, test } from "vitest";
import { eps, identity, randomNumbers, secondDifferenceEigenvalues } from "../fixtures/known-matrices.ts";
import { tridiagonalEigen } from "./tridiagonal-eigen.ts";

describe("tridiagonalEigen", () => {
  test("finds the eigenvalues of long second-difference matrices", () => {
    const n = 1000;
    const d = new Float64Array(n).fill(2);
    expect(tridiagonalEigen(d, new Float64Array(n).fill(-1), n)).toBe(true);
    const known = secondDifferenceEigenvalues(n);
    // backward error of a small multiple of eps * 4 for each, whatever n (errors of the rotations average out)
    for (let k = 0; k < n; k++) expect(Math.abs(d[k] - known[k])).toBeLessThan(100 * eps);
  });

  test("finds zero-diagonal matrices, whose eigenvalues come in pairs of opposite sign", () => {
    // e_i = 1: 2 cos(k pi / (n + 1))
    for (const n of [2, 5, 30]) {
      const d = new Float64Array(n);
      expect(tridiagonalEigen(d, new Float64Array(n).fill(1), n)).toBe(true);
      for (let k = 1; k <= n; k++) {
        expect(Math.abs(d[n - k] - 2 * Math.cos((k * Math.PI) / (n + 1)))).toBeLessThan(10 * n * eps);
      }
    }
  });

  test("finds the small eigenvalues of graded matrices to high relative accuracy, graded up or down", () => {
    // T = L D L^T with D falling by up to 1e-4 an entry, of both signs, and L close to the identity: the entries of T
    // then determine all eigenvalues to a few n eps, and the product of the eigenvalues is that of D. QL alone
    // errs by 1e-6 here, so does a rule that starts from the wrong end
    for (let seed = 0; seed < 300; seed++) {
      const n = 3 + (seed % 20);
      const numbers = randomNumbers(3 * n + 1, seed);
      const ratio = 100 ** (numbers[3 * n] - 1);
      const d = new Float64Array(n);
      const e = new Float64Array(n);
      let logarithm = 0;
      let above = 0;
      for (let k = 0; k < n; k++) {
        const pivot = ratio ** k * (1 + numbers[k] / 2) * (numbers[n + k] < -0.5 ? -1 : 1);
        const multiplier = Math.sqrt(ratio) * numbers[2 * n + k] * 0.9;
        d[k] = pivot + above;
        if (k + 1 < n) e[k] = multiplier * pivot;
        above = multiplier * multiplier * pivot;
        logarithm += Math.log(Math.abs(pivot));
      }
      const reversed = { d: d.toReversed(), e: Float64Array.from(e, (_, k) => (k + 1 < n ? e[n - 2 - k] : 0)) };
      for (const t of [{ d, e }, reversed]) {
        expect(tridiagonalEigen(t.d, t.e, n)).toBe(true);
        const found = t.d.reduce((sum, value) => sum + Math.log(Math.abs(value)), 0);
        expect(Math.abs(found - logarithm)).toBeLessThan(1e-11);
      }
    }
  });

  test("transforms a single row as the whole matrix of eigenvectors", () => {
    const n = 25;
    const [d, e] = [randomNumbers(n, 1), randomNumbers(n, 2)];
    const [d2, e2] = [d.slice(), e.slice()];
    const vectors = identity(n);
    const lastRow = new Float64Array(n);
    lastRow[n - 1] = 1;
    expect(tridiagonalEigen(d, e, n, vectors, n) && tridiagonalEigen(d2, e2, n, lastRow, 1)).toBe(true);
    expect(d2).toEqual(d);
    for (let j = 0; j < n; j++) expect(lastRow[j]).toBe(vectors[n - 1 + j * n]);
  });

  test("ignores the last place of the off-diagonal, and splits at zeros", () => {
    const d = Float64Array.of(2, 1, 5);
    expect(tridiagonalEigen(d, Float64Array.of(0, 0, NaN), 3)).toBe(true);
    expect(d).toEqual(Float64Array.of(1, 2, 5));
  });

  test("refuses NaN and infinity", () => {
    expect(tridiagonalEigen(Float64Array.of(1, NaN), Float64Array.of(1, 0), 2)).toBe(false);
    expect(tridiagonalEigen(Float64Array.of(1, 1), Float64Array.of(-Infinity, 0), 2)).toBe(false);
    expect(tridiagonalEigen(new Float64Array(0), new Float64Array(0), 0)).toBe(true);
  });
});
