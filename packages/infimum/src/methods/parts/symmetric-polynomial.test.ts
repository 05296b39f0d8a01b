import { expect, test } from "vitest";
import { plainProduct, randomMatrix, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { norm, type Vector } from "../../numerics/vector.ts";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { applySymmetricPolynomial, symmetricPolynomials } from "./symmetric-polynomial.ts";

const viewOf = (h: Vector, n: number) =>
  answeredView(n, { hessianVector: (_x, v, out) => void out.set(plainProduct(h, v, n, n, 1)) });

/** The elementary symmetric polynomial of that degree, by the product of (1 + t w) over all numbers. */
function elementary(numbers: readonly number[], degree: number): number {
  let coefficients = [1];
  for (const w of numbers) {
    coefficients = Array.from(
      { length: coefficients.length + 1 },
      (_, k) => (coefficients[k] ?? 0) + w * (coefficients[k - 1] ?? 0),
    );
  }
  return coefficients[degree] ?? 0;
}

test("the polynomials are the coefficients of the product of all 1 + t w, for eigenvalues w over their sum", () => {
  const spectrum = [1, 2, 3, 5, 8, 13];
  const view = viewOf(withSpectrum(spectrum, 1), 6);
  const found = outcomeOf(symmetricPolynomials(view, new Float64Array(6), 4));
  expect(found.trace).toBeCloseTo(32, 10);
  for (let k = 0; k <= 4; k++) {
    expect(found.elementary[k]).toBeCloseTo(
      elementary(
        spectrum.map((w) => w / 32),
        k,
      ),
      12,
    );
  }
});

test("of degree n - 1 it is a multiple of the inverse", () => {
  const h = withSpectrum([1, 2, 3, 4, 5], 2);
  const view = viewOf(h, 5);
  const polynomials = outcomeOf(symmetricPolynomials(view, new Float64Array(5), 4));
  const g = randomMatrix(5, 1, 3);
  const p = outcomeOf(applySymmetricPolynomial(view, new Float64Array(5), polynomials, g, new Float64Array(5)));
  const back = plainProduct(h, p, 5, 5, 1);
  const factor = norm(back) / norm(g);
  back.forEach((entry, i) => expect(entry).toBeCloseTo(factor * g[i], 10));
});

test("its eigenvalues are the polynomials of all other eigenvalues, over that of all", () => {
  const spectrum = [1, 2, 30, 400];
  const h = Float64Array.from({ length: 16 }, (_, k) => (k % 5 === 0 ? spectrum[k / 5] : 0));
  const view = viewOf(h, 4);
  for (const degree of [0, 1, 2, 3]) {
    const polynomials = outcomeOf(symmetricPolynomials(view, new Float64Array(4), degree));
    const ones = new Float64Array(4).fill(1);
    const p = outcomeOf(applySymmetricPolynomial(view, new Float64Array(4), polynomials, ones, new Float64Array(4)));
    spectrum.forEach((_, j) => {
      const others = spectrum.filter((__, i) => i !== j);
      expect(p[j]).toBeCloseTo(elementary(others, degree) / elementary(spectrum, degree), 10);
    });
  }
});

test("without a positive trace there is no preconditioner", () => {
  const view = viewOf(withSpectrum([-1, -2], 4), 2);
  expect(Array.from(outcomeOf(symmetricPolynomials(view, new Float64Array(2), 2)).elementary)).toEqual([1]);
});
