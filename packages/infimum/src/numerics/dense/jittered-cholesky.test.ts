import { describe, expect, test } from "vitest";
import {
  difference,
  eps,
  frobenius,
  matrix,
  onlyLower,
  plainProduct,
  transposed,
  withSpectrum,
} from "../fixtures/known-matrices.ts";
import { choleskyWithJitter } from "./jittered-cholesky.ts";

describe("choleskyWithJitter", () => {
  test("adds nothing to a positive definite matrix", () => {
    expect(choleskyWithJitter(withSpectrum([1, 2, 3], 1), 3, new Float64Array(9))).toBe(0);
    expect(choleskyWithJitter(new Float64Array(0), 0, new Float64Array(0))).toBe(0);
  });

  test("adds no more than ten times what an indefinite matrix needs, and factors exactly A + t I", () => {
    const n = 8;
    for (const least of [-1e-12, -1e-6, -0.3, -1, -50]) {
      const a = withSpectrum([least, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1], 2);
      const l = new Float64Array(n * n);
      const t = choleskyWithJitter(onlyLower(a, n), n, l);
      expect(t).toBeGreaterThan(-least - 10 * n * eps * frobenius(a));
      expect(t).toBeLessThan(-10.001 * least + 10 * n * eps * frobenius(a));
      const shifted = matrix(n, n, (i, j) => a[i + j * n] + (i === j ? t : 0));
      const product = plainProduct(l, transposed(l, n, n), n, n, n);
      expect(difference(shifted, product)).toBeLessThan((n + 1) * n * eps * frobenius(shifted));
    }
  });

  test("needs only the first steps for a matrix that is singular", () => {
    const n = 6;
    const ones = new Float64Array(n * n).fill(1e8);
    const t = choleskyWithJitter(ones, n, new Float64Array(n * n));
    expect(t).toBeGreaterThan(0);
    expect(t).toBeLessThanOrEqual(100 * n * eps * 1e8);
    expect(choleskyWithJitter(new Float64Array(9), 3, new Float64Array(9))).toBe(3 * eps);
  });

  test("climbs the ladder it is given", () => {
    const negative = matrix(2, 2, (i, j) => (i === j ? -1 : 0));
    expect(choleskyWithJitter(negative, 2, new Float64Array(4), { first: 0.25, growth: 2 })).toBe(2);
  });

  test("answers NaN for entries that are not numbers", () => {
    expect(choleskyWithJitter(Float64Array.of(1, NaN, NaN, 1), 2, new Float64Array(4))).toBe(NaN);
    expect(choleskyWithJitter(Float64Array.of(Infinity), 1, new Float64Array(1))).toBe(NaN);
  });

  test("refuses a ladder that does not climb", () => {
    const climb = (options: { first?: number; growth?: number }) => () =>
      choleskyWithJitter(Float64Array.of(-1), 1, new Float64Array(1), options);
    expect(climb({ first: 0 })).toThrow(expect.objectContaining({ code: "jitter-ladder" }));
    expect(climb({ growth: 1 })).toThrow(expect.objectContaining({ code: "jitter-ladder" }));
  });
});
