import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  difference,
  eps,
  frank,
  frobenius,
  identity,
  matrix,
  orthogonalityError,
  plainProduct,
  randomMatrix,
  transposed,
} from "../fixtures/known-matrices.ts";
import { applyQ, applyQTransposed, pivotedQr, type QrFactors, qrFactors, qrLeastSquares } from "./pivoted-qr.ts";

function factored(a: Float64Array, rows: number, columns: number): QrFactors {
  const factors = qrFactors(rows, columns);
  pivotedQr(a, factors);
  return factors;
}

function formQ(factors: QrFactors): Float64Array {
  const { rows } = factors;
  const q = identity(rows);
  for (let j = 0; j < rows; j++) applyQ(factors, q.subarray(j * rows, (j + 1) * rows));
  return q;
}

function triangle({ rows, columns, factor }: QrFactors): Float64Array {
  return matrix(rows, columns, (i, j) => (i <= j ? factor[i + j * rows] : 0));
}

const shape = fc.tuple(fc.nat(15), fc.nat(15), fc.nat(1e6));

describe("pivotedQr", () => {
  test("gives back A(:, p) = Q R with orthogonal Q and falling diagonal, for every shape", () => {
    fc.assert(
      fc.property(shape, ([rows, columns, seed]) => {
        const a = randomMatrix(rows, columns, seed);
        const factors = factored(a, rows, columns);
        const r = triangle(factors);
        const q = formQ(factors);
        const exchanged = matrix(rows, columns, (i, j) => a[i + factors.permutation[j] * rows]);
        // Higham 2002, theorem 19.4: each column errs by gamma_(c m k) times its norm, with a small c
        const bound = 4 * rows * Math.min(rows, columns) * eps;
        expect(orthogonalityError(q, rows, rows)).toBeLessThanOrEqual(bound * Math.sqrt(rows));
        const product = plainProduct(q, r, rows, rows, columns);
        expect(difference(exchanged, product)).toBeLessThanOrEqual(bound * frobenius(a));
        for (let k = 0; k + 1 < Math.min(rows, columns); k++) {
          let norm = 0;
          for (let j = k + 1; j < columns; j++) {
            norm = Math.max(norm, frobenius(r.slice(k + j * rows, Math.min(rows, j + 1) + j * rows)));
          }
          // the pivot is the largest remaining column, up to the accuracy of the updated norms
          expect(Math.abs(r[k + k * rows])).toBeGreaterThanOrEqual(norm * (1 - 1e-6));
        }
      }),
      { numRuns: 150 },
    );
  });

  test("finds the rank of a product of thin factors", () => {
    fc.assert(
      fc.property(shape, fc.nat(15), ([rows, columns, seed], inner) => {
        const a = plainProduct(
          randomMatrix(rows, inner, seed),
          randomMatrix(inner, columns, seed + 1),
          rows,
          inner,
          columns,
        );
        const { rank } = factored(a, rows, columns);
        expect(rank).toBeLessThanOrEqual(Math.min(rows, columns, inner));
        // random factors close to square may be singular to working precision
        if (inner < Math.min(rows, columns) - 3) expect(rank).toBe(inner);
      }),
      { numRuns: 100 },
    );
  });

  test("sees Kahan's matrix without overlooking its small column norms", () => {
    // cos 1.2: the columns have equal norms, and those of the remainder cancel step by step
    const n = 90;
    const c = Math.cos(1.2);
    const s = Math.sin(1.2);
    const kahan = matrix(n, n, (i, j) => s ** i * (i === j ? 1 : i < j ? -c : 0));
    const factors = factored(kahan, n, n);
    const r = triangle(factors);
    for (let k = 1; k < n; k++) {
      expect(Math.abs(r[k + k * n])).toBeLessThanOrEqual(Math.abs(r[k - 1 + (k - 1) * n]) * (1 + 1e-6));
    }
  });

  test("orders columns that differ only in their last digits: the norms left over are not cancelled away", () => {
    // a common column of norm 1 plus differences of sizes 1e-13 to 1e-9, in mixed order: after the first step these are
    // all that is left, and norms updated by subtraction alone would hold nothing but rounding errors of size 1e-8
    const rows = 12;
    const sizes = [1e-11, 1e-13, 1e-9, 1e-12, 1e-10];
    const common = randomMatrix(rows, 1, 3);
    const numbers = randomMatrix(rows, 5, 4);
    const a = matrix(
      rows,
      6,
      (i, j) => common[i] * (j === 5 ? 2 : 1) + (j === 5 ? 0 : sizes[j] * numbers[i + j * rows]),
    );
    const { permutation } = factored(a, rows, 6);
    expect([...permutation]).toEqual([5, 2, 4, 0, 3, 1]);
  });

  test("multiplies by Q and Q^T as inverses of each other", () => {
    const factors = factored(randomMatrix(9, 4, 1), 9, 4);
    const b = randomMatrix(9, 1, 2);
    const there = applyQTransposed(factors, b.slice());
    expect(Math.abs(frobenius(there) - frobenius(b))).toBeLessThan(50 * eps);
    expect(difference(applyQ(factors, there), b)).toBeLessThan(50 * eps);
  });

  test("defines the edge cases: empty and zero matrices, NaN and infinity have rank 0", () => {
    expect(factored(new Float64Array(0), 0, 3).rank).toBe(0);
    expect(factored(new Float64Array(0), 3, 0).rank).toBe(0);
    expect(factored(new Float64Array(6), 3, 2).rank).toBe(0);
    expect(factored(Float64Array.of(1, 2, 3, NaN), 2, 2).rank).toBe(0);
    expect(factored(Float64Array.of(1, 2, Infinity, 3), 2, 2).rank).toBe(0);
  });

  test("works for entries whose squares overflow or underflow", () => {
    for (const scale of [1e-300, 1e-200, 1e200, 1e300]) {
      const a = frank(6).map((entry) => scale * entry);
      const factors = factored(a, 6, 6);
      expect(factors.rank).toBe(6);
      const product = plainProduct(formQ(factors), triangle(factors), 6, 6, 6);
      const exchanged = matrix(6, 6, (i, j) => a[i + factors.permutation[j] * 6]);
      expect(
        difference(
          exchanged.map((x) => x / scale),
          product.map((x) => x / scale),
        ),
      ).toBeLessThan(4 * 36 * eps * 20);
    }
  });
});

describe("qrLeastSquares", () => {
  test("leaves a residual orthogonal to the columns, and returns its norm", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 15 }),
        fc.nat(1e6),
        (rows, columns, seed) => {
          const a = randomMatrix(rows, columns, seed);
          const b = randomMatrix(rows, 1, seed + 1);
          const factors = factored(a, rows, columns);
          const x = new Float64Array(columns);
          const norm = qrLeastSquares(factors, b, x);
          const residual = plainProduct(a, x, rows, columns, 1).map((p, i) => b[i] - p);
          const size = frobenius(a) * frobenius(x) + frobenius(b);
          const bound = 4 * rows * columns * eps * size;
          expect(Math.abs(frobenius(residual) - norm)).toBeLessThanOrEqual(bound);
          const gradient = plainProduct(transposed(a, rows, columns), residual, columns, rows, 1);
          expect(frobenius(gradient)).toBeLessThanOrEqual(2 * bound * frobenius(a));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("recovers the line through exact data", () => {
    const a = matrix(5, 2, (i, j) => i ** j);
    const x = new Float64Array(2);
    qrLeastSquares(
      factored(a, 5, 2),
      Float64Array.from({ length: 5 }, (_, i) => 3 - 2 * i),
      x,
    );
    expect(x[0]).toBeCloseTo(3, 13);
    expect(x[1]).toBeCloseTo(-2, 13);
  });

  test("leaves dependent columns at zero", () => {
    // the third column is the sum of the first two
    const a = Float64Array.of(1, 0, 0, 0, 1, 0, 1, 1, 0);
    const factors = factored(a, 3, 3);
    const x = new Float64Array(3);
    const norm = qrLeastSquares(factors, Float64Array.of(1, 2, 3), x);
    expect(factors.rank).toBe(2);
    expect(norm).toBeCloseTo(3, 14);
    expect([...x].filter((entry) => entry === 0)).toHaveLength(1);
    expect(x[0] + x[2]).toBeCloseTo(1, 14);
    expect(x[1] + x[2]).toBeCloseTo(2, 14);
  });
});
