import fc from "fast-check";
import { expect, test } from "vitest";
import type { Facts } from "../../problem/view.ts";
import { locateInBox, placeInBox, searchBox } from "./search-box.ts";

function boxOf(lower: number[], upper: number[]) {
  const facts = { dimension: lower.length, lower: Float64Array.from(lower), upper: Float64Array.from(upper) };
  return searchBox(facts as unknown as Facts);
}

const bounds = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
  .map(([lower, width]) => [lower, lower + width] as const);
const kinds = fc.constantFrom("both", "lower", "upper", "none");

test("every search coordinate gives a point within the bounds", () => {
  fc.assert(
    fc.property(
      bounds,
      kinds,
      fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e12, max: 1e12 }),
      ([l, u], kind, at) => {
        const lower = kind === "both" || kind === "lower" ? l : -Infinity;
        const upper = kind === "both" || kind === "upper" ? u : Infinity;
        const x = placeInBox(boxOf([lower], [upper]), Float64Array.of(at), new Float64Array(1))[0];
        expect(x).toBeGreaterThanOrEqual(lower);
        expect(x).toBeLessThanOrEqual(upper);
      },
    ),
  );
});

test("a point is found again at its search coordinate, and well inside it is its own", () => {
  fc.assert(
    fc.property(bounds, fc.double({ min: 0, max: 1, noNaN: true }), ([lower, upper], fraction) => {
      const box = boxOf([lower], [upper]);
      const x = Math.min(upper, lower + fraction * (upper - lower));
      const u = locateInBox(box, Float64Array.of(x), new Float64Array(1));
      // near a bound the inverse is a square root: rounding of x comes back with the size of the bounds themselves
      const rounding = 8 * Number.EPSILON * Math.max(Math.abs(lower), Math.abs(upper));
      expect(Math.abs(placeInBox(box, u, new Float64Array(1))[0] - x)).toBeLessThanOrEqual(rounding);
      if (fraction > 0.06 && fraction < 0.94) expect(u[0]).toBe(x);
    }),
  );
});

test("the bound itself is reached, with slope zero, and the slope is continuous where the parabola begins", () => {
  const box = boxOf([2], [4]);
  const at = (u: number) => placeInBox(box, Float64Array.of(u), new Float64Array(1))[0];
  const margin = 0.1; // a twentieth of the width
  const h = 1e-5;
  const slope = (u: number) => (at(u + h) - at(u - h)) / (2 * h);
  expect(at(2 - margin)).toBe(2);
  expect(at(4 + margin)).toBe(4);
  expect(slope(2 - margin)).toBeCloseTo(0, 10);
  // the second derivative jumps by 1 / (2 margin) = 5, so central differences are off by at most 5 h / 4
  expect(Math.abs(slope(2 + margin) - 1)).toBeLessThan(2 * h);
  expect(Math.abs(slope(4 - margin) - 1)).toBeLessThan(2 * h);
  expect(slope(3)).toBeCloseTo(1, 9);
  // reflected beyond
  expect(at(2 - margin - 0.5)).toBeCloseTo(at(2 - margin + 0.5), 12);
  expect(at(4 + margin + 0.5)).toBeCloseTo(at(4 + margin - 0.5), 12);
});

test("variables that their bounds fix are not searched, and their entries are left alone", () => {
  const box = boxOf([0, 7, -Infinity], [1, 7, Infinity]);
  expect([...box.free]).toEqual([0, 2]);
  expect([...placeInBox(box, Float64Array.of(0.5, -30), Float64Array.of(9, 7, 9))]).toEqual([0.5, 7, -30]);
});
