import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagonalMatrix,
  hilbert,
  matrix,
  plainProduct,
  randomMatrix,
  randomSymmetric,
  secondDifference,
  transposed,
} from "../fixtures/known-matrices.ts";
import { bunchKaufman, bunchKaufmanFactors } from "./bunch-kaufman.ts";
import { cholesky } from "./cholesky.ts";
import { bunchKaufmanCondition, choleskyCondition, inverseOneNorm, triangularCondition } from "./condition.ts";
import { oneNorm, symmetricOneNorm, triangularOneNorm } from "./norms.ts";

describe("the condition estimates", () => {
  test("know the published 1-norm condition numbers of the Hilbert matrices", () => {
    // J. Todd, The condition of certain matrices, 1954; to the digits that are usually printed
    for (const [n, known] of [
      [3, 748],
      [4, 28375],
      [5, 943656],
      [6, 29070279],
    ]) {
      const a = hilbert(n);
      const l = new Float64Array(n * n);
      cholesky(a, n, l);
      const estimate = choleskyCondition(l, n, symmetricOneNorm(a, n));
      expect(Math.abs(estimate / known - 1)).toBeLessThan(1e-6);
    }
  });

  test("are the closed form for the second-difference matrix", () => {
    // the inverse has entries i (n + 1 - j) / (n + 1), all positive: its norm is that of its middle
    // column, (n + 1)^2 / 8 for odd n
    const n = 31;
    const factors = bunchKaufmanFactors(n);
    bunchKaufman(secondDifference(n), factors);
    expect(bunchKaufmanCondition(factors, 4)).toBeCloseTo((4 * (n + 1) ** 2) / 8, 9);
  });

  test("never exceed the true value and rarely fall below a third of it", () => {
    let low = 0;
    for (let seed = 0; seed < 200; seed++) {
      const n = 2 + (seed % 9);
      const t = matrix(n, n, (i, j) => (i < j ? NaN : randomMatrix(n, n, seed)[i + j * n]));
      const inverse = matrix(n, n, (i, j) => {
        // column j of the inverse by forward substitution
        const x = new Float64Array(n);
        for (let row = 0; row < n; row++) {
          let rest = row === j ? 1 : 0;
          for (let k = 0; k < row; k++) rest -= t[row + k * n] * x[k];
          x[row] = rest / t[row + row * n];
        }
        return x[i];
      });
      const truth = triangularOneNorm(t, n, "lower") * oneNorm(inverse, n, n);
      const estimate = triangularCondition(t, n, "lower");
      expect(estimate).toBeLessThanOrEqual(truth * (1 + 1e-9));
      if (estimate < truth / 3) low++;
      const upper = matrix(n, n, (i, j) => t[j + i * n]);
      // the condition of the transposed in the 1-norm is that of T in the maximum norm, within a factor n^2
      expect(triangularCondition(upper, n, "upper")).toBeLessThanOrEqual(truth * n * n * (1 + 1e-9));
    }
    expect(low).toBeLessThanOrEqual(2);
  });

  test("agree between Cholesky and Bunch-Kaufman factors of one matrix", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(1e6), (n, seed) => {
        const b = randomMatrix(n, n, seed);
        const a = plainProduct(b, transposed(b, n, n), n, n, n).map((x, k) => x + (k % (n + 1) === 0 ? 0.1 : 0));
        const l = new Float64Array(n * n);
        const factors = bunchKaufmanFactors(n);
        expect(cholesky(a, n, l) && bunchKaufman(a, factors)).toBe(true);
        const norm = symmetricOneNorm(a, n);
        expect(norm).toBeCloseTo(oneNorm(a, n, n), 10);
        const ratio = choleskyCondition(l, n, norm) / bunchKaufmanCondition(factors, norm);
        expect(Math.abs(ratio - 1)).toBeLessThan(1e-6);
      }),
      { numRuns: 50 },
    );
  });

  test("call a singular matrix infinitely ill-conditioned, and NaN what holds NaN", () => {
    const factors = bunchKaufmanFactors(2);
    bunchKaufman(new Float64Array(4), factors);
    expect(bunchKaufmanCondition(factors, 0)).toBe(Infinity);
    expect(triangularCondition(diagonalMatrix([1, 0]), 2, "lower")).toBe(Infinity);
    expect(triangularCondition(diagonalMatrix([1, NaN]), 2, "upper")).toBe(NaN);
    expect(triangularCondition(diagonalMatrix([1, 1e-200]), 2, "upper")).toBe(1e200);
    expect(triangularCondition(Float64Array.of(-3), 1, "lower")).toBe(1);
  });

  test("ask for a handful of solves", () => {
    const a = randomSymmetric(50, 1);
    const factors = bunchKaufmanFactors(50);
    bunchKaufman(a, factors);
    let solves = 0;
    inverseOneNorm(
      50,
      () => solves++,
      () => solves++,
    );
    expect(solves).toBeLessThanOrEqual(11);
  });
});
