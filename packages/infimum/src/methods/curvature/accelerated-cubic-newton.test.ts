import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { norm, type Vector } from "../../numerics/vector.ts";
import { problem } from "../../problem/problem.ts";
import { subsampled } from "../../problem/wrappers/subsampled.ts";
import { type HardObjective, hardObjectives } from "../fixtures/hard-objectives.ts";
import { acceleratedCubicNewton } from "./accelerated-cubic-newton.ts";
import { cubicNewton } from "./cubic-newton.ts";

const minimize = minimizer([acceleratedCubicNewton, cubicNewton]);

/**
 * sum of |x_i - x_{i+1}|^3 / 3 with x_{n+1} = 0, minus x_1: the hard function for second-order methods. All differences are 1 at its
 * minimizer (n, n - 1, ..., 1), where it is -2 n / 3; its Hessian has the Lipschitz constant 2 |A|^3 <= 16 for the differences A.
 */
const n = 5;
const chain = {
  value(x: Vector): number {
    return chain.gradient(x, new Float64Array(n));
  },
  gradient(x: Vector, out: Vector): number {
    out.fill(0);
    out[0] = -1;
    let sum = -x[0];
    for (let i = 0; i < n; i++) {
      const gap = x[i] - (i + 1 < n ? x[i + 1] : 0);
      sum += Math.abs(gap) ** 3 / 3;
      out[i] += gap * Math.abs(gap);
      if (i + 1 < n) out[i + 1] -= gap * Math.abs(gap);
    }
    return sum;
  },
  hessianVector(x: Vector, v: Vector, out: Vector): void {
    out.fill(0);
    for (let i = 0; i < n; i++) {
      const gap = x[i] - (i + 1 < n ? x[i + 1] : 0);
      const along = 2 * Math.abs(gap) * (v[i] - (i + 1 < n ? v[i + 1] : 0));
      out[i] += along;
      if (i + 1 < n) out[i + 1] -= along;
    }
  },
};

test("on the hard function the value falls as the theory bounds it, like 1 / t^3, and M never has to grow", () => {
  const distance = norm(Float64Array.from({ length: n }, (_, i) => n - i));
  const gaps: number[] = [];
  const constants = new Set<number>();
  minimize(chain.value, new Float64Array(n), {
    gradient: chain.gradient,
    hessianVector: chain.hessianVector,
    method: acceleratedCubicNewton({ constant: 32 }),
    budget: { iterations: 60 },
    onStep: ({ best, measures }: any) => {
      gaps.push(best.value + (2 * n) / 3);
      constants.add(measures.constant);
    },
  } as object);
  expect(Array.from(constants)).toEqual([32]);
  // A_t k3 R^3 / 6 with A_t = 6 / ((t + 1) (t + 2) (t + 3)) and k3 = (8 M / 3) (3 / (t + 3))^3 / A_t
  gaps.slice(1).forEach((gap, t) => expect(gap).toBeLessThanOrEqual((12 * 32 * distance ** 3) / (t + 3) ** 3));
  expect(gaps.at(-1)).toBeLessThan(gaps[1] / 20);
});

test("with a small first M it finds one, and gets further in as many steps", () => {
  const after = (constant: number) =>
    minimize(chain.value, new Float64Array(n), {
      gradient: chain.gradient,
      hessianVector: chain.hessianVector,
      method: acceleratedCubicNewton({ constant }),
      budget: { iterations: 40 },
    } as object).value as number;
  expect(after(0.01)).toBeLessThan(after(32));
});

/** Logistic losses of samples with two features, and a penalty. */
const features = Array.from({ length: 200 }, (_, k) => [Math.sin(3 * k + 1), Math.cos(5 * k), k % 3 === 0 ? -1 : 1]);
const sampled = ([a, b]: Vector, sample: number, out: Vector): number => {
  const [u, v, sign] = features[sample];
  const margin = sign * (a * u + b * v + 0.5);
  const slope = -sign / (1 + Math.exp(margin));
  out[0] = slope * u + 0.01 * a;
  out[1] = slope * v + 0.01 * b;
  return Math.log1p(Math.exp(-margin)) + 0.005 * (a * a + b * b);
};
const inexact = (gradientBatch: number, hessianBatch: number) =>
  subsampled(problem({ x0: Float64Array.of(3, -4), sampled }), { samples: 200, gradientBatch, hessianBatch });
const whole = (x: Vector) => {
  const out = new Float64Array(2);
  let sum = 0;
  for (let k = 0; k < 200; k++) sum += sampled(x, k, out) / 200;
  return sum;
};
const least = minimize(inexact(200, 200), { method: cubicNewton } as object);

test("subsampled oracles with whole batches are exact: another method converges on them", () => {
  expect(least.ok).toBe(true);
  const out = new Float64Array(2);
  const total = new Float64Array(2);
  for (let k = 0; k < 200; k++) {
    sampled(least.x as Vector, k, out);
    for (let i = 0; i < 2; i++) total[i] += out[i] / 200;
  }
  expect(norm(total)).toBeLessThan(1e-7);
});

test("with subsampled gradients and Hessians the gap falls to a small part of the first", () => {
  const method = acceleratedCubicNewton({ gradientError: 0.05, hessianError: 0.05, distance: 5, constant: 1 });
  let last = Float64Array.of(3, -4) as Vector;
  minimize(inexact(50, 20), {
    method,
    budget: { iterations: 100 },
    onStep: ({ best }: any) => {
      last = best.x;
    },
  } as object);
  const first = whole(Float64Array.of(3, -4)) - whole(least.x as Vector);
  expect(whole(last) - whole(least.x as Vector)).toBeLessThan(0.1 * first);
});

test("gives defined results where there is no minimum or no value", () => {
  const run = ({ x0, gradient }: HardObjective) => {
    const unused = new Float64Array(x0.length);
    return minimize((x: Vector) => gradient(x, unused), Float64Array.from(x0), {
      method: acceleratedCubicNewton,
      gradient,
      budget: { iterations: 2000 },
    } as object);
  };
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.neverValid).status).toBe("failed");
  expect(run(hardObjectives.line).value).toBeLessThan(-100);
});

test("options that make no sense are refused in words", () => {
  expect(() => acceleratedCubicNewton({ constant: 0 })).toThrow(/constant/);
  expect(() => acceleratedCubicNewton({ gradientError: -1 })).toThrow(/gradientError/);
  expect(() => inexact(0, 1)).toThrow(/gradientBatch/);
});
