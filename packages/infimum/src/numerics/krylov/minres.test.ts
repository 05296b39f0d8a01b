import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bunchKaufman, bunchKaufmanFactors, bunchKaufmanSolve } from "../dense/bunch-kaufman.ts";
import { multiplyVector } from "../dense/product.ts";
import { svd, svdFactors, svdSolve } from "../dense/svd.ts";
import { diagonalMatrix, difference, plainProduct, randomMatrix, withSpectrum } from "../fixtures/known-matrices.ts";
import { norm } from "../vector.ts";
import { MinresProcess, minres } from "./minres.ts";
import type { ApplyMatrix } from "./process.ts";

const by =
  (a: Float64Array, n: number): ApplyMatrix =>
  (v, out) =>
    multiplyVector(a, n, n, v, out);

/** Signs alternate, sizes from 1 to 10. */
const indefinite = (n: number) =>
  Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1 : -1) * (1 + (9 * i) / n));

const residualOf = (a: Float64Array, x: Float64Array, b: Float64Array) =>
  plainProduct(a, x, b.length, b.length, 1).map((p, i) => b[i] - p);

describe("minres", () => {
  test("agrees with a direct solve of an indefinite system", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(1e6), (n, seed) => {
        const a = withSpectrum(indefinite(n), seed);
        const b = randomMatrix(n, 1, seed);
        const factors = bunchKaufmanFactors(n);
        bunchKaufman(a, factors);
        const direct = bunchKaufmanSolve(factors, b, new Float64Array(n));
        const out = new Float64Array(n);
        const process = minres(by(a, n), b, out);
        expect(process.status).toBe("converged");
        expect(process.iterations).toBeLessThanOrEqual(n + 2);
        // the inverse has norm 1, so the error is at most the residual
        expect(difference(direct, out)).toBeLessThanOrEqual(2e-10 * norm(b));
      }),
      { numRuns: 50 },
    );
  });

  test("never lets the residual grow, and knows its norm and that of A times it", () => {
    const n = 30;
    const a = withSpectrum(indefinite(n), 1);
    const b = randomMatrix(n, 1, 2);
    const process = new MinresProcess(b);
    const product = new Float64Array(n);
    let last = norm(b);
    while (!process.done) {
      const normal = norm(plainProduct(a, residualOf(a, process.solution, b), n, n, 1));
      by(a, n)(process.direction, product);
      process.advance(product);
      const residual = norm(residualOf(a, process.solution, b));
      expect(Math.abs(process.residualNorm - residual)).toBeLessThan(1e-12 * norm(b));
      expect(Math.abs(process.normalResidualNorm - normal)).toBeLessThan(1e-11 * norm(b));
      expect(process.residualNorm).toBeLessThanOrEqual(last);
      last = process.residualNorm;
    }
  });

  test("has the smallest residual of the whole Krylov space at each step", () => {
    const n = 9;
    const a = withSpectrum(indefinite(n), 3);
    const b = randomMatrix(n, 1, 4);
    const krylov = new Float64Array(n * n);
    let power = b;
    for (let k = 1; k <= 4; k++) {
      krylov.set(power, (k - 1) * n);
      power = plainProduct(a, power, n, n, 1);
      const factors = svdFactors(n, k);
      svd(plainProduct(a, krylov.slice(0, n * k), n, n, k), factors);
      const y = new Float64Array(k);
      svdSolve(factors, b, y);
      const best = norm(residualOf(a, plainProduct(krylov.slice(0, n * k), y, n, k, 1), b));
      expect(minres(by(a, n), b, new Float64Array(n), { iterations: k }).residualNorm / best).toBeCloseTo(1, 9);
    }
  });

  test("solves singular systems when it can, and minimizes the residual when it cannot", () => {
    const n = 8;
    const a = withSpectrum([-3, -2, -1, 0, 0, 1, 2, 3], 5);
    const any = randomMatrix(n, 1, 6);
    const b = plainProduct(a, any, n, n, 1);
    const consistent = minres(by(a, n), b, new Float64Array(n));
    expect(consistent.status).toBe("converged");
    expect(norm(residualOf(a, consistent.solution, b))).toBeLessThan(1e-9 * norm(b));
    const inconsistent = minres(by(a, n), any, new Float64Array(n));
    expect(inconsistent.status).toBe("least-squares");
    const factors = svdFactors(n, n);
    svd(a, factors);
    const shortest = new Float64Array(n);
    expect(svdSolve(factors, any, shortest)).toBe(6);
    const least = norm(residualOf(a, shortest, any));
    expect(norm(residualOf(a, inconsistent.solution, any)) / least).toBeCloseTo(1, 9);
    expect(inconsistent.residualNorm / least).toBeCloseTo(1, 9);
  });

  test("takes a positive definite preconditioner", () => {
    const n = 40;
    const scales = Float64Array.from({ length: n }, (_, i) => 10 ** (i % 6));
    const core = withSpectrum(indefinite(n), 7);
    const a = core.map((entry, k) => entry * Math.sqrt(scales[k % n] * scales[Math.floor(k / n)]));
    const x = randomMatrix(n, 1, 8);
    const b = plainProduct(a, x, n, n, 1);
    const out = new Float64Array(n);
    const process = minres(by(a, n), b, out, {
      precondition: (r, z) => z.set(r.map((entry, i) => entry / scales[i])),
      relativeTolerance: 1e-12,
    });
    expect(process.status).toBe("converged");
    expect(process.iterations).toBeLessThanOrEqual(n + 5);
    expect(difference(x, out)).toBeLessThan(1e-7 * norm(x));
  });

  test("takes one step for each distinct eigenvalue", () => {
    const a = diagonalMatrix([2, 2, 2, -1, -1, 5]);
    const process = minres(by(a, 6), new Float64Array(6).fill(1), new Float64Array(6));
    expect(process).toMatchObject({ status: "converged", iterations: 3 });
  });

  test("defines the edge cases", () => {
    const identity: ApplyMatrix = (v, out) => out.set(v);
    const solve = (b: number[], options = {}, apply = identity) =>
      minres(apply, Float64Array.from(b), new Float64Array(b.length), options);
    expect(solve([])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([0, 0])).toMatchObject({ status: "converged", iterations: 0 });
    expect(solve([1e-200, 0])).toMatchObject({ status: "converged", iterations: 1 });
    expect(solve([1, NaN]).status).toBe("invalid");
    expect(solve([1, 2], {}, (_, out) => out.fill(Infinity)).status).toBe("invalid");
    expect(solve([1, 2], { iterations: 0 }).status).toBe("iterations");
    expect(
      solve([1, 2], { precondition: (r: Float64Array, out: Float64Array) => out.set(r.map((x) => -x)) }).status,
    ).toBe("indefinite-preconditioner");
    expect(solve([1, 2], {}, (_, out) => out.fill(0))).toMatchObject({
      status: "least-squares",
      residualNorm: Math.sqrt(5),
    });
    const b = Float64Array.of(3);
    minres((v, out) => out.set(v.map((x) => -2 * x)), b, b);
    expect(b[0]).toBe(-1.5);
  });
});
