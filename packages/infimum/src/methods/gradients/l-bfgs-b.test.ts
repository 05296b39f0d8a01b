import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimize as minimizeListed } from "../../index.ts";
import { plainProduct, randomMatrix, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, norm, type Vector } from "../../numerics/vector.ts";
import { boundedProblems } from "../fixtures/bounded-problems.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { lBfgsB } from "./l-bfgs-b.ts";

const run = runnerOf(lBfgsB);

describe("on published problems without bounds", () => {
  for (const problem of smoothProblems) {
    test(`solves ${problem.name} in about as many evaluations as SciPy, or fewer`, () => {
      const { count, gradient } = counted(problem);
      const result = run({ x0: [...problem.x0], gradient });
      expect(result.status).toBe("converged");
      // the path is chaotic: another rounding changes counts by a tenth
      expect(count.untilSolved).toBeLessThanOrEqual(1.2 * problem.scipy.lBfgsB + 2);
    });
  }
});

describe("on the bounded problems of Hock and Schittkowski", () => {
  for (const { name, objective, x0, lower, upper, optimum } of boundedProblems) {
    test(`comes to the published value of ${name}`, () => {
      const bounds = { lower: [...lower], upper: [...upper] };
      const result = minimizeListed(objective, [...x0], { method: "l-bfgs-b", bounds });
      expect(result.status).toBe("converged");
      // published to ten digits; on the flat problem 3 a gradient of 1e-8 leaves (1e-8)^2 / 4e-5
      expect(Math.abs(result.value - optimum)).toBeLessThan(1e-9 * Math.max(1, Math.abs(optimum)));
    });
  }
});

/** The least value of x'A x / 2 - c'x in a box by trying, for every variable, both bounds and neither. */
function leastByEnumeration(a: Vector, c: Vector, lower: Vector, upper: Vector): number {
  const n = c.length;
  const value = (x: Vector) => dot(x, plainProduct(a, x, n, n, 1)) / 2 - dot(c, x);
  let least = Infinity;
  for (let code = 0; code < 3 ** n; code++) {
    const choice = Array.from({ length: n }, (_, i) => Math.floor(code / 3 ** i) % 3);
    const x = choice.map((side, i) => (side === 0 ? lower[i] : side === 1 ? upper[i] : 0));
    // the free variables by Gauss-Seidel, which converges for positive definite matrices
    for (let sweep = 0; sweep < 400; sweep++) {
      for (let i = 0; i < n; i++) {
        if (choice[i] !== 2) continue;
        let rest = c[i];
        for (let j = 0; j < n; j++) if (j !== i) rest -= a[i + j * n] * x[j];
        x[i] = rest / a[i + i * n];
      }
    }
    if (x.every((entry, i) => entry >= lower[i] && entry <= upper[i]))
      least = Math.min(least, value(Float64Array.from(x)));
  }
  return least;
}

test("finds which bounds of a convex quadratic are active", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.nat(1e6), (n, seed) => {
      const a = withSpectrum(
        Array.from({ length: n }, (_, i) => 1 + 3 * i),
        seed,
      );
      const c = randomMatrix(n, 1, seed + 1).map((entry) => 3 * entry);
      const lower = randomMatrix(n, 1, seed + 2).map((entry) => -Math.abs(entry));
      const upper = randomMatrix(n, 1, seed + 3).map((entry) => 0.3 * Math.abs(entry));
      const gradient = (x: Vector, out: Vector) => {
        const image = plainProduct(a, x, n, n, 1);
        for (let i = 0; i < n; i++) out[i] = image[i] - c[i];
        return dot(x, image) / 2 - dot(c, x);
      };
      const result = run({ x0: Array(n).fill(0), gradient }, { bounds: { lower: [...lower], upper: [...upper] } });
      expect(result.status).toBe("converged");
      expect(result.value).toBeCloseTo(leastByEnumeration(a, c, lower, upper), 11);
    }),
    { numRuns: 60 },
  );
});

test("variables that end at bounds are on them exactly, and thousands come there in a few iterations", () => {
  const n = 5000;
  // separable: the minimizer is the wanted point, clipped
  const wanted = Float64Array.from({ length: n }, (_, i) => 3 * Math.sin(i));
  const gradient = (x: Vector, out: Vector) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const weight = 1 + (i % 3);
      out[i] = weight * (x[i] - wanted[i]);
      sum += (weight * (x[i] - wanted[i]) ** 2) / 2;
    }
    return sum;
  };
  const result = run({ x0: Array(n).fill(0), gradient }, { bounds: { lower: -1, upper: 0.5 } });
  expect(result.status).toBe("converged");
  expect(result.counts.gradient).toBeLessThan(30);
  const x = result.x as unknown as Vector;
  // settled at 1e-8 of the value, which is some thousands
  const error = 1e-8 * result.value;
  wanted.forEach((entry, i) => {
    if (entry < -1 - error) expect(x[i]).toBe(-1);
    else if (entry > 0.5 + error) expect(x[i]).toBe(0.5);
    else expect(Math.abs(x[i] - entry)).toBeLessThanOrEqual(error);
  });
});

test("a start in a corner that is no solution leaves it, and one that is ends the run at once", () => {
  const bowl = (x: Vector, out: Vector) => {
    out[0] = 2 * (x[0] - 1);
    out[1] = 2 * (x[1] - 1);
    return (x[0] - 1) ** 2 + (x[1] - 1) ** 2;
  };
  const inward = run({ x0: [0, 2], gradient: bowl }, { bounds: { lower: 0, upper: 2 } });
  expect(inward.status).toBe("converged");
  expect(inward.value).toBeLessThan(1e-15);
  const corner = run({ x0: [2, 2], gradient: bowl }, { bounds: { lower: 2, upper: 3 } });
  expect(corner).toMatchObject({ status: "converged", value: 2 });
  expect(corner.counts.iterations ?? 0).toBe(0);
});

test("an objective that falls towards a bound without curvature ends on it", () => {
  const result = run(hardObjectives.parabola, { bounds: { lower: -3, upper: 7 } });
  expect(result).toMatchObject({ status: "converged", value: -49 });
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  const barrier = run(hardObjectives.withoutValuesBelowZero);
  expect(barrier.status).toBe("converged");
  expect(barrier.x[0]).toBeCloseTo(1, 7);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(norm(run(hardObjectives.noisy).x as unknown as Vector)).toBeLessThan(0.05);
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
  expect(Math.abs(run(hardObjectives.kinked).x[0] - 1 / 3)).toBeLessThan(1e-7);
});

test("a memory that is no positive whole number is refused in words", () => {
  for (const memory of [0, -1, 2.5, NaN]) expect(() => lBfgsB({ memory })).toThrow(/whole number of pairs/);
});
