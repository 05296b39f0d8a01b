import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cholesky, choleskySolve } from "../dense/cholesky.ts";
import { multiplyVector } from "../dense/product.ts";
import {
  diagonalMatrix,
  difference,
  eps,
  frobenius,
  plainProduct,
  randomMatrix,
  randomSymmetric,
  withSpectrum,
} from "../fixtures/known-matrices.ts";
import { dot, norm } from "../vector.ts";
import { ConjugateGradientProcess, conjugateGradient } from "./conjugate-gradient.ts";
import type { ApplyMatrix } from "./process.ts";

const by =
  (a: Float64Array, n: number): ApplyMatrix =>
  (v, out) =>
    multiplyVector(a, n, n, v, out);

/** Eigenvalues from 1 to `condition`, evenly spaced in the logarithm. */
const spread = (n: number, condition: number) => Float64Array.from({ length: n }, (_, i) => condition ** (i / n));

describe("conjugateGradient", () => {
  test("agrees with a direct solve, in n steps", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(1e6), (n, seed) => {
        const a = withSpectrum(spread(n, 30), seed);
        const b = randomMatrix(n, 1, seed);
        const l = new Float64Array(n * n);
        cholesky(a, n, l);
        const x = choleskySolve(l, n, b, new Float64Array(n));
        const out = new Float64Array(n);
        // n steps are exact but for rounding, which at condition 30 and n <= 25 costs a few digits
        const process = conjugateGradient(by(a, n), b, out, { relativeTolerance: 1e-11, iterations: n + 1 });
        expect(process.status).toBe("converged");
        expect(difference(x, out)).toBeLessThanOrEqual(30 * 1e-11 * norm(x) + 1e-15);
        expect(norm(plainProduct(a, out, n, n, 1).map((p, i) => p - b[i]))).toBeLessThanOrEqual(1.1e-11 * norm(b));
      }),
      { numRuns: 50 },
    );
  });

  test("needs as many steps as there are distinct eigenvalues", () => {
    const a = withSpectrum([1, 1, 1, 1, 4, 4, 4, 9, 9, 9], 1);
    const process = conjugateGradient(by(a, 10), randomMatrix(10, 1, 2), new Float64Array(10), {
      relativeTolerance: 1e-12,
    });
    expect(process.iterations).toBe(3);
  });

  test("lowers the quadratic with every step, by the amount it says", () => {
    const n = 20;
    const a = withSpectrum(spread(n, 1000), 3);
    const b = randomMatrix(n, 1, 4);
    const process = new ConjugateGradientProcess(b);
    const product = new Float64Array(n);
    let last = 0;
    while (!process.done) {
      by(a, n)(process.direction, product);
      process.advance(product);
      const x = process.solution;
      const model = dot(x, plainProduct(a, x, n, n, 1)) / 2 - dot(b, x);
      expect(Math.abs(process.modelValue - model)).toBeLessThanOrEqual(1e-12 * Math.abs(model));
      expect(process.modelValue).toBeLessThanOrEqual(last);
      last = process.modelValue;
    }
  });

  test("stays within the Chebyshev bound 2 ((sqrt k - 1) / (sqrt k + 1))^j of the error in the norm of A", () => {
    const n = 60;
    const condition = 100;
    const a = diagonalMatrix(spread(n, condition));
    const b = randomMatrix(n, 1, 5);
    const x = b.map((entry, i) => entry / a[i + i * n]);
    const energy = (error: Float64Array) => Math.sqrt(error.reduce((sum, e, i) => sum + e * e * a[i + i * n], 0));
    const process = new ConjugateGradientProcess(b);
    const product = new Float64Array(n);
    const rate = (Math.sqrt(condition) - 1) / (Math.sqrt(condition) + 1);
    while (!process.done) {
      by(a, n)(process.direction, product);
      process.advance(product);
      const error = energy(x.map((entry, i) => entry - process.solution[i]));
      expect(error).toBeLessThanOrEqual(2 * rate ** process.iterations * energy(x) + 1e-9 * energy(x));
    }
  });

  test("is done in one step with A itself as the preconditioner, and faster with a good one", () => {
    const n = 40;
    const scales = spread(n, 1e8);
    const core = withSpectrum(spread(n, 10), 6);
    const a = core.map((entry, k) => entry * Math.sqrt(scales[k % n] * scales[Math.floor(k / n)]));
    const b = randomMatrix(n, 1, 7);
    const diagonal = conjugateGradient(by(a, n), b, new Float64Array(n), {
      precondition: (r, out) => out.set(r.map((entry, i) => entry / a[i + i * n])),
    });
    expect(diagonal.status).toBe("converged");
    expect(diagonal.iterations).toBeLessThan(n);
    const l = new Float64Array(n * n);
    cholesky(a, n, l);
    const exact = conjugateGradient(by(a, n), b, new Float64Array(n), {
      precondition: (r, out) => choleskySolve(l, n, r, out),
      relativeTolerance: 1e-7,
    });
    expect(exact.iterations).toBeLessThanOrEqual(2);
  });

  test("shows a direction of negative curvature and keeps the solution before it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 15 }), fc.nat(1e6), (n, seed) => {
        const a = withSpectrum([-1, ...spread(n - 1, 10)], seed);
        const process = conjugateGradient(by(a, n), randomMatrix(n, 1, seed), new Float64Array(n));
        expect(process.status).toBe("negative-curvature");
        const d = process.direction;
        const curvature = dot(d, plainProduct(a, d, n, n, 1));
        expect(curvature).toBeLessThanOrEqual(0);
        expect(Math.abs(process.curvature - curvature)).toBeLessThanOrEqual(10 * n * eps * frobenius(a) * dot(d, d));
        expect(process.modelValue).toBeLessThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  test("stops on the boundary of a trust region, below the model value of the Cauchy point", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.nat(1e6),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (n, seed, radius) => {
          const a = randomSymmetric(n, seed);
          const b = randomMatrix(n, 1, seed + 1);
          const process = conjugateGradient(by(a, n), b, new Float64Array(n), { radius });
          const x = process.solution;
          const model = dot(x, plainProduct(a, x, n, n, 1)) / 2 - dot(b, x);
          expect(norm(x)).toBeLessThanOrEqual(radius * (1 + 1e-10));
          if (process.status !== "converged") expect(norm(x)).toBeCloseTo(radius, 9);
          const curvature = dot(b, plainProduct(a, b, n, n, 1));
          const longest = radius / norm(b);
          const cauchy = curvature > 0 ? Math.min(longest, dot(b, b) / curvature) : longest;
          const cauchyModel = (cauchy * cauchy * curvature) / 2 - cauchy * dot(b, b);
          expect(model).toBeLessThanOrEqual(cauchyModel + 1e-10 * Math.abs(cauchyModel));
          expect(Math.abs(process.modelValue - model)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(model)));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("measures the radius in the norm of the preconditioner", () => {
    const n = 8;
    const a = withSpectrum(spread(n, 10), 8);
    const weights = spread(n, 50);
    const options = {
      radius: 0.3,
      precondition: (r: Float64Array, out: Float64Array) => out.set(r.map((entry, i) => entry / weights[i])),
    };
    const { solution, status } = conjugateGradient(by(a, n), randomMatrix(n, 1, 9), new Float64Array(n), options);
    expect(status).toBe("boundary");
    const square = solution.reduce((sum, entry, i) => sum + weights[i] * entry * entry, 0);
    expect(Math.sqrt(square)).toBeCloseTo(0.3, 12);
  });

  test("defines the edge cases", () => {
    const identity: ApplyMatrix = (v, out) => out.set(v);
    const solve = (b: number[], options = {}, apply = identity) =>
      conjugateGradient(apply, Float64Array.from(b), new Float64Array(b.length), options);
    expect(solve([])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([0, 0])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([1, NaN]).status).toBe("invalid");
    expect(solve([1, 2], {}, (_, out) => out.fill(NaN)).status).toBe("invalid");
    expect(solve([1, 2], { iterations: 0 }).status).toBe("iterations");
    expect(
      solve([1, 2], { precondition: (r: Float64Array, out: Float64Array) => out.set(r.map((x) => -x)) }).status,
    ).toBe("indefinite-preconditioner");
    expect(solve([1, 2], {}, (_, out) => out.fill(0))).toMatchObject({ status: "negative-curvature", curvature: 0 });
    const b = Float64Array.of(3);
    conjugateGradient((v, out) => out.set(v.map((x) => 2 * x)), b, b);
    expect(b[0]).toBe(1.5);
  });
});
