import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oddNumbers, precisions, specialNumbers } from "../fixtures/odd-numbers.ts";
import { maxNorm32, move32, scale32 } from "../float32/vector.ts";
import { dotInParts, dotInParts32, sumInParts, sumInParts32 } from "../partial-sums.ts";
import * as float64 from "../vector.ts";
import { dot, maxNorm, move, scale, sum } from "./loops.ts";

describe.each(precisions)("the loop kernels in %s", (_, Kind) => {
  const plain: Record<string, (...values: any[]) => any> =
    Kind === Float64Array
      ? { move: float64.move, scale: float64.scale, maxNorm: float64.maxNorm, dot: dotInParts, sum: sumInParts }
      : { move: move32, scale: scale32, maxNorm: maxNorm32, dot: dotInParts32, sum: sumInParts32 };

  test("have the bits of the TypeScript loops for all lengths and special numbers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), specialNumbers, fc.nat(1e6), (n, specials, seed) => {
        const x: any = oddNumbers(Kind, n, seed, specials);
        const d: any = oddNumbers(Kind, n, seed + 1, specials);
        const t = oddNumbers(Float64Array, 1, seed, [])[0];
        expect(dot(x, d)).toBe(plain.dot(x, d));
        expect(dot(x, x)).toBe(plain.dot(x, x));
        expect(sum(x)).toBe(plain.sum(x));
        expect(maxNorm(x)).toBe(plain.maxNorm(x));
        const [expected, out]: any[] = [new Kind(n), new Kind(n)];
        plain.scale(x, t, expected);
        expect(scale(x, t, out)).toBe(true);
        expect(out).toEqual(expected);
        plain.move(x, t, d, expected);
        expect(move(x, t, d, out)).toBe(true);
        expect(out).toEqual(expected);
        expect(move(x, t, d, d)).toBe(true);
        expect(d).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("sum whole numbers exactly", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 80 }), (whole) => {
        expect(sum(Kind.from(whole)) === whole.reduce((s, x) => s + x, 0)).toBe(true);
        // 80 products below 2^20 in float32 would need more than its 24 bits
        const small = whole.map((x) => x % 100);
        expect(dot(Kind.from(small), Kind.from(small)) === small.reduce((s, x) => s + x * x, 0)).toBe(true);
      }),
    );
  });
});
