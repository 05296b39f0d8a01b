import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as float64 from "../dense/product.ts";
import { oddNumbers, precisions, specialNumbers } from "../fixtures/odd-numbers.ts";
import { multiplyTransposedVector32, multiplyVector32 } from "../float32/product.ts";
import { multiplyTransposedVector, multiplyVector } from "./vector-product.ts";

describe.each(precisions)("the matrix-vector kernels in %s", (_, Kind) => {
  const [plain, plainTransposed]: ((...values: any[]) => unknown)[] =
    Kind === Float64Array
      ? [float64.multiplyVector, float64.multiplyTransposedVector]
      : [multiplyVector32, multiplyTransposedVector32];

  test("have the bits of the TypeScript products for all shapes and special numbers", () => {
    const size = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(size, size, specialNumbers, fc.nat(1e6), (rows, columns, specials, seed) => {
        const a: any = oddNumbers(Kind, rows * columns, seed, specials);
        const x: any = oddNumbers(Kind, Math.max(rows, columns), seed + 1, specials);
        const [expected, out] = [new Kind(rows), new Kind(rows).fill(NaN)] as any[];
        plain(a, rows, columns, x, expected);
        expect(multiplyVector(a, rows, columns, x.subarray(0, columns), out)).toBe(true);
        expect(out).toEqual(expected);
        const [expectedToo, outToo] = [new Kind(columns), new Kind(columns).fill(NaN)] as any[];
        plainTransposed(a, rows, columns, x, expectedToo);
        expect(multiplyTransposedVector(a, rows, columns, x.subarray(0, rows), outToo)).toBe(true);
        expect(outToo).toEqual(expectedToo);
      }),
      { numRuns: 150 },
    );
  });
});
