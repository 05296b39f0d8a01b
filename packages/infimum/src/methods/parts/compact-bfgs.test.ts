import fc from "fast-check";
import { expect, test } from "vitest";
import { plainProduct, randomMatrix } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { compactModel } from "../fixtures/compact-models.ts";
import {
  addPairs,
  applyMiddle,
  type CompactBfgs,
  type CompactPairs,
  compactBfgs,
  forgetPairs,
  newCompactPairs,
  pairsOfVariable,
  projectOnPairs,
  rememberPair,
} from "./compact-bfgs.ts";

/** B v = theta v - W M W'v. */
function product(model: CompactBfgs, v: Vector): Vector {
  const weights = new Float64Array(2 * model.memory.count);
  applyMiddle(model, projectOnPairs(model, v, weights), weights);
  return addPairs(
    model,
    -1,
    weights,
    v.map((entry) => model.scale * entry),
  );
}

const sizes = [
  fc.integer({ min: 1, max: 7 }),
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 0, max: 12 }),
] as const;

test("the product is that of the matrix which BFGS makes of the newest pairs, one by one", () => {
  fc.assert(
    fc.property(...sizes, fc.nat(1e6), (n, pairs, count, seed) => {
      const { model, b } = compactModel(n, pairs, count, seed);
      const v = randomMatrix(n, 1, seed + 99);
      const expected = plainProduct(b, v, n, n, 1);
      // more pairs than variables are nearly dependent, and the middle matrix as badly conditioned
      const error = norm(subtract(product(model, v), expected, new Float64Array(n)));
      expect(error).toBeLessThanOrEqual(1e-15 * 100 ** Math.min(pairs, count) * norm(v) + 1e-12);
    }),
  );
});

test("the rows of W are those of the product with it", () => {
  const { model } = compactModel(5, 3, 7, 4);
  const coefficients = randomMatrix(6, 1, 8);
  const whole = addPairs(model, 1, coefficients, new Float64Array(5));
  const row = new Float64Array(6);
  for (let i = 0; i < 5; i++) expect(dot(pairsOfVariable(model, 5, i, row), coefficients)).toBeCloseTo(whole[i], 12);
});

const matrixOf = (pairs: CompactPairs) => compactBfgs(pairs, (length) => new Float64Array(length))!;

test("the secant equation holds for the newest pair", () => {
  const pairs = newCompactPairs(3, 2);
  const s = Float64Array.of(1, 2, -1);
  const y = Float64Array.of(0.5, 3, 1);
  expect(rememberPair(pairs, Float64Array.of(1, 0, 0), Float64Array.of(2, 1, 0))).toBe(true);
  expect(rememberPair(pairs, s, y)).toBe(true);
  const image = product(matrixOf(pairs), s);
  for (let i = 0; i < 3; i++) expect(image[i]).toBeCloseTo(y[i], 13);
});

test("a pair without positive curvature changes nothing, and after all are forgotten the matrix is the identity", () => {
  const { model } = compactModel(4, 3, 5, 1);
  const v = Float64Array.of(1, -2, 3, 4);
  const before = [...product(model, v)];
  expect(rememberPair(model, Float64Array.of(1, 0, 0, 0), Float64Array.of(-1, 0, 0, 0))).toBe(false);
  expect([...product(matrixOf(model), v)]).toEqual(before);
  forgetPairs(model);
  expect([...product(matrixOf(model), v)]).toEqual([...v]);
  // and begins anew, whatever the place of the newest was
  expect(rememberPair(model, Float64Array.of(1, 1, 0, 0), Float64Array.of(3, 3, 0, 0))).toBe(true);
  expect(product(matrixOf(model), v)[2]).toBeCloseTo(9, 13);
});

test("there is no matrix of pairs whose inner products overflow", () => {
  const pairs = newCompactPairs(2, 3);
  expect(rememberPair(pairs, Float64Array.of(1e160, 0), Float64Array.of(1e-10, 0))).toBe(true);
  expect(compactBfgs(pairs, (length) => new Float64Array(length))).toBeUndefined();
});
