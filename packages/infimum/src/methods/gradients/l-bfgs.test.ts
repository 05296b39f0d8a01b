import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { copy, dot, norm, subtract, type Vector } from "../../numerics/vector.ts";
import { problem as stateProblem } from "../../problem/problem.ts";
import { prepare } from "../../run/prepare.ts";
import { Run } from "../../run/run.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { counted, rosenbrock, smoothProblems } from "../fixtures/smooth-problems.ts";
import { bfgsUpdate, setToIdentity, symmetricProduct } from "../parts/bfgs-update.ts";
import { lBfgs } from "./l-bfgs.ts";

const minimize = minimizer([lBfgs]);

const run = runnerOf(lBfgs);

describe("on published problems", () => {
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

/** The iterates, and the steps between them. */
function iterates(memory: number, iterations: number) {
  const { x0, gradient } = rosenbrock;
  const unused = new Float64Array(2);
  const stated = stateProblem({ objective: (x: Vector) => gradient(x, unused), x0: Float64Array.from(x0), gradient });
  const method = lBfgs({ memory });
  const run = new Run(prepare(stated, method), method);
  const points: { x: Vector; gradient: Vector }[] = [];
  run.advance();
  for (let k = 0; k <= iterations; k++) {
    points.push({
      x: copy(run.state!.x, new Float64Array(2)),
      gradient: copy(run.state!.gradient, new Float64Array(2)),
    });
    run.advance();
  }
  return points;
}

test("with a memory as long as the run every direction is that of dense BFGS from the same first matrix", () => {
  const points = iterates(50, 30);
  for (let k = 1; k + 1 < points.length; k++) {
    const h = new Float64Array(4);
    const difference = (name: "x" | "gradient", i: number) =>
      subtract(points[i][name], points[i - 1][name], new Float64Array(2));
    const [s, y] = [difference("x", k), difference("gradient", k)];
    setToIdentity(h, 2, dot(s, y) / dot(y, y));
    for (let i = 1; i <= k; i++) bfgsUpdate(h, 2, difference("x", i), difference("gradient", i), new Float64Array(2));
    const direction = new Float64Array(2);
    symmetricProduct(h, 2, points[k].gradient, direction, -1);
    const taken = difference("x", k + 1);
    const cosine = dot(direction, taken) / (norm(direction) * norm(taken));
    // H has a condition of about 2500 here, and dozens of updates; x of size 1 limits the steps taken to 1e-16 / |s|
    expect(1 - cosine).toBeLessThan(1e-8 + (1e-15 / norm(taken)) ** 2);
  }
});

test("a short memory forgets: after as many steps as it holds the run is another one", () => {
  const long = iterates(50, 12);
  const short = iterates(3, 12);
  for (let k = 0; k <= 4; k++) expect([...short[k].x]).toEqual([...long[k].x]);
  expect([...short[12].x]).not.toEqual([...long[12].x]);
});

test("a million variables need two vectors for each pair, and no matrix", () => {
  const n = 1e6;
  const gradient = (x: Vector, out: Vector) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const weight = 1 + (i % 7);
      out[i] = weight * (x[i] - 1);
      sum += (weight * (x[i] - 1) ** 2) / 2;
    }
    return sum;
  };
  const result = minimize(() => 0, new Float64Array(n) as unknown as number[], {
    method: lBfgs({ memory: 5 }),
    gradient: gradient as never,
    budget: { iterations: 12 },
  });
  // seven eigenvalues between 1 and 7: conjugate gradients would be done in seven steps
  expect(result.value).toBeLessThan(1e-3);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  const barrier = run(hardObjectives.withoutValuesBelowZero);
  expect(barrier.status).toBe("converged");
  expect(barrier.x[0]).toBeCloseTo(1, 7);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(norm(run(hardObjectives.noisy).x as Vector)).toBeLessThan(0.05);
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
  expect(Math.abs(run(hardObjectives.kinked).x[0] - 1 / 3)).toBeLessThan(1e-8);
});

test("a memory that is no positive whole number is refused in words", () => {
  for (const memory of [0, -1, 2.5, NaN]) expect(() => lBfgs({ memory })).toThrow(/whole number of pairs/);
});
