import { expect, test } from "vitest";
import { logisticRegression } from "../methods/fixtures/logistic-regression.ts";
import { minimizer } from "../minimizer.ts";
import { randomOrthonormal } from "../numerics/fixtures/known-matrices.ts";
import type { Vector } from "../numerics/vector.ts";
import { adam } from "./adam.ts";
import { adamMethod } from "./adam-method.ts";
import { descend } from "./descend.ts";
import { fosi, fosiOver } from "./fosi.ts";
import { sgd } from "./sgd.ts";

const minimize = minimizer([fosi, adamMethod]);

/** x'Hx/2 with ten eigenvalues far above the others, in a random basis. */
function illConditioned(n: number) {
  const spectrum = Array.from({ length: n }, (_, i) => (i < 10 ? 1000 * (i + 1) : 1 + i / n));
  const q = randomOrthonormal(n, n, 3);
  const h = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) h[i + j * n] += spectrum[k] * q[i + k * n] * q[j + k * n];
  }
  const hessianVector = (_x: Vector, v: Vector, out: Vector) => {
    out.fill(0);
    for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i] += h[i + j * n] * v[j];
  };
  const gradient = (x: Vector, out: Vector) => {
    hessianVector(x, x, out);
    return x.reduce((sum, entry, i) => sum + entry * out[i], 0) / 2;
  };
  const value = (x: Vector) => gradient(x, new Float64Array(n));
  return { value, gradient, hessianVector, x0: new Float64Array(n).fill(1) };
}

function iterationsTo(target: number, problem: any, method: object): number {
  const { value, x0, ...rest } = problem;
  const result = minimize(value, x0, { ...rest, method, target, budget: { iterations: 20_000 } } as object);
  return result.status === "target" ? result.counts.iterations : Infinity;
}

test("on an ill-conditioned quadratic it needs a twentieth of the iterations of heavy-ball descent at its best step size", () => {
  const problem = illConditioned(100);
  const target = 1e-8;
  // for eigenvalues from m to L: 4 / (sqrt L + sqrt m)^2 and ((sqrt L - sqrt m) / (sqrt L + sqrt m))^2
  const stepSize = 4 / (Math.sqrt(10_000) + 1) ** 2;
  const momentum = ((Math.sqrt(10_000) - 1) / (Math.sqrt(10_000) + 1)) ** 2;
  const base = iterationsTo(target, problem, descend(sgd({ stepSize, momentum })));
  // what is left has eigenvalues from 1 to 2
  const rest = { stepSize: 4 / (Math.SQRT2 + 1) ** 2, momentum: ((Math.SQRT2 - 1) / (Math.SQRT2 + 1)) ** 2 };
  const ours = iterationsTo(target, problem, fosi({ ...rest, newtonStep: 1, mostStretch: 1 }));
  expect(base).toBeLessThan(Infinity);
  expect(20 * ours).toBeLessThanOrEqual(base);
});

test("on an ill-conditioned quadratic it needs fewer iterations than Adam with the same step size", () => {
  const problem = illConditioned(100);
  const base = iterationsTo(1e-3, problem, adamMethod({ stepSize: 0.01 }));
  const ours = iterationsTo(1e-3, problem, fosiOver(adam())({ stepSize: 0.01 }));
  expect(2 * ours).toBeLessThanOrEqual(base);
});

test("on a logistic regression with spread features it needs fewer iterations than its base", () => {
  const problem = logisticRegression({ samples: 300, weights: 40, penalty: 1e-3, seed: 8, spread: 30 });
  const x0 = new Float64Array(40);
  const { value, gradient, hessianVector } = problem;
  const budget = { iterations: 20_000 };
  const best = minimize(value, x0, {
    gradient,
    method: descend(sgd({ stepSize: 1, momentum: 0.9 })),
    budget,
  } as object);
  const target = (best.value as number) + 1e-5;
  const base = iterationsTo(
    target,
    { value, gradient, hessianVector, x0 },
    descend(sgd({ stepSize: 1, momentum: 0.9 })),
  );
  const ours = iterationsTo(target, { value, gradient, hessianVector, x0 }, fosi({ stepSize: 1, newtonStep: 1 }));
  expect(2 * ours).toBeLessThanOrEqual(base);
});

test("with all eigenvalues it is Newton's method: one update solves a quadratic", () => {
  // an iteration for the spectrum, the update, and one that sees where it led
  const problem = illConditioned(12);
  const { value, x0, ...rest } = problem;
  const result = minimize(value, x0, {
    ...rest,
    method: fosi({ largest: 10, smallest: 2, newtonStep: 1 }),
    budget: { iterations: 3 },
  } as object);
  // Ritz vectors are orthonormal to a few ulps, and the largest eigenvalue is 1e4
  expect(value(result.x as Vector)).toBeLessThanOrEqual(1e-15);
});

test("without eigenvalues it is its base rule", () => {
  const problem = illConditioned(12);
  const { value, x0, ...rest } = problem;
  const options = { stepSize: 1e-4, momentum: 0.9 };
  const base = minimize(value, x0, { ...rest, method: descend(sgd(options)), budget: { iterations: 20 } } as object);
  const method = fosi({ ...options, largest: 0, mostStretch: 1 });
  const ours = minimize(value, x0, { ...rest, method, budget: { iterations: 21 } } as object);
  (ours.x as Vector).forEach((entry, i) => expect(entry).toBeCloseTo((base.x as Vector)[i], 14));
});

test("options that make no sense are refused in words", () => {
  expect(() => fosi({ largest: -1 })).toThrow(/largest/);
  expect(() => fosi({ every: 0 })).toThrow(/every/);
  expect(() => fosi({ newtonStep: 2 })).toThrow(/newtonStep/);
  expect(() => fosi({ mostStretch: 0.5 })).toThrow(/mostStretch/);
  expect(() => fosi({ stepSize: -1 })).toThrow(/stepSize/);
});
