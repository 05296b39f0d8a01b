import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectProximalLaws, points, proximalObjective, rounding } from "./fixtures/proximal-laws.ts";
import { l2 } from "./l2.ts";

const strengths = fc.double({ min: 0, max: 5, noNaN: true });
const stepSizes = fc.double({ min: 1e-3, max: 10, noNaN: true });

describe("l2", () => {
  test("is half the weighted sum of squares times the strength", () => {
    expect(l2(3).value(Float64Array.of(1, -2))).toBe(7.5);
    expect(l2(3, { weights: [0, 2] }).value(Float64Array.of(10, -1))).toBe(3);
  });

  test("its proximal point obeys the laws of proximal maps and makes the gradient zero", () => {
    fc.assert(
      fc.property(points(4), points(4), strengths, stepSizes, (x, y, strength, stepSize) => {
        const term = l2(strength, { weights: [1, 0, 2, 0.5] });
        expectProximalLaws(term, x, y, stepSize);
        const z = new Float64Array(4);
        term.proximal(x, stepSize, z);
        const slope = z.map((entry, i) => (entry - x[i]) / stepSize);
        term.addGradient!(z, slope);
        for (const entry of slope)
          expect(Math.abs(entry)).toBeLessThanOrEqual(rounding(1, 10 / stepSize + 10 * strength));
      }),
    );
  });

  test("no point of a grid has a lower proximal objective", () => {
    const term = l2(2);
    const x = Float64Array.of(1.7);
    const z = new Float64Array(1);
    term.proximal(x, 0.3, z);
    for (let a = -3; a <= 3; a += 0.001) {
      expect(proximalObjective(term, x, 0.3, Float64Array.of(a))).toBeGreaterThanOrEqual(
        proximalObjective(term, x, 0.3, z),
      );
    }
  });

  test("obeys Moreau's identity with its conjugate |y|^2 / (2 strength)", () => {
    // prox_{g* / t}(x / t) = (x / t) / (1 + 1 / (t strength))
    fc.assert(
      fc.property(points(3), fc.double({ min: 0.01, max: 5, noNaN: true }), stepSizes, (x, strength, stepSize) => {
        const z = new Float64Array(3);
        l2(strength).proximal(x, stepSize, z);
        for (let i = 0; i < 3; i++) {
          const dual = x[i] / stepSize / (1 + 1 / (stepSize * strength));
          expect(Math.abs(z[i] + stepSize * dual - x[i])).toBeLessThanOrEqual(rounding(1, Math.abs(x[i])));
        }
      }),
    );
  });

  test("its gradient and Hessian-vector product are those of the value", () => {
    const term = l2(3, { weights: [1, 0, 4] });
    const x = Float64Array.of(0.3, -2, 1.1);
    const gradient = Float64Array.of(10, 10, 10);
    term.addGradient!(x, gradient);
    // a quadratic: central differences are exact up to rounding, about 1e-16 * 10 / 1e-3
    for (let i = 0; i < 3; i++) {
      const above = x.slice();
      const below = x.slice();
      above[i] += 1e-3;
      below[i] -= 1e-3;
      expect(gradient[i] - 10).toBeCloseTo((term.value(above) - term.value(below)) / (above[i] - below[i]), 10);
    }
    const v = Float64Array.of(1, 2, -1);
    const product = new Float64Array(3);
    term.addHessianVector!(x, v, product);
    expect(product).toEqual(Float64Array.of(3, 0, -12));
  });

  test("refuses strengths and weights that make no sense, and problems of another size", () => {
    expect(() => l2(Infinity)).toThrow(expect.objectContaining({ code: "bad-strength" }));
    expect(() => l2(1, { weights: [NaN] })).toThrow(expect.objectContaining({ code: "bad-weights" }));
    expect(() => l2(1, { weights: [1, 1] }).check!(1)).toThrow(expect.objectContaining({ code: "weights-mismatch" }));
  });
});
