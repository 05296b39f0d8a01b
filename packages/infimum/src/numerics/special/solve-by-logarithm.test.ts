import { expect, test } from "vitest";
import { solveByLogarithm } from "./solve-by-logarithm.ts";

test("an increasing power and a decreasing exponential are solved from far away on either side", () => {
  for (const start of [1e-200, 1e-3, 1, 1e4, 1e30]) {
    expect(solveByLogarithm((w) => [3 * Math.log(w / 7), 3], start)).toBeCloseTo(7, 13);
    // log e^-w against log e^-20
    expect(solveByLogarithm((w) => [20 - w, -w], start)).toBeCloseTo(20, 13);
  }
});

test("levels that underflow to infinity are stepped over", () => {
  // the tail of a normal: zero beyond 38
  const tail = (w: number): [number, number] => [Math.log(Math.exp(-0.5 * w * w)) + 200, -Math.max(1e-300, w * w)];
  for (const start of [1e-5, 1000, 1e100]) expect(solveByLogarithm(tail, start)).toBeCloseTo(20, 12);
});
