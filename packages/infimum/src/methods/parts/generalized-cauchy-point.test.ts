import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix } from "../../numerics/fixtures/known-matrices.ts";
import { dot, subtract, type Vector } from "../../numerics/vector.ts";
import { clipped } from "../../problem/wrappers/room.ts";
import { compactModel } from "../fixtures/compact-models.ts";
import { projectOnPairs } from "./compact-bfgs.ts";
import { generalizedCauchyPoint } from "./generalized-cauchy-point.ts";

const scratch = (length = 0) => new Float64Array(length).fill(NaN);

/** A box around the origin, some sides of it open, one variable held. */
function boxAround(n: number, seed: number) {
  const sizes = randomMatrix(2 * n, 1, seed).map(Math.abs);
  const lower = sizes.slice(0, n).map((size, i) => (i % 4 === 3 ? -Infinity : -size));
  const upper = sizes.slice(n).map((size, i) => (i % 5 === 4 ? Infinity : size));
  if (n > 2) lower[2] = 0;
  return { lower, upper };
}

test("no point of the path before it is lower, and just behind it the model does not fall", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 6 }), fc.nat(1e6), (n, count, seed) => {
      const { model, b } = compactModel(n, 4, count, seed);
      const box = boxAround(n, seed + 50);
      const x = new Float64Array(n);
      const gradient = randomMatrix(n, 1, seed + 60);
      const cauchy = new Float64Array(n);
      const change = new Float64Array(2 * model.memory.count);
      generalizedCauchyPoint(model, box, x, gradient, cauchy, change, scratch);

      const path = (t: number): Vector => x.map((entry, i) => clipped(box, entry - t * gradient[i], i));
      const modelAt = (z: Vector) => {
        const step = subtract(z, x, new Float64Array(n));
        return dot(gradient, step) + dot(step, plainProduct(b, step, n, n, 1)) / 2;
      };
      // the t of the point, by a variable that has not come to its bound; behind the last bend it does not matter
      const bends = Array.from(x, (_, i) => (gradient[i] < 0 ? box.upper[i] : box.lower[i]) / -gradient[i]);
      const moving = bends.findIndex((_, i) => cauchy[i] !== 0 && clipped(box, 2 * cauchy[i], i) !== cauchy[i]);
      const end = moving < 0 ? Math.max(...bends) : -cauchy[moving] / gradient[moving];
      cauchy.forEach((entry, i) => expect(entry).toBeCloseTo(path(end)[i], 10));
      let last = 0;
      for (let k = 1; k <= 100; k++) {
        const value = modelAt(path((k / 100) * end));
        expect(value).toBeLessThanOrEqual(last + 1e-10);
        last = value;
      }
      if (end > 0) expect(modelAt(path(end * (1 + 1e-4)))).toBeGreaterThanOrEqual(last - 1e-8);
      const expected = projectOnPairs(model, subtract(cauchy, x, scratch(n)), new Float64Array(change.length));
      change.forEach((entry, k) => expect(entry).toBeCloseTo(expected[k], 9));
    }),
  );
});

test("where every variable is pushed against its bound the point stays", () => {
  const { model } = compactModel(2, 3, 2, 5);
  const x = Float64Array.of(0, 1);
  const cauchy = new Float64Array(2);
  const change = new Float64Array(4).fill(NaN);
  const box = { lower: Float64Array.of(0, 0), upper: Float64Array.of(1, 1) };
  generalizedCauchyPoint(model, box, x, Float64Array.of(3, -2), cauchy, change, scratch);
  expect([...cauchy]).toEqual([0, 1]);
  expect([...change]).toEqual([0, 0, 0, 0]);
});

test("without bounds it is the minimizer along the steepest descent", () => {
  const { model, b } = compactModel(3, 3, 2, 9);
  const gradient = Float64Array.of(1, -2, 0.5);
  const cauchy = new Float64Array(3);
  generalizedCauchyPoint(model, {}, new Float64Array(3), gradient, cauchy, new Float64Array(4), scratch);
  const t = dot(gradient, gradient) / dot(gradient, plainProduct(b, gradient, 3, 3, 1));
  cauchy.forEach((entry, i) => expect(entry).toBeCloseTo(-t * gradient[i], 12));
});
