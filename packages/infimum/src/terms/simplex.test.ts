import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance } from "../numerics/vector.ts";
import { expectLinearMinimizer, expectProjectionLaws, points, rounding } from "./fixtures/proximal-laws.ts";
import { simplex } from "./simplex.ts";

/** Another algorithm: sorted downwards, the threshold is the last (partial sum - total) / count below its entry. */
function bySorting(x: Float64Array, total: number): Float64Array {
  const sorted = Array.from(x).toSorted((a, b) => b - a);
  let sum = 0;
  let threshold = 0;
  for (const [k, entry] of sorted.entries()) {
    sum += entry;
    if (entry > (sum - total) / (k + 1)) threshold = (sum - total) / (k + 1);
  }
  return x.map((entry) => Math.max(entry - threshold, 0));
}

/** Points of the simplex with a total of 1: normalized exponentials. */
const insidePoints = (n: number) =>
  points(n).map((x) => {
    const sizes = x.map((entry) => Math.exp(entry));
    const sum = sizes.reduce((a, b) => a + b, 0);
    return sizes.map((entry) => entry / sum);
  });

describe("simplex", () => {
  test("leaves its own points, sends equal entries to equal shares and a far vertex to itself", () => {
    const out = new Float64Array(3);
    simplex().project(Float64Array.of(0.2, 0.3, 0.5), out);
    expect(distance(out, Float64Array.of(0.2, 0.3, 0.5))).toBeLessThan(1e-16);
    simplex(3).project(Float64Array.of(7, 7, 7), out);
    expect(out).toEqual(Float64Array.of(1, 1, 1));
    simplex().project(Float64Array.of(10, -1, 0), out);
    expect(out).toEqual(Float64Array.of(1, 0, 0));
    const one = new Float64Array(1);
    simplex(2).project(Float64Array.of(-5), one);
    expect(one[0]).toBe(2);
  });

  test("agrees with the algorithm by sorting, for every size and many ties", () => {
    const entries = fc.oneof(fc.double({ min: -3, max: 3, noNaN: true }), fc.integer({ min: -2, max: 2 }));
    fc.assert(
      fc.property(
        fc.array(entries, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (list, total) => {
          const x = Float64Array.from(list);
          const out = new Float64Array(x.length);
          simplex(total).project(x, out);
          expect(distance(out, bySorting(x, total))).toBeLessThanOrEqual(rounding(x.length, total + 3));
        },
      ),
      { numRuns: 500 },
    );
  });

  test("its projection obeys the laws of projections and the optimality conditions", () => {
    const set = simplex();
    fc.assert(
      fc.property(points(6), points(6), fc.array(insidePoints(6), { maxLength: 3 }), (x, y, others) => {
        expectProjectionLaws(set, x, y, others);
        expectLinearMinimizer(set, x, others);
        // x - z is one multiplier where z > 0, and at most that where z = 0
        const z = new Float64Array(6);
        set.project(x, z);
        const multiplier = Math.max(...x.map((entry, i) => (z[i] > 0 ? entry - z[i] : -Infinity)));
        for (let i = 0; i < 6; i++) {
          if (z[i] > 0) expect(Math.abs(x[i] - z[i] - multiplier)).toBeLessThanOrEqual(rounding(6, 10));
          else expect(x[i]).toBeLessThanOrEqual(multiplier + rounding(6, 10));
        }
      }),
    );
  });

  test("no point of a grid is nearer", () => {
    const x = Float64Array.of(0.9, 0.4, -0.3);
    const out = new Float64Array(3);
    simplex().project(x, out);
    for (let a = 0; a <= 1; a += 0.01) {
      for (let b = 0; a + b <= 1; b += 0.01) {
        expect(distance(x, Float64Array.of(a, b, 1 - a - b))).toBeGreaterThanOrEqual(distance(x, out) - 1e-15);
      }
    }
  });

  test("is exact for numbers so large that their sum says nothing of the total", () => {
    const out = new Float64Array(3);
    simplex().project(Float64Array.of(1e20, 0, -1e20), out);
    expect(out).toEqual(Float64Array.of(1, 0, 0));
    simplex().project(Float64Array.of(1e15 + 0.5, 1e15, 3), out);
    expect(out).toEqual(Float64Array.of(0.75, 0.25, 0));
  });

  test("its linear minimizer is the vertex of the smallest entry, the first of equal ones", () => {
    const out = new Float64Array(4);
    simplex(5).linearMinimizer!(Float64Array.of(2, -1, 3, -1), out);
    expect(out).toEqual(Float64Array.of(0, 5, 0, 0));
  });

  test("measures negative entries and a wrong sum, which is relative for large totals", () => {
    expect(simplex().violation(Float64Array.of(0.5, 0.5))).toBe(0);
    expect(simplex().violation(Float64Array.of(1.25, -0.25))).toBe(0.25);
    expect(simplex().violation(Float64Array.of(0.5, 0.75))).toBe(0.25);
    expect(simplex(1000).violation(Float64Array.of(500, 600))).toBe(0.1);
  });

  test("serves problems of different sizes by turns", () => {
    const set = simplex();
    for (const n of [3, 10, 2, 40]) {
      const out = new Float64Array(n);
      set.project(new Float64Array(n), out);
      expect(set.violation(out)).toBeLessThanOrEqual(rounding(n, 1));
    }
  });

  test("refuses totals that are not positive", () => {
    for (const total of [0, -1, NaN, Infinity]) {
      expect(() => simplex(total)).toThrow(expect.objectContaining({ code: "bad-total" }));
    }
  });
});
