import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, subtract, type Vector } from "../../numerics/vector.ts";
import type { BoundedBox } from "../../problem/wrappers/room.ts";
import { compactModel } from "../fixtures/compact-models.ts";
import { generalizedCauchyPoint } from "./generalized-cauchy-point.ts";
import { subspaceMinimizer } from "./subspace-minimizer.ts";

const scratch = (length = 0) => new Float64Array(length).fill(NaN);

function minimizeModel(n: number, count: number, seed: number, box: BoundedBox) {
  const { model, b } = compactModel(n, 4, count, seed);
  const x = new Float64Array(n);
  const gradient = randomMatrix(n, 1, seed + 60);
  const cauchy = new Float64Array(n);
  const change = new Float64Array(2 * model.memory.count);
  const out = new Float64Array(n);
  generalizedCauchyPoint(model, box, x, gradient, cauchy, change, scratch);
  subspaceMinimizer(model, box, x, gradient, cauchy, change, out, scratch);
  const residual = plainProduct(b, out, n, n, 1).map((entry, i) => entry + gradient[i]);
  const value = (z: Vector) => dot(gradient, z) + dot(z, plainProduct(b, z, n, n, 1)) / 2;
  return { gradient, cauchy, out, residual, value };
}

const sizes = [fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 6 }), fc.nat(1e6)] as const;

test("the gradient of the model vanishes over the free variables where no bound was in the way", () => {
  let seen = 0;
  fc.assert(
    fc.property(...sizes, (n, count, seed) => {
      // every second variable is held by the sign of its gradient, and the rest has all the room it needs
      const gradient = randomMatrix(n, 1, seed + 60);
      const lower = gradient.map((g, i) => (i % 2 === 1 && g > 0 ? 0 : -1e6));
      const upper = gradient.map((g, i) => (i % 2 === 1 && g < 0 ? 0 : 1e6));
      const { out, residual } = minimizeModel(n, count, seed, { lower, upper });
      for (let i = 0; i < n; i++) {
        if (i % 2 === 1) expect(out[i]).toBe(0);
        else expect(Math.abs(residual[i])).toBeLessThan(1e-14 * 100 ** Math.min(4, count) + 1e-10);
      }
      seen++;
    }),
  );
  expect(seen).toBeGreaterThan(50);
});

test("without bounds the step solves B d = -g", () => {
  fc.assert(
    fc.property(...sizes, (n, count, seed) => {
      const { residual } = minimizeModel(n, count, seed, {});
      expect(norm(residual)).toBeLessThan(1e-14 * 100 ** Math.min(4, count) + 1e-10);
    }),
  );
});

test("within narrow bounds the point keeps them exactly, and lies downhill", () => {
  let cut = 0;
  fc.assert(
    fc.property(...sizes, (n, count, seed) => {
      const sides = randomMatrix(2 * n, 1, seed + 70).map((size) => 0.1 * Math.abs(size));
      const box = { lower: sides.slice(0, n).map((side) => -side), upper: sides.slice(n) };
      const { gradient, cauchy, out, value } = minimizeModel(n, count, seed, box);
      out.forEach((entry, i) => expect(entry >= box.lower[i] && entry <= box.upper[i]).toBe(true));
      expect(dot(gradient, out)).toBeLessThan(0);
      if (norm(subtract(out, cauchy, scratch(n))) > 0) cut++;
      expect(value(cauchy)).toBeLessThanOrEqual(0);
    }),
  );
  expect(cut).toBeGreaterThan(20);
});
