import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  difference,
  eps,
  frobenius,
  hilbert,
  onlyLower,
  permuted,
  plainProduct,
  randomMatrix,
  transposed,
} from "../fixtures/known-matrices.ts";
import { pivotedCholesky } from "./pivoted-cholesky.ts";

function gram(rows: number, columns: number, seed: number): Float64Array {
  const b = randomMatrix(rows, columns, seed);
  return plainProduct(b, transposed(b, rows, columns), rows, columns, rows);
}

describe("pivotedCholesky", () => {
  test("finds the rank of a Gram matrix and gives it back", () => {
    fc.assert(
      fc.property(fc.nat(25), fc.nat(25), fc.nat(1e6), (n, columns, seed) => {
        const a = gram(n, columns, seed);
        const l = new Float64Array(n * n).fill(NaN);
        const p = new Int32Array(n);
        const rank = pivotedCholesky(onlyLower(a, n), n, l, p);
        // a random square factor may be singular to working precision, so equality is asked of clear cases only
        expect(rank).toBeLessThanOrEqual(Math.min(n, columns));
        if (Math.abs(n - columns) > 3) expect(rank).toBe(Math.min(n, columns));
        expect([...p].toSorted((x, y) => x - y)).toEqual(Array.from({ length: n }, (_, i) => i));
        for (let k = 1; k < rank; k++) expect(l[k + k * n]).toBeLessThanOrEqual(l[k - 1 + (k - 1) * n]);
        for (let j = 0; j < n; j++) {
          for (let i = 0; i < n; i++) if (i < j || j >= rank) expect(l[i + j * n]).toBe(0);
        }
        // rounding (Higham 1990: gamma_(r + 1) |L| |L^T|, and n times the norm bounds that) plus a remainder of up to
        // n entries a row of at most the tolerance n eps max(a_ii)
        const product = plainProduct(l, transposed(l, n, n), n, n, n);
        expect(difference(permuted(a, n, p), product)).toBeLessThanOrEqual(2 * n * n * eps * frobenius(a) + 1e-300);
      }),
      { numRuns: 60 },
    );
  });

  test("leaves out no more than the tolerance asked for", () => {
    const n = 12;
    const a = hilbert(n);
    const l = new Float64Array(n * n);
    const p = new Int32Array(n);
    let last = 0;
    for (const tolerance of [1e-2, 1e-4, 1e-8]) {
      const rank = pivotedCholesky(a, n, l, p, tolerance);
      expect(rank).toBeGreaterThan(last);
      last = rank;
      const product = plainProduct(l, transposed(l, n, n), n, n, n);
      const rest = permuted(a, n, p).map((entry, i) => Math.abs(entry - product[i]));
      expect(Math.max(...rest)).toBeLessThanOrEqual(tolerance + n * eps);
    }
    expect(last).toBeLessThan(n);
  });

  test("defines the edge cases: empty, zero, negative, NaN and infinite matrices have rank 0", () => {
    for (const entries of [[], [0], [-1], [NaN], [0, 0, 0, 0], [1, NaN, NaN, 1], [1, Infinity, Infinity, 1]]) {
      const n = Math.sqrt(entries.length);
      const l = new Float64Array(n * n).fill(7);
      expect(pivotedCholesky(Float64Array.from(entries), n, l, new Int32Array(n))).toBe(0);
      expect(l).toEqual(new Float64Array(n * n));
    }
  });
});
