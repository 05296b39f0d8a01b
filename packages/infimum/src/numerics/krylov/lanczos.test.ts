import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { multiplyVector } from "../dense/product.ts";
import {
  diagonalMatrix,
  difference,
  eps,
  frobenius,
  matrix,
  orthogonalityError,
  plainProduct,
  randomMatrix,
  randomSymmetric,
  transposed,
  wilkinson,
  withSpectrum,
} from "../fixtures/known-matrices.ts";
import { dot, norm } from "../vector.ts";
import { fixedStart, lanczos } from "./lanczos.ts";
import { LanczosProcess } from "./lanczos-process.ts";
import { type ApplyMatrix, drive } from "./process.ts";

const by =
  (a: Float64Array, n: number): ApplyMatrix =>
  (v, out) =>
    multiplyVector(a, n, n, v, out);

function residual(apply: ApplyMatrix, vector: Float64Array, value: number): number {
  const out = new Float64Array(vector.length);
  apply(vector, out);
  return norm(out.map((entry, i) => entry - value * vector[i]));
}

describe("LanczosProcess", () => {
  test("builds an orthonormal basis in which A is tridiagonal", () => {
    const n = 40;
    const a = randomSymmetric(n, 1);
    const process = new LanczosProcess(randomMatrix(n, 1, 2), { steps: 25 });
    drive(process, by(a, n), new Float64Array(n));
    expect(process).toMatchObject({ status: "steps", steps: 25 });
    const basis = new Float64Array(n * 25);
    for (let k = 0; k < 25; k++) basis.set(process.basis[k], k * n);
    expect(orthogonalityError(basis, n, 25)).toBeLessThan(10 * n * eps);
    const t = matrix(25, 25, (i, j) =>
      i === j ? process.diagonal[i] : Math.abs(i - j) === 1 ? process.offDiagonal[Math.min(i, j)] : 0,
    );
    const inBasis = plainProduct(transposed(basis, n, 25), plainProduct(a, basis, n, n, 25), 25, n, 25);
    expect(difference(t, inBasis)).toBeLessThan(10 * n * eps * frobenius(a));
  });

  test("finds the whole spectrum of a small matrix, and then says that its space is invariant", () => {
    for (const spectrum of [[3], [-1, 2], [-5, -1, 0, 2, 7, 11], Array.from({ length: 30 }, (_, i) => i - 7)]) {
      const n = spectrum.length;
      const process = new LanczosProcess(randomMatrix(n, 1, 3));
      drive(process, by(withSpectrum(spectrum, 4), n), new Float64Array(n));
      process.computeRitzValues();
      expect(process.steps).toBe(n);
      const bound = 100 * n * eps * Math.max(...spectrum.map(Math.abs));
      spectrum.forEach((known, k) => expect(Math.abs(process.ritzValues[k] - known)).toBeLessThan(bound));
    }
    const repeated = new LanczosProcess(randomMatrix(9, 1, 3));
    drive(repeated, by(diagonalMatrix([1, 1, 1, 1, 2, 2, 2, 3, 3]), 9), new Float64Array(9));
    expect(repeated).toMatchObject({ status: "invariant", steps: 3 });
    repeated.computeRitzValues();
    for (let k = 0; k < 3; k++) expect(repeated.ritzValues[k]).toBeCloseTo(k + 1, 12);
  });

  test("interlaces: the Ritz values of one step separate those of the next, and stay inside the spectrum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 20 }), fc.nat(1e6), (n, seed) => {
        const spectrum = Float64Array.from({ length: n }, (_, i) => i * i - 5);
        const a = withSpectrum(spectrum, seed);
        const process = new LanczosProcess(randomMatrix(n, 1, seed));
        const product = new Float64Array(n);
        const slack = 100 * n * eps * frobenius(a);
        let last: Float64Array = new Float64Array(0);
        while (!process.done) {
          by(a, n)(process.direction, product);
          process.advance(product);
          process.computeRitzValues();
          const values = process.ritzValues.slice(0, process.steps);
          expect(values[0]).toBeGreaterThanOrEqual(-5 - slack);
          expect(values[values.length - 1]).toBeLessThanOrEqual(spectrum[n - 1] + slack);
          last.forEach((value, k) => {
            expect(value).toBeGreaterThanOrEqual(values[k] - slack);
            expect(value).toBeLessThanOrEqual(values[k + 1] + slack);
          });
          last = values;
        }
      }),
      { numRuns: 30 },
    );
  });

  test("has an eigenvalue within the bound of each Ritz value, and that bound is its vector's residual", () => {
    const n = 50;
    const spectrum = Float64Array.from({ length: n }, (_, i) => Math.sin(7 * i) * i);
    const a = withSpectrum(spectrum, 5);
    const process = new LanczosProcess(randomMatrix(n, 1, 6), { steps: 12 });
    drive(process, by(a, n), new Float64Array(n));
    process.computeRitzValues();
    const slack = 10 * n * eps * frobenius(a);
    for (let k = 0; k < 12; k++) {
      const value = process.ritzValues[k];
      const nearest = Math.min(...spectrum.map((known) => Math.abs(known - value)));
      expect(nearest).toBeLessThanOrEqual(process.bounds[k] + slack);
      const vector = process.ritzVector(k, new Float64Array(n));
      expect(norm(vector)).toBeCloseTo(1, 14);
      expect(Math.abs(residual(by(a, n), vector, value) - process.bounds[k])).toBeLessThan(slack);
    }
  });

  test("without reorthogonalization still finds the extremes, some of them repeatedly", () => {
    const n = 60;
    const a = diagonalMatrix(Float64Array.from({ length: n }, (_, i) => 0.9 ** i * 100));
    const process = new LanczosProcess(fixedStart(n), { steps: 150, reorthogonalize: "none" });
    drive(process, by(a, n), new Float64Array(n));
    process.computeRitzValues();
    expect(process.steps).toBeGreaterThan(n);
    const top = process.ritzValues.slice(0, process.steps).filter((value) => Math.abs(value - 100) < 1e-10);
    expect(top.length).toBeGreaterThan(1);
  });

  test("refuses a start that is zero or not finite, and a product that is not", () => {
    expect(new LanczosProcess(new Float64Array(3)).status).toBe("invalid");
    expect(new LanczosProcess(Float64Array.of(1, NaN)).status).toBe("invalid");
    const process = new LanczosProcess(Float64Array.of(1, 1));
    process.advance(Float64Array.of(1, NaN));
    expect(process.status).toBe("invalid");
  });
});

describe("lanczos", () => {
  test("finds the extreme eigenvalues of a large second-difference matrix shifted to indefiniteness", () => {
    // n = 200: 4 sin^2(k pi / 402) - 1; both ends are crowded, so many steps are needed
    const n = 200;
    const apply: ApplyMatrix = (v, out) => {
      for (let i = 0; i < n; i++) out[i] = v[i] - (i > 0 ? v[i - 1] : 0) - (i < n - 1 ? v[i + 1] : 0);
    };
    const { smallest, largest, converged } = lanczos(apply, n, { wanted: "both", steps: n });
    expect(converged).toBe(true);
    expect(Math.abs(smallest.value - (4 * Math.sin(Math.PI / 402) ** 2 - 1))).toBeLessThan(1e-12);
    expect(Math.abs(largest.value - (4 * Math.sin((200 * Math.PI) / 402) ** 2 - 1))).toBeLessThan(1e-12);
    for (const { value, vector, bound } of [smallest, largest]) {
      expect(residual(apply, vector, value)).toBeLessThanOrEqual(bound + 1e-13);
    }
  });

  test("finds one negative curvature among many positive ones in a few steps", () => {
    const n = 1000;
    const spectrum = Float64Array.from({ length: n }, (_, i) => (i === 500 ? -1 : 1 + i / n));
    const apply: ApplyMatrix = (v, out) => {
      for (let i = 0; i < n; i++) out[i] = spectrum[i] * v[i];
    };
    const { smallest, process, converged } = lanczos(apply, n);
    expect(converged).toBe(true);
    expect(process.steps).toBeLessThan(40);
    expect(smallest.value).toBeCloseTo(-1, 12);
    expect(Math.abs(smallest.vector[500])).toBeCloseTo(1, 8);
    expect(dot(smallest.vector, smallest.vector)).toBeCloseTo(1, 14);
  });

  test("agrees with published eigenvalues of Wilkinson's matrix", () => {
    const { smallest, largest } = lanczos(by(wilkinson(), 21), 21, { wanted: "both" });
    expect(smallest.value).toBeCloseTo(-1.12544152211998, 9);
    expect(largest.value).toBeCloseTo(10.7461941829034, 9);
  });

  test("stops at once for a multiple of the identity, and for the zero matrix", () => {
    const identity = lanczos((v, out) => out.set(v.map((x) => 3 * x)), 50);
    expect(identity).toMatchObject({ converged: true, process: { steps: 1, status: "invariant" } });
    expect(identity.smallest.value).toBeCloseTo(3, 14);
    expect(lanczos((_, out) => out.fill(0), 50)).toMatchObject({ converged: true, smallest: { value: 0, bound: 0 } });
  });

  test("is blind along a direction that the start lacks", () => {
    const apply = by(diagonalMatrix([1, 2, -10]), 3);
    expect(lanczos(apply, 3, { start: Float64Array.of(1, 1, 0) }).smallest.value).toBeCloseTo(1, 12);
    expect(lanczos(apply, 3).smallest.value).toBeCloseTo(-10, 12);
  });

  test("answers NaN for products that are not finite, and for the empty matrix", () => {
    const { smallest, largest, converged } = lanczos((_, out) => out.fill(NaN), 4);
    expect(converged).toBe(false);
    expect([smallest.value, smallest.bound, largest.value, smallest.vector[0]]).toEqual([NaN, NaN, NaN, NaN]);
    expect(lanczos(() => {}, 0)).toMatchObject({ converged: false, smallest: { value: NaN } });
  });
});
