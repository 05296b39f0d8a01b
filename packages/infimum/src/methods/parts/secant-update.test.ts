import { expect, test } from "vitest";
import { envelope, envelopeProduct } from "../../numerics/sparse/envelope.ts";
import { bfgsUpdate } from "./bfgs-update.ts";
import { bfgsUpdateOfHessian, symmetricRankOneUpdate } from "./secant-update.ts";

const n = 3;
const shape = envelope(new Int32Array(n));
const hessian = () => Float64Array.of(4, 1, 3, -0.5, 0.25, 2);
const s = Float64Array.of(0.5, -1, 2);
const y = Float64Array.of(2.5, -1.5, 3);
const times = (b: Float64Array, v: Float64Array) => envelopeProduct(shape, b, v, new Float64Array(n));

test("both updates satisfy the secant equation", () => {
  for (const update of [bfgsUpdateOfHessian, symmetricRankOneUpdate]) {
    const b = hessian();
    expect(update(b, s, y, times(b, s))).toBe(true);
    times(b, s).forEach((entry, i) => expect(entry).toBeCloseTo(y[i], 13));
  }
});

test("the BFGS update of a Hessian is the inverse of that of its inverse", () => {
  // the inverse of `hessian`, column by column in its lower triangle, by its adjugate
  const full = [4, 1, -0.5, 1, 3, 0.25, -0.5, 0.25, 2];
  const minor = (i: number, j: number) => {
    const [a, b] = [0, 1, 2].filter((row) => row !== i);
    const [c, d] = [0, 1, 2].filter((column) => column !== j);
    return (full[3 * a + c] * full[3 * b + d] - full[3 * a + d] * full[3 * b + c]) * (-1) ** (i + j);
  };
  const determinant = full[0] * minor(0, 0) + full[1] * minor(0, 1) + full[2] * minor(0, 2);
  const inverse = Float64Array.from({ length: 9 }, (_, k) => minor(k % 3, Math.floor(k / 3)) / determinant);
  const b = hessian();
  bfgsUpdateOfHessian(b, s, y, times(b, s));
  bfgsUpdate(inverse, n, s, y, new Float64Array(n));
  for (let j = 0; j < n; j++) {
    const column = Float64Array.from({ length: n }, (_, i) => inverse[Math.max(i, j) + n * Math.min(i, j)]);
    times(b, column).forEach((entry, i) => expect(entry).toBeCloseTo(Number(i === j), 12));
  }
});

test("symmetric rank one finds a quadratic's Hessian in n independent steps, an indefinite one too", () => {
  const truth = Float64Array.of(1, 2, -3, 0.5, 0, 2);
  const b = Float64Array.of(1, 0, 1, 0, 0, 1);
  for (const step of [Float64Array.of(1, 0, 0.3), Float64Array.of(0, 1, 0.2), Float64Array.of(0.4, -0.1, 1)]) {
    expect(symmetricRankOneUpdate(b, step, times(truth, step), times(b, step))).toBe(true);
  }
  b.forEach((entry, k) => expect(entry).toBeCloseTo(truth[k], 10));
});

test("updates that would be rounding, or lose positive curvature, leave the matrix alone", () => {
  const b = hessian();
  expect(bfgsUpdateOfHessian(b, s, Float64Array.of(-2.5, 1.5, -3), times(b, s))).toBe(false);
  expect(symmetricRankOneUpdate(b, s, times(b, s), times(b, s))).toBe(false);
  const indefinite = Float64Array.of(-1, 0, -1, 0, 0, -1);
  expect(bfgsUpdateOfHessian(indefinite, s, y, times(indefinite, s))).toBe(false);
  expect(b).toEqual(hessian());
});
