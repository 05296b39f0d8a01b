import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveTriangular as solveTriangular64 } from "../dense/triangular-columns.ts";
import { oddNumbers, precisions, specialNumbers } from "../fixtures/odd-numbers.ts";
import { solveTriangular32 } from "../float32/triangular.ts";
import { solveTriangular, solveVector } from "./triangular.ts";

const shapes = ["lower", "lower-transposed", "upper", "upper-transposed"] as const;

describe.each(precisions)("the triangular kernels in %s", (_, Kind) => {
  const reference: (...values: any[]) => unknown = Kind === Float64Array ? solveTriangular64 : solveTriangular32;

  test("have the bits of the TypeScript solves for all shapes, strides, numbers of columns and special numbers", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shapes),
        fc.oneof(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 60 })),
        fc.oneof(fc.constantFrom(0, 1, 15, 16, 17, 32, 33), fc.integer({ min: 0, max: 40 })),
        specialNumbers,
        fc.nat(1e6),
        (shape, n, columns, specials, seed) => {
          const stride = n + (seed % 4);
          const t: any = oddNumbers(Kind, n * stride, seed, specials);
          // a diagonal away from zero keeps most solutions finite; the special numbers may stand there all the same
          for (let i = 0; i < n; i++) t[i + i * stride] += 3;
          const b: any = oddNumbers(Kind, n * columns, seed + 1, specials);
          const expected = new Kind(n * columns);
          reference(shape, t, n, b, columns, expected, stride);
          const x: any = new Kind(n * columns);
          expect(solveTriangular(shape, t, n, b, columns, x, stride)).toBe(true);
          expect(x).toEqual(expected);
          if (columns > 0 && (shape === "lower" || shape === "upper")) {
            const single: any = new Kind(n);
            expect(solveVector(shape, t, n, b, single, stride)).toBe(true);
            expect(single).toEqual(expected.slice(0, n));
          }
          expect(solveTriangular(shape, t, n, b, columns, b, stride)).toBe(true);
          expect(b).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  test("take more right-hand sides than are copied at once", () => {
    const [n, columns] = [5, 300];
    const t: any = oddNumbers(Kind, n * n, 1, []);
    for (let i = 0; i < n; i++) t[i + i * n] += 3;
    const b: any = oddNumbers(Kind, n * columns, 2, []);
    const expected = new Kind(n * columns);
    reference("upper", t, n, b, columns, expected);
    solveTriangular("upper", t, n, b, columns, b, n);
    expect(b).toEqual(expected);
  });
});

test("the TypeScript solves in float64 and float32 solve: T x is b again", () => {
  for (const shape of shapes) {
    const [n, columns] = [9, 3];
    const lower = shape === "lower" || shape === "lower-transposed";
    const transposed = shape === "lower-transposed" || shape === "upper-transposed";
    const t = new Float64Array(n * n).fill(NaN);
    const numbers = oddNumbers(Float64Array, n * n, 3, []);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++)
        if (lower ? i >= j : i <= j) t[i + j * n] = Math.fround(numbers[i + j * n] + (i === j ? 3 : 0));
    }
    const b = Float64Array.from(oddNumbers(Float32Array, n * columns, 4, []));
    const wide = solveTriangular64(shape, t, n, b, columns, new Float64Array(n * columns));
    const narrow = solveTriangular32(
      shape,
      Float32Array.from(t),
      n,
      Float32Array.from(b),
      columns,
      new Float32Array(n * columns),
    );
    for (const [x, unit] of [
      [wide, 2 ** -53],
      [narrow, 2 ** -24],
    ] as const) {
      for (let c = 0; c < columns; c++) {
        for (let i = 0; i < n; i++) {
          let sum = 0;
          let size = Math.abs(b[i + c * n]);
          for (let j = 0; j < n; j++) {
            const entry = transposed ? t[j + i * n] : t[i + j * n];
            if (Number.isNaN(entry)) continue;
            sum += entry * x[j + c * n];
            size += Math.abs(entry * x[j + c * n]);
          }
          // substitution is backward stable row by row (Higham 2002, theorem 8.5); the check itself rounds in float64
          expect(Math.abs(sum - b[i + c * n])).toBeLessThan(2 * n * (unit + 2 ** -53) * size);
        }
      }
    }
  }
});
