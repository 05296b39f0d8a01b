import { expect, test } from "vitest";
import { multiplyTransposedVector, multiplyVector } from "../dense/product.ts";
import { svd, svdFactors, svdSolve } from "../dense/svd.ts";
import { RandomStream } from "../random/stream.ts";
import { leastSquaresConjugateGradient, type ProductMatrix } from "./least-squares-conjugate-gradient.ts";

function dense(a: Float64Array, m: number, n: number): ProductMatrix {
  return {
    rowCount: m,
    columnCount: n,
    multiply: (v, out) => multiplyVector(a, m, n, v, out),
    multiplyTransposed: (u, out) => multiplyTransposedVector(a, m, n, u, out),
  };
}

function random(length: number, seed: number): Float64Array {
  const stream = new RandomStream().key(seed, "matrix", 0, 0);
  return Float64Array.from({ length }, () => stream.normal());
}

test.each([
  [20, 8],
  [8, 8],
  [5, 9],
])("of %d equations in %d unknowns finds the shortest minimizer, as the singular values do", (m, n) => {
  const a = random(m * n, 1);
  const b = random(m, 2);
  const factors = svdFactors(m, n);
  svd(a, factors);
  const expected = new Float64Array(n);
  svdSolve(factors, b, expected);
  const x = leastSquaresConjugateGradient(dense(a, m, n), b, { relativeTolerance: 1e-13, iterations: 10 * n });
  x.forEach((entry, j) => expect(entry).toBeCloseTo(expected[j], 8));
});

test("with a damping it solves (A'A + damping) x = A'b", () => {
  const [m, n, damping] = [12, 5, 0.7];
  const a = random(m * n, 3);
  const b = random(m, 4);
  const matrix = dense(a, m, n);
  const x = leastSquaresConjugateGradient(matrix, b, { damping, relativeTolerance: 1e-14, iterations: 50 });
  const left = matrix.multiplyTransposed(matrix.multiply(x, new Float64Array(m)), new Float64Array(n));
  const right = matrix.multiplyTransposed(b, new Float64Array(n));
  for (let j = 0; j < n; j++) expect(left[j] + damping * x[j]).toBeCloseTo(right[j], 11);
});

test("ends at once for a right-hand side that is orthogonal to every column", () => {
  const x = leastSquaresConjugateGradient(dense(Float64Array.of(1, 0), 2, 1), Float64Array.of(0, 5));
  expect([...x]).toEqual([0]);
});
