import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { bfgsUpdate, setToIdentity, symmetricProduct } from "./bfgs-update.ts";
import { applyInverseHessian, forget, newLimitedMemory, remember } from "./limited-memory.ts";

/** Pairs (s, A s) of a positive definite A: their curvatures are positive. */
function pairsOf(n: number, count: number, seed: number): [Vector, Vector][] {
  const a = withSpectrum(
    Array.from({ length: n }, (_, i) => 1 + i),
    seed,
  );
  return Array.from({ length: count }, (_, k) => {
    const s = randomMatrix(n, 1, seed + 1 + k);
    return [s, plainProduct(a, s, n, n, 1)];
  });
}

/** H v by dense BFGS from s'y/y'y of the last pair. */
function denseProduct(pairs: [Vector, Vector][], v: Vector): Vector {
  const n = v.length;
  const h = new Float64Array(n * n);
  const [s, y] = pairs[pairs.length - 1];
  setToIdentity(h, n, dot(s, y) / dot(y, y));
  for (const pair of pairs) bfgsUpdate(h, n, ...pair, new Float64Array(n));
  const product = new Float64Array(n);
  symmetricProduct(h, n, v, product);
  return product;
}

test("the two loops give what dense BFGS makes of the newest pairs", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(1e6),
      (n, memory, count, seed) => {
        const pairs = pairsOf(n, count, seed);
        const history = newLimitedMemory(n, memory);
        for (const [s, y] of pairs) expect(remember(history, s, y)).toBe(true);
        expect(history.count).toBe(Math.min(memory, count));
        const v = randomMatrix(n, 1, seed + 99);
        const product = applyInverseHessian(history, v, new Float64Array(n), new Float64Array(memory));
        const expected = denseProduct(pairs.slice(-memory), v);
        // each update multiplies rounding errors by at most about the condition number 7
        expect(norm(subtract(product, expected, product))).toBeLessThanOrEqual(
          1e-15 * 50 ** Math.min(5, memory) * norm(v) + 1e-12,
        );
      },
    ),
  );
});

test("an empty memory is the identity, and a memory can be emptied", () => {
  const history = newLimitedMemory(3, 2);
  const v = Float64Array.of(1, -2, 3);
  const work = new Float64Array(2);
  expect([...applyInverseHessian(history, v, new Float64Array(3), work)]).toEqual([1, -2, 3]);
  for (const [s, y] of pairsOf(3, 3, 1)) remember(history, s, y);
  forget(history);
  expect([...applyInverseHessian(history, v, v, work)]).toEqual([1, -2, 3]);
});

test("a pair without positive curvature is not remembered", () => {
  const history = newLimitedMemory(2, 2);
  expect(remember(history, Float64Array.of(1, 0), Float64Array.of(-1, 0))).toBe(false);
  expect(remember(history, Float64Array.of(1, 0), Float64Array.of(0, 0))).toBe(false);
  expect(remember(history, Float64Array.of(1e-200, 0), Float64Array.of(1e-200, 0))).toBe(false);
  expect(history.count).toBe(0);
});
