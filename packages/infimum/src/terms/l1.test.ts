import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectProximalLaws, points, proximalObjective, rounding } from "./fixtures/proximal-laws.ts";
import { l1 } from "./l1.ts";

const strengths = fc.double({ min: 0, max: 5, noNaN: true });
const stepSizes = fc.double({ min: 1e-3, max: 10, noNaN: true });
const weightings = (n: number) =>
  fc.option(
    fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3, noNaN: true })), { minLength: n, maxLength: n }),
    {
      nil: undefined,
    },
  );

describe("l1", () => {
  test("is the weighted sum of absolute values", () => {
    expect(l1(2).value(Float64Array.of(1, -3, 0))).toBe(8);
    expect(l1(2, { weights: [1, 0, 5] }).value(Float64Array.of(1, -3, -1))).toBe(12);
  });

  test("soft-thresholds, and gives zeros without a sign", () => {
    const out = new Float64Array(4);
    expect(l1(1).proximal(Float64Array.of(3, -3, 0.5, -0.5), 1, out)).toBe(4);
    expect(out).toEqual(Float64Array.of(2, -2, 0, 0));
    expect(Object.is(out[3], 0)).toBe(true);
  });

  test("its proximal point obeys the laws of proximal maps", () => {
    fc.assert(
      fc.property(points(5), points(5), strengths, stepSizes, weightings(5), (x, y, strength, stepSize, weights) => {
        expectProximalLaws(l1(strength, { weights }), x, y, stepSize);
      }),
    );
  });

  test("its proximal point satisfies the subgradient condition (x - z) / stepSize in strength w d|z|", () => {
    fc.assert(
      fc.property(points(6), strengths, stepSizes, weightings(6), (x, strength, stepSize, weights) => {
        const z = new Float64Array(6);
        l1(strength, { weights }).proximal(x, stepSize, z);
        for (let i = 0; i < 6; i++) {
          const bound = stepSize * strength * (weights?.[i] ?? 1);
          const pull = x[i] - z[i];
          const tolerance = rounding(1, Math.abs(x[i]) + bound);
          if (z[i] === 0) expect(Math.abs(pull)).toBeLessThanOrEqual(bound + tolerance);
          else expect(Math.abs(pull - Math.sign(z[i]) * bound)).toBeLessThanOrEqual(tolerance);
        }
      }),
    );
  });

  test("obeys Moreau's identity with the projection onto the box that is its conjugate", () => {
    // x = prox_{t g}(x) + t prox_{g* / t}(x / t), and g* is the indicator of |y_i| <= strength w_i
    fc.assert(
      fc.property(points(4), strengths, stepSizes, weightings(4), (x, strength, stepSize, weights) => {
        const z = new Float64Array(4);
        l1(strength, { weights }).proximal(x, stepSize, z);
        for (let i = 0; i < 4; i++) {
          const radius = strength * (weights?.[i] ?? 1);
          const projected = Math.min(radius, Math.max(-radius, x[i] / stepSize));
          expect(Math.abs(z[i] + stepSize * projected - x[i])).toBeLessThanOrEqual(
            rounding(1, Math.abs(x[i]) + stepSize * radius),
          );
        }
      }),
    );
  });

  test("no point of a fine grid has a lower proximal objective", () => {
    const term = l1(0.7, { weights: [1, 2] });
    const z = new Float64Array(2);
    for (const x of [Float64Array.of(1.3, -0.4), Float64Array.of(-2, 3), Float64Array.of(0.1, 0.2)]) {
      term.proximal(x, 0.8, z);
      let lowest = Infinity;
      for (let a = -3; a <= 3; a += 0.05) {
        for (let b = -3; b <= 3; b += 0.05) {
          lowest = Math.min(lowest, proximalObjective(term, x, 0.8, Float64Array.of(a, b)));
        }
      }
      expect(lowest).toBeGreaterThanOrEqual(proximalObjective(term, x, 0.8, z) - 1e-14);
    }
  });

  test("a step of size zero changes nothing and returns the term", () => {
    const out = new Float64Array(2);
    expect(l1(3).proximal(Float64Array.of(1, -2), 0, out)).toBe(9);
    expect(out).toEqual(Float64Array.of(1, -2));
  });

  test("passes NaN on rather than hiding it", () => {
    const out = new Float64Array(1);
    expect(l1(1).proximal(Float64Array.of(NaN), 1, out)).toBeNaN();
    expect(out[0]).toBeNaN();
  });

  test("refuses strengths and weights that make no sense, and problems of another size", () => {
    expect(() => l1(-1)).toThrow(expect.objectContaining({ code: "bad-strength" }));
    expect(() => l1(NaN)).toThrow(expect.objectContaining({ code: "bad-strength" }));
    expect(() => l1(1, { weights: [1, -1] })).toThrow(expect.objectContaining({ code: "bad-weights" }));
    expect(() => l1(1, { weights: [1, 1] }).check!(3)).toThrow(expect.objectContaining({ code: "weights-mismatch" }));
    l1(1, { weights: [1, 1, 0] }).check!(3);
    l1(1).check!(3);
  });

  test("keeps its own copy of the weights", () => {
    const weights = [1, 1];
    const term = l1(1, { weights });
    weights[0] = 100;
    expect(term.value(Float64Array.of(1, 1))).toBe(2);
  });
});
