import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pivotedQr, qrFactors, qrLeastSquares } from "../dense/pivoted-qr.ts";
import { multiplyVector } from "../dense/product.ts";
import { difference, matrix, plainProduct, randomMatrix } from "../fixtures/known-matrices.ts";
import { norm } from "../vector.ts";
import { gmres } from "./gmres.ts";
import type { ApplyMatrix } from "./process.ts";

const by =
  (a: Float64Array, n: number): ApplyMatrix =>
  (v, out) =>
    multiplyVector(a, n, n, v, out);

/** Unsymmetric, with a field of values in the right half plane: restarts converge. */
function shifted(n: number, seed: number): Float64Array {
  const numbers = randomMatrix(n, n, seed);
  return matrix(n, n, (i, j) => numbers[i + j * n] + (i === j ? 1.2 * Math.sqrt(n) + 1 : 0));
}

const residualOf = (a: Float64Array, x: Float64Array, b: Float64Array) =>
  norm(plainProduct(a, x, b.length, b.length, 1).map((p, i) => b[i] - p));

describe("gmres", () => {
  test("agrees with a direct solve, in n steps without restarts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(1e6), (n, seed) => {
        const a = shifted(n, seed);
        const b = randomMatrix(n, 1, seed);
        const factors = qrFactors(n, n);
        pivotedQr(a, factors);
        const direct = new Float64Array(n);
        qrLeastSquares(factors, b, direct);
        const out = new Float64Array(n);
        const process = gmres(by(a, n), b, out, { restart: n, iterations: n, relativeTolerance: 1e-12 });
        expect(process.status).toBe("converged");
        // the smallest singular value is above 0.1
        expect(difference(direct, out)).toBeLessThanOrEqual(1e-11 * norm(b));
      }),
      { numRuns: 50 },
    );
  });

  test("has the smallest residual of the whole Krylov space", () => {
    const n = 10;
    const a = randomMatrix(n, n, 1);
    const b = randomMatrix(n, 1, 2);
    const krylov = new Float64Array(n * n);
    let power = b;
    for (let k = 1; k <= 4; k++) {
      krylov.set(power, (k - 1) * n);
      power = plainProduct(a, power, n, n, 1);
      const factors = qrFactors(n, k);
      pivotedQr(plainProduct(a, krylov.slice(0, n * k), n, n, k), factors);
      const best = qrLeastSquares(factors, b, new Float64Array(k));
      const process = gmres(by(a, n), b, new Float64Array(n), { iterations: k });
      expect(process.residualNorm / best).toBeCloseTo(1, 9);
      expect(residualOf(a, process.solution, b) / best).toBeCloseTo(1, 9);
    }
  });

  test("converges with restarts, and tells the true residual", () => {
    const n = 80;
    const a = shifted(n, 3);
    const b = randomMatrix(n, 1, 4);
    for (const restart of [1, 3, 10]) {
      let products = 0;
      const counted: ApplyMatrix = (v, out) => {
        products++;
        by(a, n)(v, out);
      };
      const process = gmres(counted, b, new Float64Array(n), { restart });
      expect(process.status).toBe("converged");
      expect(Math.abs(residualOf(a, process.solution, b) - process.residualNorm)).toBeLessThan(1e-13 * norm(b));
      expect(products).toBeGreaterThanOrEqual(process.iterations);
      expect(products).toBeLessThanOrEqual(process.iterations * (1 + 1 / restart));
    }
  });

  test("stagnates on a cyclic shift until the last step, as theory says", () => {
    // every residual has norm 1 until the Krylov space is the whole space
    const n = 7;
    const cyclic = matrix(n, n, (i, j) => (i === (j + 1) % n ? 1 : 0));
    const b = new Float64Array(n);
    b[0] = 1;
    expect(gmres(by(cyclic, n), b, new Float64Array(n), { iterations: n - 1 })).toMatchObject({
      status: "iterations",
      residualNorm: 1,
    });
    const full = gmres(by(cyclic, n), b, new Float64Array(n), { restart: n });
    expect(full).toMatchObject({ status: "converged", iterations: n });
    const restarted = gmres(by(cyclic, n), b, new Float64Array(n), { restart: 3, iterations: 20 });
    expect(restarted).toMatchObject({ status: "iterations", iterations: 20, residualNorm: 1 });
  });

  test("takes a preconditioner from the right: the residual stays the true one", () => {
    const n = 50;
    const scales = Float64Array.from({ length: n }, (_, i) => 10 ** (i % 5));
    const core = shifted(n, 5);
    const a = matrix(n, n, (i, j) => core[i + j * n] * scales[j]);
    const b = randomMatrix(n, 1, 6);
    const plain = gmres(by(a, n), b, new Float64Array(n), { restart: 10, iterations: 60 });
    const process = gmres(by(a, n), b, new Float64Array(n), {
      restart: 10,
      iterations: 60,
      precondition: (r, out) => out.set(r.map((entry, i) => entry / scales[i])),
    });
    expect(plain.status).toBe("iterations");
    expect(process.status).toBe("converged");
    expect(residualOf(a, process.solution, b)).toBeLessThanOrEqual(1.01e-10 * norm(b));
  });

  test("breaks down, with a useful solution, when A is singular", () => {
    // a nilpotent shift: b = e_1 is not in the range of A
    const n = 4;
    const shift = matrix(n, n, (i, j) => (i === j + 1 ? 1 : 0));
    const b = Float64Array.of(1, 0, 0, 0);
    const process = gmres(by(shift, n), b, new Float64Array(n));
    expect(process).toMatchObject({ status: "breakdown", residualNorm: 1 });
    expect(process.solution).toEqual(new Float64Array(n));
    // rank one and inconsistent
    const ones = new Float64Array(9).fill(1);
    const stuck = gmres(by(ones, 3), Float64Array.of(1, 2, 4), new Float64Array(3));
    expect(stuck.status).toBe("breakdown");
    expect(residualOf(ones, stuck.solution, Float64Array.of(1, 2, 4))).toBeCloseTo(Math.sqrt(42 / 9), 12);
  });

  test("defines the edge cases", () => {
    const identity: ApplyMatrix = (v, out) => out.set(v);
    const solve = (b: number[], options = {}, apply = identity) =>
      gmres(apply, Float64Array.from(b), new Float64Array(b.length), options);
    expect(solve([])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([0, 0])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([1e-200, 0])).toMatchObject({ status: "converged", iterations: 1 });
    expect(solve([1, NaN]).status).toBe("invalid");
    expect(solve([1, 2], {}, (_, out) => out.fill(NaN)).status).toBe("invalid");
    expect(solve([1, 2], { iterations: 0 }).status).toBe("iterations");
    expect(solve([1, 2], {}, (_, out) => out.fill(0))).toMatchObject({
      status: "breakdown",
      residualNorm: Math.sqrt(5),
    });
    const b = Float64Array.of(3);
    gmres((v, out) => out.set(v.map((x) => -2 * x)), b, b);
    expect(b[0]).toBe(-1.5);
  });
});
