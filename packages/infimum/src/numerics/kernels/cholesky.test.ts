import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cholesky as cholesky64 } from "../dense/cholesky.ts";
import { oddNumbers, type Precision, precisions, specialNumbers } from "../fixtures/odd-numbers.ts";
import { cholesky32 } from "../float32/cholesky.ts";
import type { Floats } from "../kernel-choice.ts";
import { cholesky } from "./cholesky.ts";

/** Dominated by its diagonal, which makes it positive definite; NaN above the diagonal, where nothing counts. */
function definite(Kind: Precision, n: number, seed: number): Floats {
  const a = oddNumbers(Kind, n * n, seed, []);
  for (let j = 0; j < n; j++) {
    a[j + j * n] = n + 1 + a[j + j * n];
    for (let i = 0; i < j; i++) a[i + j * n] = NaN;
  }
  return a;
}

describe.each(precisions)("the Cholesky kernel in %s", (_, Kind) => {
  const reference: (a: any, n: number, out: any) => boolean = Kind === Float64Array ? cholesky64 : cholesky32;

  test("has the bits of the TypeScript factorization for all sizes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 110 }), fc.nat(1e6), (n, seed) => {
        const a = definite(Kind, n, seed);
        const expected = new Kind(n * n);
        expect(reference(a, n, expected)).toBe(true);
        const out = new Kind(n * n).fill(NaN);
        expect(cholesky(a as Float64Array, n, out as Float64Array)).toBe(true);
        expect(out).toEqual(expected);
        expect(cholesky(a, n, a)).toBe(true);
        expect(a).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("refuses what the TypeScript factorization refuses, special numbers among it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), specialNumbers, fc.nat(1e6), (n, specials, seed) => {
        const a = definite(Kind, n, seed);
        const odd = oddNumbers(Kind, n * n, seed, specials);
        for (let j = 0; j < n; j++) for (let i = j + 1; i < n; i++) a[i + j * n] = odd[i + j * n];
        if (seed % 2 === 0) a[(seed % n) * (n + 1)] = -1;
        const expected = new Kind(n * n);
        const out = new Kind(n * n);
        const definiteToo = reference(a, n, expected);
        expect(cholesky(a as Float64Array, n, out as Float64Array)).toBe(definiteToo);
        if (definiteToo) expect(out).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });
});
