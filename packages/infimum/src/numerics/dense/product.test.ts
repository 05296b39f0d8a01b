import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainProduct, randomMatrix, transposed } from "../fixtures/known-matrices.ts";
import {
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyTransposedVector,
  multiplyVector,
} from "./product.ts";

// around the sizes of a tile (4 x 3) and of the blocks (64, 256, 768), and empty ones
const shapes = [
  [0, 3, 2],
  [3, 0, 2],
  [1, 1, 1],
  [4, 5, 3],
  [5, 7, 4],
  [17, 19, 23],
  [64, 256, 3],
  [67, 258, 31],
  [2, 513, 29],
  [9, 5, 771],
];

describe("the matrix product", () => {
  test.each(shapes)("has the same bits as the plain loop, %i x %i x %i", (rows, inner, columns) => {
    const a = randomMatrix(rows, inner, 1);
    const b = randomMatrix(inner, columns, 2);
    const plain = plainProduct(a, b, rows, inner, columns);
    const out = new Float64Array(rows * columns).fill(NaN);
    expect(multiply(a, b, rows, inner, columns, out)).toEqual(plain);
    expect(multiplyTransposed(transposed(a, rows, inner), b, rows, inner, columns, out.fill(NaN))).toEqual(plain);
    expect(multiplyByTransposed(a, transposed(b, inner, columns), rows, inner, columns, out.fill(NaN))).toEqual(plain);
  });

  test.each(shapes)("agrees with the matrix-vector products to the bit, %i x %i", (rows, columns) => {
    const a = randomMatrix(rows, columns, 3);
    const x = randomMatrix(columns, 1, 4);
    const y = randomMatrix(rows, 1, 5);
    expect(multiplyVector(a, rows, columns, x, new Float64Array(rows))).toEqual(plainProduct(a, x, rows, columns, 1));
    const back = multiplyTransposedVector(a, rows, columns, y, new Float64Array(columns));
    expect(back).toEqual(plainProduct(transposed(a, rows, columns), y, columns, rows, 1));
  });

  test("is exact on whole numbers, where it is associative", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const [a, b, c] = [0, 1, 2].map((k) => randomMatrix(n, n, seed + k).map((x) => Math.round(100 * x)));
        const product = (p: Float64Array, q: Float64Array) => multiply(p, q, n, n, n, new Float64Array(n * n));
        expect(product(product(a, b), c)).toEqual(product(a, product(b, c)));
      }),
      { numRuns: 30 },
    );
  });

  test("passes NaN and infinity on to the entries that depend on them, and to no others", () => {
    const n = 33;
    const a = randomMatrix(n, n, 6);
    a[3 + 5 * n] = NaN;
    a[7 + 2 * n] = Infinity;
    const b = randomMatrix(n, n, 7);
    const out = multiply(a, b, n, n, n, new Float64Array(n * n));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const kind = i === 3 ? "NaN" : i === 7 ? "infinite" : "finite";
        const entry = out[i + j * n];
        expect(Number.isNaN(entry) ? "NaN" : Math.abs(entry) === Infinity ? "infinite" : "finite").toBe(kind);
      }
    }
  });
});
