import fc from "fast-check";
import { expect, test } from "vitest";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { couples, pointBetween } from "./point-between.ts";

/** Values and slopes along a line, with as many valleys as one likes. */
function wave(x: number, tilt: number, waves: number): [number, number] {
  return [tilt * x * x + Math.sin(waves * x), 2 * tilt * x + waves * Math.cos(waves * x)];
}

test("whatever the function, the point fulfils the condition, and lies between", () => {
  const real = fc.double({ min: -3, max: 3, noNaN: true });
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  fc.assert(
    fc.property(real, real, positive, real, positive, (x, v, c, tilt, waves) => {
      const view = answeredView(1, {
        gradient(at, out) {
          const [value, slope] = wave(at[0], tilt, waves / 5);
          out[0] = slope;
          return value;
        },
      });
      const [value] = wave(x, tilt, waves / 5);
      const found = outcomeOf(pointBetween(view, Float64Array.of(x), Float64Array.of(v), value, c))!;
      const y = found.point[0];
      expect(y).toBeGreaterThanOrEqual(Math.min(x, v) - 1e-15);
      expect(y).toBeLessThanOrEqual(Math.max(x, v) + 1e-15);
      const [valueThere, slope] = wave(y, tilt, waves / 5);
      // a (x - v) = y - v
      expect(slope * (y - v)).toBeLessThanOrEqual(c * (value - valueThere) + 1e-12 * (1 + c));
      expect(couples(value, c, found)).toBe(true);
    }),
  );
});

test("a convex function is asked once", () => {
  fc.assert(
    fc.property(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: 0, max: 99, noNaN: true }), (v, c) => {
      const view = answeredView(1, {
        gradient(at, out) {
          out[0] = 4 * at[0] ** 3;
          return at[0] ** 4;
        },
      });
      expect(outcomeOf(pointBetween(view, Float64Array.of(2), Float64Array.of(v), 16, c))).toBeDefined();
      expect(view.asked).toBe(1);
    }),
  );
});
