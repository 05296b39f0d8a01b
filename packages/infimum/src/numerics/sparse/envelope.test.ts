import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigenvalues } from "../dense/symmetric-eigen.ts";
import {
  type Envelope,
  envelope,
  envelopeCholesky,
  envelopeNorm,
  envelopeProduct,
  envelopeSolveLower,
  envelopeSolveUpper,
} from "./envelope.ts";

/** A random envelope with random entries. */
const matrices = fc
  .array(fc.tuple(fc.nat(), fc.double({ min: -1, max: 1, noNaN: true })), { minLength: 1, maxLength: 9 })
  .map((rows) => {
    const shape = envelope(Int32Array.from(rows, ([first], i) => first % (i + 1)));
    const length = shape.rowStarts[rows.length];
    const values = Float64Array.from({ length }, (_, k) => Math.sin(3 + 7 * k * (1 + rows[k % rows.length][1])));
    return { shape, values };
  });

function dense({ size, firstColumns, rowStarts }: Envelope, values: Float64Array): Float64Array {
  const out = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = firstColumns[i]; j <= i; j++) {
      out[i + j * size] = values[rowStarts[i] + j - firstColumns[i]];
      out[j + i * size] = out[i + j * size];
    }
  }
  return out;
}

test("products are those of the whole matrix, and no eigenvalue exceeds the norm", () => {
  fc.assert(
    fc.property(matrices, ({ shape, values }) => {
      const { size } = shape;
      const matrix = dense(shape, values);
      const v = Float64Array.from({ length: size }, (_, k) => Math.cos(k));
      const product = envelopeProduct(shape, values, v, new Float64Array(size));
      for (let i = 0; i < size; i++) {
        const expected = v.reduce((sum, entry, j) => sum + matrix[i + j * size] * entry, 0);
        expect(Math.abs(product[i] - expected)).toBeLessThan(1e-13);
      }
      const eigenvalues = new Float64Array(size);
      symmetricEigenvalues(matrix, size, eigenvalues);
      const norm = envelopeNorm(shape, values, new Float64Array(size));
      for (const eigenvalue of eigenvalues) expect(Math.abs(eigenvalue)).toBeLessThanOrEqual(norm * (1 + 1e-14));
    }),
  );
});

test("the factorization exists exactly for shifts beyond the smallest eigenvalue, and solves", () => {
  fc.assert(
    fc.property(matrices, ({ shape, values }) => {
      const { size } = shape;
      const eigenvalues = new Float64Array(size);
      symmetricEigenvalues(dense(shape, values), size, eigenvalues);
      const factor = new Float64Array(values.length);
      expect(envelopeCholesky(shape, values, -eigenvalues[0] - 1e-6, factor)).toBe(false);
      expect(envelopeCholesky(shape, values, 0.1 - eigenvalues[0], factor)).toBe(true);
      const b = Float64Array.from({ length: size }, (_, k) => 1 / (k + 1));
      const x = envelopeSolveUpper(shape, factor, envelopeSolveLower(shape, factor, b, b.slice()), b.slice());
      const back = envelopeProduct(shape, values, x, new Float64Array(size));
      // the condition number is at most some hundred
      for (let i = 0; i < size; i++) {
        expect(Math.abs(back[i] + (0.1 - eigenvalues[0]) * x[i] - b[i])).toBeLessThan(1e-11);
      }
    }),
  );
});

test("a matrix with a NaN has no factorization", () => {
  const shape = envelope(Int32Array.of(0, 0));
  expect(envelopeCholesky(shape, Float64Array.of(1, NaN, 2), 0, new Float64Array(3))).toBe(false);
  expect(envelopeCholesky(shape, Float64Array.of(Infinity, 0, 2), 0, new Float64Array(3))).toBe(false);
});
