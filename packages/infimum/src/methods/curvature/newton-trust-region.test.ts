import { expect, test } from "vitest";
import { norm, type Vector } from "../../numerics/vector.ts";
import { solvesPublishedProblems } from "../fixtures/curvature-promises.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { rosenbrock } from "../fixtures/smooth-problems.ts";
import { newtonTrustRegion } from "./newton-trust-region.ts";

const run = runnerOf(newtonTrustRegion);

solvesPublishedProblems(run);

test("near a solution the gradient is squared in every step", () => {
  const norms: number[] = [];
  run(
    { x0: [...rosenbrock.x0], gradient: rosenbrock.gradient },
    {
      hessianVector: rosenbrock.hessianVector,
      tolerance: 1e-13,
      onStep: (step: any) => void norms.push(step.measures.gradientNorm),
    },
  );
  const pairs = norms.slice(1).map((after, k) => [norms[k], after]);
  // below 1e-7 the square is rounding; the last step of Newton's method alone crosses that
  const close = pairs.filter(([before, after]) => before < 1 && before > 1e-7 && after < before);
  expect(close.length).toBeGreaterThanOrEqual(2);
  // third derivatives of 2400 over a curvature of 0.4 squared, and 1e-13 of rounding
  for (const [before, after] of close.slice(-2)) expect(after).toBeLessThanOrEqual(2e4 * before ** 2 + 1e-12);
});

test("a reduction that rounding hides does not keep the last step from being taken, nor the run from ending", () => {
  // a sum of 400 terms, whose last reduction is about the rounding of its value
  const n = 400;
  const gradient = (x: Vector, out: Vector): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += 0.75 * x[i] ** 2 - x[i];
      out[i] = 1.5 * x[i] - 1;
    }
    for (let i = 0; i + 1 < n; i++) {
      const slope = 2 * (x[i + 1] - x[i]);
      sum += (x[i + 1] - x[i]) ** 2 + x[i] ** 4 / 40;
      out[i] += x[i] ** 3 / 10 - slope;
      out[i + 1] += slope;
    }
    return sum;
  };
  const hessianVector = (x: Vector, v: Vector, out: Vector): void => {
    for (let i = 0; i < n; i++) out[i] = 1.5 * v[i];
    for (let i = 0; i + 1 < n; i++) {
      const change = 2 * (v[i + 1] - v[i]);
      out[i] += 0.3 * x[i] ** 2 * v[i] - change;
      out[i + 1] += change;
    }
  };
  for (const tolerance of [1e-8, 1e-10, 1e-12, 1e-20]) {
    const result = run({ x0: Array.from({ length: n }, () => 0), gradient } as never, {
      hessianVector,
      tolerance,
      budget: { iterations: 1000 },
    });
    expect(result.status).toBe(tolerance < 1e-16 ? "stalled" : "converged");
    expect(result.counts.iterations).toBeLessThan(20);
  }
});

test("a saddle that the gradient leads straight into is left along its negative curvature", () => {
  for (const hessianVector of [
    undefined,
    (x: Vector, v: Vector, out: Vector) => {
      out[0] = 2 * v[0];
      out[1] = (-2 + 12 * x[1] ** 2) * v[1];
    },
  ]) {
    const result = run(hardObjectives.saddle, hessianVector && { hessianVector });
    expect(result.status).toBe("converged");
    expect(result.value).toBeCloseTo(-0.25, 12);
    expect(Math.abs(result.x[1])).toBeCloseTo(Math.SQRT1_2, 6);
  }
});

test("a start on the very top is left too", () => {
  const result = run({
    x0: [0],
    gradient(x, out) {
      out[0] = -2 * x[0] + 4 * x[0] ** 3;
      return -(x[0] ** 2) + x[0] ** 4;
    },
  });
  expect(result.value).toBeCloseTo(-0.25, 12);
});

test("a strictly convex quadratic takes a step and no more once the region is large enough", () => {
  const result = run(hardObjectives.largeConstant, {
    method: newtonTrustRegion({ trustRadius: 100 }),
    hessianVector: (_x: Vector, v: Vector, out: Vector) => {
      out[0] = 2000 * v[0];
      out[1] = 2 * v[1];
    },
  });
  expect(result.status).toBe("converged");
  expect(result.counts.iterations).toBeLessThanOrEqual(4);
});

test("without usable Hessian-vector products it still descends", () => {
  const result = run(
    {
      x0: [3, -2],
      gradient: (x, out) => {
        out[0] = 2 * x[0];
        out[1] = 4 * x[1];
        return x[0] ** 2 + 2 * x[1] ** 2;
      },
    },
    { hessianVector: (_x: Vector, _v: Vector, out: Vector) => void out.fill(NaN), budget: { evaluations: 500 } },
  );
  expect(result.value).toBeLessThan(1e-3);
  expect(result.counts.invalid).toBeGreaterThan(0);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  const barrier = run(hardObjectives.withoutValuesBelowZero);
  expect(barrier.ok).toBe(true);
  expect(barrier.x[0]).toBeCloseTo(1, 7);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(norm(run(hardObjectives.noisy).x as Vector)).toBeLessThan(0.05);
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
  expect(Math.abs(run(hardObjectives.kinked).x[0] - 1 / 3)).toBeLessThan(1e-8);
});

test("a radius that is no positive length is refused in words", () => {
  for (const trustRadius of [0, -1, Infinity, NaN])
    expect(() => newtonTrustRegion({ trustRadius })).toThrow(/positive length/);
});
