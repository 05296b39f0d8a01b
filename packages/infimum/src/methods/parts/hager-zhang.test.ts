import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LineFunction, moreThuente } from "../fixtures/line-functions.ts";
import { searchAlong } from "../fixtures/search-along.ts";
import { hagerZhang } from "./hager-zhang.ts";

function holds(phi: LineFunction, step: number, delta: number, sigma: number): boolean {
  const [value, slope] = phi(0);
  const [newValue, newSlope] = phi(step);
  const wolfe = newValue <= value + delta * step * slope && newSlope >= sigma * slope;
  const approximate =
    newSlope >= sigma * slope && newSlope <= (2 * delta - 1) * slope && newValue <= value + 1e-6 * Math.abs(value);
  return wolfe || approximate;
}

describe("on the six functions of Moré and Thuente", () => {
  for (const { name, phi } of moreThuente) {
    test(`the Wolfe conditions hold at the step, or the approximate ones: ${name}`, () => {
      for (const firstStep of [1e-3, 1e-1, 1e1, 1e3]) {
        const { line, asked } = searchAlong(hagerZhang(), phi, firstStep);
        expect(line!.outcome).toBe("accepted");
        expect(holds(phi, line!.step, 0.1, 0.9)).toBe(true);
        expect(asked).toBeLessThanOrEqual(20);
      }
    });
  }
});

test("the conditions hold on random smooth functions that are bounded below", () => {
  const size = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(size, size, size), { maxLength: 4 }),
      fc.double({ min: -3, max: 1, noNaN: true }),
      (waves, exponent) => {
        const phi: LineFunction = (t) => {
          let [value, slope] = [(t - 1) ** 2, 2 * (t - 1)];
          for (const [amplitude, frequency, phase] of waves) {
            value += amplitude * Math.sin(frequency * t + phase);
            slope += amplitude * frequency * Math.cos(frequency * t + phase);
          }
          return [value, slope];
        };
        fc.pre(phi(0)[1] < -1e-3);
        const { line } = searchAlong(hagerZhang(), phi, 10 ** exponent);
        expect(line!.outcome).toBe("accepted");
        expect(holds(phi, line!.step, 0.1, 0.9)).toBe(true);
      },
    ),
  );
});

test("slopes decide where differences of values are rounding", () => {
  // near the minimizer of a parabola on top of 10^8, all values are the same number
  const phi: LineFunction = (t) => [1e8 + (t - 1e-6) ** 2, 2 * (t - 1e-6)];
  const { line } = searchAlong(hagerZhang(), phi, 1);
  expect(Math.abs(line!.step - 1e-6)).toBeLessThanOrEqual(0.9e-6);
});

test("steps without a usable value are too long", () => {
  const phi: LineFunction = (t) => (t < 0.3 ? [-Math.log(0.3 - t) - 10 * t, 1 / (0.3 - t) - 10] : [Infinity, NaN]);
  const { line } = searchAlong(hagerZhang(), phi, 1);
  expect(line!.step).toBeLessThan(0.3);
  expect(holds(phi, line!.step, 0.1, 0.9)).toBe(true);
});

test("a value that falls for ever is called endless, one that rises for ever gives no step", () => {
  expect(searchAlong(hagerZhang(), (t) => [-t, -1], 1).line!.outcome).toBe("endless");
  expect(searchAlong(hagerZhang(), (t) => [t, 1], 1, [0, -1]).line).toBeUndefined();
});
