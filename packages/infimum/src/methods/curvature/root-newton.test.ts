import { expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { rootNewton } from "./root-newton.ts";

const { log1p, exp, sqrt } = Math;

/** log cosh, without overflow: Newton's method runs away from |x| > 1.09. */
const logCosh = (x: ArrayLike<number>) => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.abs(x[i]) + log1p(exp(-2 * Math.abs(x[i])));
  return sum;
};

test("comes down from where Newton's method runs away", () => {
  const r = minimize(logCosh, [3, -6, 9], { method: "root-newton", using: { log1p, exp } });
  expect(r.derivatives).toBe("exact");
  expect(r.status).toBe("converged");
  r.x.forEach((entry) => expect(Math.abs(entry)).toBeLessThan(1e-7));
});

test("solves a regularized logistic regression from a far start", () => {
  const stream = new RandomStream().key(1, "samples", 0, 0);
  const samples = Array.from({ length: 80 }, () => [stream.normal(), stream.normal(), stream.normal()]);
  const labels = samples.map(([a, b, c]) => (a - 2 * b + 0.5 * c + stream.normal() > 0 ? 1 : -1));
  const loss = (w: readonly [number, number, number], d: { samples: number[][]; labels: number[] }) => {
    let sum = 0;
    for (let i = 0; i < d.labels.length; i++) {
      let margin = 0;
      for (let j = 0; j < 3; j++) margin -= d.labels[i] * d.samples[i][j] * w[j];
      sum += Math.max(margin, 0) + log1p(exp(-Math.abs(margin)));
    }
    for (let j = 0; j < 3; j++) sum += 0.005 * w[j] ** 2;
    return sum;
  };
  const options = { data: { samples, labels }, using: { log1p, exp } };
  const far = minimize(loss, [60, 60, -60], { ...options, method: "root-newton" });
  const near = minimize(loss, [0, 0, 0], { ...options, method: "bfgs" });
  expect(far.status).toBe("converged");
  far.x.forEach((entry, j) => expect(entry).toBeCloseTo(near.x[j], 5));
});

test("its iterates do not depend on the coordinates", () => {
  const start = [2.5, -1.5];
  // u = A x with A = [[2, 1], [0, 4]]; the same points in both
  const inX = minimize((x) => sqrt(1 + (2 * x[0] + x[1]) ** 2) + 0.1 * (4 * x[1]) ** 4 + (4 * x[1]) ** 2, start, {
    method: "root-newton",
    using: { sqrt },
    budget: { iterations: 4 },
  });
  const inU = minimize(
    (u) => sqrt(1 + u[0] ** 2) + 0.1 * u[1] ** 4 + u[1] ** 2,
    [2 * start[0] + start[1], 4 * start[1]],
    {
      method: "root-newton",
      using: { sqrt },
      budget: { iterations: 4 },
    },
  );
  expect(2 * inX.x[0] + inX.x[1]).toBeCloseTo(inU.x[0], 9);
  expect(4 * inX.x[1]).toBeCloseTo(inU.x[1], 9);
});

test("of order 3 the step size is the damped Newton method's in closed form", () => {
  // alpha + t alpha^2 = 1 at t = M G
  const [steps, values] = [[] as number[], [] as number[]];
  minimize(logCosh, [1.5], {
    method: rootNewton({ order: 3, constant: 4 }),
    using: { log1p, exp },
    budget: { iterations: 1 },
    onStep: ({ measures, best }) => {
      steps.push(measures.stepSize);
      values.push(best.x[0]);
    },
  });
  const slope = Math.tanh(1.5);
  const decrement = slope / sqrt(1 - slope ** 2);
  const t = 4 * decrement;
  expect(steps[1]).toBeCloseTo((-1 + sqrt(1 + 4 * t)) / (2 * t), 12);
  expect(values[1]).toBeCloseTo(1.5 - (steps[1] * slope) / (1 - slope ** 2), 12);
});

test("refuses options that make no sense", () => {
  expect(() => rootNewton({ order: 2 })).toThrow("order is 2");
  expect(() => rootNewton({ constant: 0 })).toThrow("constant is 0");
});
