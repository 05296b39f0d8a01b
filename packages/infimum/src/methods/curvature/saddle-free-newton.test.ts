import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import type { Vector } from "../../numerics/vector.ts";
import { descend } from "../../rules/descend.ts";
import { sgd } from "../../rules/sgd.ts";
import { solvesPublishedProblems } from "../fixtures/curvature-promises.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { saddleFreeNewton } from "./saddle-free-newton.ts";

const minimize = minimizer([saddleFreeNewton]);

const run = runnerOf(saddleFreeNewton);

solvesPublishedProblems(run);

/** Half of the variables in double wells (x^2 - 1)^2 / 4, half in bowls 50 x^2: a saddle at 0, with directions of both kinds. */
const n = 20;
const saddle = {
  x0: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 1e-6 * (1 + i / n) : 1)),
  gradient(x: Vector, out: Vector) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const gap = x[i] * x[i] - 1;
      out[i] = i % 2 === 0 ? gap * x[i] : 100 * x[i];
      sum += i % 2 === 0 ? (gap * gap) / 4 : 50 * x[i] * x[i];
    }
    return sum;
  },
  hessianVector(x: Vector, v: Vector, out: Vector) {
    for (let i = 0; i < n; i++) out[i] = (i % 2 === 0 ? 3 * x[i] * x[i] - 1 : 100) * v[i];
  },
};

test("leaves a saddle to which Newton's step leads, in a fraction of the steps of gradient descent", () => {
  // Newton's step goes from (1e-6, 1, ...) to 0 up to rounding: the saddle itself
  const result = run(saddle, { hessianVector: saddle.hessianVector });
  expect(result.status).toBe("converged");
  expect(result.value).toBeLessThan(1e-12);
  const unused = new Float64Array(n);
  const descent = minimize((x: Vector) => saddle.gradient(x, unused), Float64Array.from(saddle.x0), {
    gradient: saddle.gradient,
    method: descend(sgd({ stepSize: 0.01 })),
    target: 1e-10,
    budget: { iterations: 100_000 },
  } as object);
  expect(descent.status).toBe("target");
  expect(20 * result.counts.iterations).toBeLessThanOrEqual(descent.counts.iterations);
});

test("leaves the monkey saddle, whose Hessian vanishes", () => {
  // x^3 - 3 x y^2 + (x^2 + y^2)^2 from next to 0; its three minima have the value -27/256
  const result = run({
    x0: [1e-3, 1e-3],
    gradient([x, y], out) {
      const square = x * x + y * y;
      out[0] = 3 * x * x - 3 * y * y + 4 * x * square;
      out[1] = -6 * x * y + 4 * y * square;
      return x ** 3 - 3 * x * y * y + square * square;
    },
  });
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-27 / 256, 10);
});

test("a saddle that the gradient leads straight into is left along its negative curvature", () => {
  const result = run(hardObjectives.saddle);
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-0.25, 12);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  expect(run(hardObjectives.withoutValuesBelowZero).ok).toBe(true);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
});

test("options that make no sense are refused in words", () => {
  expect(() => saddleFreeNewton({ trustRadius: 0 })).toThrow(/positive length/);
  expect(() => saddleFreeNewton({ dimension: 0 })).toThrow(/dimension/);
});
