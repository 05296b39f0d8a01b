import { describe, expect, test } from "vitest";
import { eps, identity, randomNumbers, secondDifferenceEigenvalues } from "./known-matrices.ts";
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

  test("finds the small eigenvalues of a graded matrix to high relative accuracy, graded up or down", () => {
    // T = L D L^T with unit bidiagonal L (entries 1 / 10 below the diagonal) and D = diag(100^-k) has determinant 100^-(0 + 1 + ...)
    const n = 7;
    const build = (reversed: boolean) => {
      const d = new Float64Array(n);
      const e = new Float64Array(n);
      for (let k = 0; k < n; k++) {
        const at = reversed ? n - 1 - k : k;
        d[at] = 100 ** -k + (k > 0 ? 0.01 * 100 ** -(k - 1) * 0.01 : 0);
        if (k + 1 < n) e[reversed ? at - 1 : at] = 0.01 * 100 ** -k;
      }
      return { d, e };
    };
    const down = build(false);
    const up = build(true);
    expect(tridiagonalEigen(down.d, down.e, n) && tridiagonalEigen(up.d, up.e, n)).toBe(true);
    let product = 1;
    for (let k = 0; k < n; k++) {
      expect(Math.abs(down.d[k] / up.d[k] - 1)).toBeLessThan(100 * n * eps);
      product *= down.d[k];
    }
    expect(Math.abs(product / 100 ** -21 - 1)).toBeLessThan(1000 * n * eps);
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
