import { describe, expect, test } from "vitest";
import { minimize, problem, solve } from "../../index.ts";
import { plainProduct, randomMatrix, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { dot, type Vector } from "../../numerics/vector.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { smoothProblems } from "../fixtures/smooth-problems.ts";
import { blockCoordinateDescent } from "./block-coordinate-descent.ts";

/** x'A x / 2 - c'x with what a method may ask of it. */
function quadratic(eigenvalues: readonly number[], seed: number) {
  const n = eigenvalues.length;
  const a = withSpectrum(eigenvalues, seed);
  const c = randomMatrix(n, 1, seed + 1);
  const gradient = (x: Vector, out: Vector) => {
    const image = plainProduct(a, x, n, n, 1);
    for (let i = 0; i < n; i++) out[i] = image[i] - c[i];
    return dot(x, image) / 2 - dot(c, x);
  };
  return problem({
    x0: new Float64Array(n),
    objective: (x: Vector) => gradient(x, new Float64Array(n)),
    gradient,
    hessianVector: (_x: Vector, v: Vector, out: Vector) => void out.set(plainProduct(a, v, n, n, 1)),
  });
}

test("on a quadratic each step minimizes over its block: nothing else moves, and there the gradient vanishes", () => {
  const eigenvalues = [1, 2, 3, 5, 8, 13, 21, 34];
  const a = withSpectrum(eigenvalues, 3);
  const c = randomMatrix(8, 1, 4);
  const run = solve(quadratic(eigenvalues, 3), { method: blockCoordinateDescent({ blockSize: 3 }) });
  let last: ArrayLike<number> = new Float64Array(8);
  let steps = 0;
  for (const { iteration, best } of run) {
    if (iteration === 0) continue;
    const x = Float64Array.from(best.x as ArrayLike<number>);
    const image = plainProduct(a, x, 8, 8, 1);
    const moved = [...x.keys()].filter((i) => x[i] !== last[i]);
    expect(moved).toHaveLength(3);
    for (const i of moved) expect(Math.abs(image[i] - c[i])).toBeLessThan(1e-12);
    last = x;
    if (++steps === 8) break;
  }
  expect(steps).toBe(8);
});

test("with one block of all variables it is Newton's method: a quadratic takes one step", () => {
  const result = minimize(quadratic([1e-3, 1, 50, 1e4], 9), { method: blockCoordinateDescent({ blockSize: 9 }) });
  expect(result.status).toBe("converged");
  expect(result.counts.iterations).toBeLessThanOrEqual(2);
});

test("larger blocks take fewer iterations, as the paper finds", () => {
  const stated = quadratic(
    Array.from({ length: 40 }, (_, i) => 1 + i / 2),
    5,
  );
  const counts = [1, 5, 20].map((blockSize) => {
    const result = minimize(stated, { method: blockCoordinateDescent({ blockSize }) });
    expect(result.status).toBe("converged");
    return result.counts.iterations;
  });
  expect(counts[1]).toBeLessThan(counts[0] / 3);
  expect(counts[2]).toBeLessThan(counts[1] / 3);
});

describe("on published problems", () => {
  // Powell's function has a singular Hessian at its minimizer, along which blocks of two creep
  const small = smoothProblems.filter(({ name, x0 }) => x0.length <= 4 && !name.startsWith("Powell"));
  for (const { name, x0, gradient, hessianVector } of small) {
    test(`solves ${name}, whose blocks are not convex everywhere`, () => {
      const unused = new Float64Array(x0.length);
      const given = { gradient, hessianVector, method: blockCoordinateDescent({ blockSize: 2 }) } as object;
      const result = minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), given);
      expect(result.status).toBe("converged");
      expect(result.value).toBeLessThan(1e-10);
    });
  }
});

test("gives defined results where there is no minimum, no value or no curvature", () => {
  const run = ({ x0, gradient }: HardObjective) => {
    const unused = new Float64Array(x0.length);
    const hessianVector = (_x: Vector, _v: Vector, out: Vector) => void out.fill(0);
    const given = { gradient, hessianVector, method: blockCoordinateDescent } as object;
    return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), given);
  };
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
});

test("a block size that is no positive whole number is refused in words", () => {
  for (const blockSize of [0, -1, 2.5, NaN]) {
    expect(() => blockCoordinateDescent({ blockSize })).toThrow(/whole number of variables/);
  }
});
