import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { findNegativeCurvature } from "./negative-curvature.ts";

function search(n: number, multiply: (v: Vector, out: Vector) => void) {
  const view = answeredView(n, { hessianVector: (_x, v, out) => multiply(v, out) });
  return { found: outcomeOf(findNegativeCurvature(view, new Float64Array(n))), asked: view.asked };
}

const by = (h: Vector, n: number) => (v: Vector, out: Vector) => out.set(plainProduct(h, v, n, n, 1));

test("a negative eigenvalue among others is found, with a direction of norm 1 that curves as it says", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(1e6), (n, seed) => {
      const h = withSpectrum([-0.3, ...Array.from({ length: n - 1 }, (_, i) => 1 + i)], seed);
      const { found, asked } = search(n, by(h, n));
      expect(asked).toBeLessThanOrEqual(n);
      const { curvature, direction } = found!;
      expect(norm(direction)).toBeCloseTo(1, 10);
      expect(dot(direction, plainProduct(h, direction, n, n, 1))).toBeCloseTo(curvature, 8);
      expect(curvature).toBeGreaterThanOrEqual(-0.3 - 1e-9);
      expect(curvature).toBeLessThan(0);
    }),
    { numRuns: 50 },
  );
});

test("of a large Hessian a curvature that stands out is found in few products", () => {
  const n = 2000;
  const { found, asked } = search(n, (v, out) => {
    for (let i = 0; i < n; i++) out[i] = (i === 77 ? -1 : 1 + i / n) * v[i];
  });
  expect(found!.curvature).toBeLessThan(-0.9);
  expect(Math.abs(found!.direction[77])).toBeGreaterThan(0.9);
  expect(asked).toBeLessThanOrEqual(30);
});

test("where there is none, or no product is finite, nothing is found", () => {
  const nothing = (n: number, h: Vector) => expect(search(n, by(h, n)).found).toBeUndefined();
  nothing(3, withSpectrum([1, 2, 3], 1));
  nothing(3, withSpectrum([0, 1, 1000], 2));
  nothing(2, new Float64Array(4));
  nothing(2, new Float64Array(4).fill(NaN));
});
