import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addProduct as addProduct64 } from "../dense/blocked-product.ts";
import type { MatrixView } from "../dense/matrix-view.ts";
import { plainProduct, randomMatrix } from "../fixtures/known-matrices.ts";
import { oddNumbers, type Precision, precisions, specialNumbers } from "../fixtures/odd-numbers.ts";
import { addProduct32 } from "../float32/product.ts";
import { addProduct } from "./product.ts";

const size = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9), fc.integer({ min: 0, max: 70 }));
const layouts = ["columns", "rows", "gaps"] as const;

/** A view of a rows x columns matrix in an array that has more than its entries. */
function placed(
  Kind: Precision,
  layout: (typeof layouts)[number],
  rows: number,
  columns: number,
  seed: number,
  specials: readonly number[],
): MatrixView<any> {
  const [rowStride, columnStride] =
    layout === "columns" ? [1, rows + 2] : layout === "rows" ? [columns + 1, 1] : [2, 2 * rows + 3];
  const values = oddNumbers(Kind, 5 + (rows + 2) * (2 * columns + 2) * 2, seed, specials);
  return { values, offset: 3, rowStride, columnStride };
}

describe.each(precisions)("the product kernel in %s", (_, Kind) => {
  const reference: (...values: any[]) => void = Kind === Float64Array ? addProduct64 : addProduct32;

  test("has the bits of the TypeScript product for all shapes, strides and signs, and special numbers", () => {
    fc.assert(
      fc.property(
        fc.tuple(size, size, size),
        fc.constantFrom(...layouts),
        fc.constantFrom(...layouts),
        fc.constantFrom(1 as const, -1 as const),
        specialNumbers,
        fc.nat(1e6),
        ([rows, inner, columns], leftLayout, rightLayout, sign, specials, seed) => {
          const left = placed(Kind, leftLayout, rows, inner, seed, specials);
          const right = placed(Kind, rightLayout, inner, columns, seed + 1, specials);
          const stride = rows + (seed % 3);
          const start = oddNumbers(Kind, 2 + stride * columns, seed + 2, specials);
          const expected = start.slice();
          reference(sign, left, right, rows, inner, columns, expected, 2, stride);
          const out = start.slice();
          expect(addProduct(sign, left, right, rows, inner, columns, out, 2, stride)).toBe(true);
          expect(out).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  // around the blocks of the kernel (64, 256, 768) and of what is copied at once (1024)
  test.each([
    [65, 257, 3],
    [3, 5, 770],
    [1030, 3, 5],
    [2, 1027, 3],
    [5, 2, 1029],
  ])("has those bits across its blocks, %i x %i x %i", (rows, inner, columns) => {
    const left = placed(Kind, "columns", rows, inner, 1, []);
    const right = placed(Kind, "rows", inner, columns, 2, []);
    const start = oddNumbers(Kind, rows * columns, 3, []);
    const expected = start.slice();
    reference(-1, left, right, rows, inner, columns, expected, 0, rows);
    const out = start.slice();
    addProduct(-1, left, right, rows, inner, columns, out, 0, rows);
    expect(out).toEqual(expected);
  });
});

test("a float32 product is within the bound of float32 sums", () => {
  const [rows, inner, columns] = [37, 120, 21];
  const a = Float32Array.from(randomMatrix(rows, inner, 4));
  const b = Float32Array.from(randomMatrix(inner, columns, 5));
  const exact = plainProduct(Float64Array.from(a), Float64Array.from(b), rows, inner, columns);
  const size = plainProduct(Float64Array.from(a, Math.abs), Float64Array.from(b, Math.abs), rows, inner, columns);
  const out = new Float32Array(rows * columns);
  const left = { values: a, offset: 0, rowStride: 1, columnStride: rows };
  const right = { values: b, offset: 0, rowStride: 1, columnStride: inner };
  addProduct(1, left, right, rows, inner, columns, out, 0, rows);
  // n u / (1 - n u) times the product of the absolute values, u = 2^-24 (Higham 2002, section 3.5)
  const unit = inner * 2 ** -24;
  for (let i = 0; i < out.length; i++) expect(Math.abs(out[i] - exact[i])).toBeLessThan((unit / (1 - unit)) * size[i]);
});
