import { expect, test } from "vitest";
import { chebyshevSeries, polynomial } from "./polynomial.ts";

test("a polynomial is the sum of its powers", () => {
  expect(polynomial([3, -1, 2, 5], 2)).toBe(3 - 2 + 8 + 40);
  expect(polynomial([], 2)).toBe(0);
});

test("a Chebyshev series is the sum of cosines: T_k(cos t) = cos(k t)", () => {
  const coefficients = [0.5, -1.25, 2, 0.75, -3];
  for (let angle = 0; angle <= Math.PI; angle += 0.1) {
    const cosines = coefficients.reduce((sum, coefficient, k) => sum + coefficient * Math.cos(k * angle), 0);
    expect(chebyshevSeries(coefficients, Math.cos(angle))).toBeCloseTo(cosines, 13);
  }
  expect(chebyshevSeries([4], 0.3)).toBe(4);
});
