import { describe, expect, test } from "vitest";
import { eps, matrix, randomMatrix } from "../fixtures/known-matrices.ts";
import { solveLower, solveLowerTransposed, solveUpper, solveUpperTransposed } from "./triangular.ts";

const solves = [
  { name: "L x = b", solve: solveLower, lower: true, transpose: false },
  { name: "L^T x = b", solve: solveLowerTransposed, lower: true, transpose: true },
  { name: "U x = b", solve: solveUpper, lower: false, transpose: false },
  { name: "U^T x = b", solve: solveUpperTransposed, lower: false, transpose: true },
];

describe.each(solves)("the triangular solve $name", ({ solve, lower, transpose }) => {
  const read = (i: number, j: number) => (lower ? i >= j : i <= j);

  test.each([0, 1, 2, 7, 40])("leaves componentwise a residual of rounding size, n = %i", (n) => {
    const stride = n + 3;
    const numbers = randomMatrix(stride, n, 1);
    // NaN in the other triangle and below the matrix: neither may be read
    const t = matrix(stride, n, (i, j) => (i < n && read(i, j) ? numbers[i + j * stride] + (i === j ? 2 : 0) : NaN));
    const b = randomMatrix(n, 1, 2);
    const x = solve(t, n, b, new Float64Array(n), stride);
    for (let i = 0; i < n; i++) {
      let residual = b[i];
      let size = 0;
      for (let j = 0; j < n; j++) {
        if (!(transpose ? read(j, i) : read(i, j))) continue;
        const term = (transpose ? t[j + i * stride] : t[i + j * stride]) * x[j];
        residual -= term;
        size += Math.abs(term);
      }
      // Higham 2002, theorem 8.5: |b - T x| <= gamma_n |T| |x|; as much again for computing the residual here
      expect(Math.abs(residual)).toBeLessThanOrEqual(n * eps * (size + Math.abs(b[i])));
    }
    const inPlace = b.slice();
    expect(solve(t, n, inPlace, inPlace, stride)).toEqual(x);
  });

  test("divides by a zero on the diagonal as IEEE arithmetic does", () => {
    const t = new Float64Array([2, 0, 0, 0]);
    expect([...solve(t, 2, new Float64Array([1, 1]), new Float64Array(2))]).toContain(Infinity);
  });
});
