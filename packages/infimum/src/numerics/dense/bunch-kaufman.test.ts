import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  diagonalMatrix,
  difference,
  eps,
  frobenius,
  matrix,
  onlyLower,
  permuted,
  plainProduct,
  randomMatrix,
  randomSymmetric,
  transposed,
  withSpectrum,
} from "../fixtures/known-matrices.ts";
import {
  type BunchKaufmanFactors,
  bunchKaufman,
  bunchKaufmanFactors,
  bunchKaufmanInertia,
  bunchKaufmanSolve,
} from "./bunch-kaufman.ts";

function parts({ n, factor, offDiagonal }: BunchKaufmanFactors) {
  const l = matrix(n, n, (i, j) => (i === j ? 1 : i > j ? factor[i + j * n] : 0));
  const d = matrix(n, n, (i, j) => {
    if (i === j) return factor[i + i * n];
    return Math.abs(i - j) === 1 ? offDiagonal[Math.min(i, j)] : 0;
  });
  return { l, d };
}

function factored(a: Float64Array, n: number): BunchKaufmanFactors {
  const factors = bunchKaufmanFactors(n);
  expect(bunchKaufman(onlyLower(a, n), factors)).toBe(true);
  return factors;
}

describe("bunchKaufman", () => {
  test("gives back A(p, p) = L D L^T with bounded L, for symmetric matrices of every kind", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(1e6), fc.constantFrom(1, 0.3, 0), (n, seed, diagonal) => {
        const a = randomSymmetric(n, seed);
        // a small or zero diagonal forces blocks of size 2; zeros and equal entries come from rounding
        for (let i = 0; i < n; i++) a[i + i * n] *= diagonal;
        const rounded = seed % 2 === 0 ? a : a.map((entry) => Math.round(2 * entry));
        const factors = factored(rounded, n);
        const { l, d } = parts(factors);
        const product = plainProduct(plainProduct(l, d, n, n, n), transposed(l, n, n), n, n, n);
        // the backward error is a multiple of n eps || |L| |D| |L^T| ||, and |L| <= 2.79 keeps that below 36 n ||A||
        // (Higham 2002, section 11.1)
        const bound = 36 * n * n * eps * frobenius(rounded) + 1e-300;
        expect(difference(permuted(rounded, n, factors.permutation), product)).toBeLessThanOrEqual(bound);
        expect(Math.max(0, ...l.map(Math.abs))).toBeLessThanOrEqual(2.79);
      }),
      { numRuns: 150 },
    );
  });

  test("counts the signs of a known spectrum (Sylvester's law)", () => {
    for (let seed = 0; seed < 20; seed++) {
      const spectrum = Float64Array.from({ length: 15 }, (_, i) => (i < seed ? -1 : 1) * (0.1 + i));
      const negative = Math.min(15, seed);
      const factors = factored(withSpectrum(spectrum, seed), 15);
      expect(bunchKaufmanInertia(factors)).toEqual({ positive: 15 - negative, negative, zero: 0 });
    }
  });

  test("sees exact zeros without a tolerance and rounded ones with it", () => {
    const rankTwo = matrix(5, 5, (i, j) => i + j);
    expect(bunchKaufmanInertia(factored(rankTwo, 5), 1e-12)).toEqual({ positive: 1, negative: 1, zero: 3 });
    expect(bunchKaufmanInertia(factored(new Float64Array(9), 3))).toEqual({ positive: 0, negative: 0, zero: 3 });
    const spectrum = [-2, -1, 0, 0, 3];
    const inertia = bunchKaufmanInertia(factored(withSpectrum(spectrum, 1), 5), 1e-13);
    expect(inertia).toEqual({ positive: 1, negative: 2, zero: 2 });
  });

  test("handles a saddle-point matrix, whose inertia says that its block is positive on the null space", () => {
    // [[H, J^T], [J, 0]] with H = diag(1, 1, -1) and J = (0, 0, 1): inertia (3, 1, 0)
    const kkt = diagonalMatrix([1, 1, -1, 0]);
    kkt[3 + 2 * 4] = 1;
    kkt[2 + 3 * 4] = 1;
    expect(bunchKaufmanInertia(factored(kkt, 4))).toEqual({ positive: 3, negative: 1, zero: 0 });
  });

  test("works in every scale", () => {
    for (const scale of [1e-300, 1e-160, 1e160, 1e300]) {
      const a = randomSymmetric(6, 9);
      const spectrum = bunchKaufmanInertia(factored(a, 6));
      expect(
        bunchKaufmanInertia(
          factored(
            a.map((entry) => scale * entry),
            6,
          ),
        ),
      ).toEqual(spectrum);
    }
  });

  test("refuses NaN and infinite entries, and takes empty and 1 x 1 matrices", () => {
    expect(bunchKaufman(Float64Array.of(1, NaN, 0, 1), bunchKaufmanFactors(2))).toBe(false);
    expect(bunchKaufman(Float64Array.of(-Infinity), bunchKaufmanFactors(1))).toBe(false);
    expect(bunchKaufmanInertia(factored(new Float64Array(0), 0))).toEqual({ positive: 0, negative: 0, zero: 0 });
    expect(bunchKaufmanSolve(factored(Float64Array.of(-4), 1), Float64Array.of(2), new Float64Array(1))[0]).toBe(-0.5);
  });
});

describe("bunchKaufmanSolve", () => {
  test("is backward stable, also in place", () => {
    for (const n of [2, 3, 10, 50]) {
      for (let seed = 0; seed < 5; seed++) {
        const a = randomSymmetric(n, seed);
        for (let i = 0; i < n; i++) a[i + i * n] *= 0.1;
        const b = randomMatrix(n, 1, 100 + seed);
        const factors = factored(a, n);
        const x = bunchKaufmanSolve(factors, b, new Float64Array(n));
        const residual = difference(plainProduct(a, x, n, n, 1), b);
        // as the factorization: a multiple of 36 n times n eps ||A|| ||x||
        expect(residual).toBeLessThanOrEqual(36 * n * n * eps * frobenius(a) * frobenius(x));
        expect(bunchKaufmanSolve(factors, b, b)).toEqual(x);
      }
    }
  });
});
