import { expect, test } from "vitest";
import { minimize, problem, solve } from "../../index.ts";
import { gradientDescent } from "./gradient-descent.ts";
import { quasarAccelerated } from "./quasar-accelerated.ts";

const n = 50;
const condition = 1e4;
const weights = Array.from({ length: n }, (_, i) => condition ** (-i / (n - 1)));
const bowl = (x: Float64Array) => x.reduce((sum, entry, i) => sum + (weights[i] * (entry - 1) ** 2) / 2, 0);
const using = { weights };

/** (x^2 + 1/8)^(1/6): not convex beyond 1/4, and quasar-convex with 1/2 on [-5, 5] (Hinder, Sidford, Sohoni 2020). */
const cusp = ([x]: readonly number[]) => (x * x + 1 / 8) ** (1 / 6);

test("on a convex quadratic the value is within the proven 2 L |x0 - x*|^2 / (q k)^2, with one gradient an iteration", () => {
  for (const quasarConvexity of [1, 0.5]) {
    for (const iterations of [10, 30, 100, 300]) {
      const method = quasarAccelerated({ restart: "never", quasarConvexity });
      const { value, counts } = minimize(bowl, new Float64Array(n), { using, method, budget: { iterations } });
      // L = 1 is found by doubling, up to twice as large
      expect(value).toBeLessThanOrEqual((2 * 2 * n) / (quasarConvexity * iterations) ** 2);
      expect(counts.gradient).toBeLessThanOrEqual(iterations + 5);
    }
  }
});

test("f - f* <= |x0 - x*|^2 / (2 A) holds at every iteration where f is quasar-convex and not convex", () => {
  const method = quasarAccelerated({ restart: "never", quasarConvexity: 0.5 });
  const run = solve(problem({ objective: cusp, x0: [4.5] }), { method });
  let seen = 0;
  for (const { iteration, measures, best } of run) {
    if (iteration === 0) continue;
    expect(best.value - cusp([0])).toBeLessThanOrEqual(4.5 ** 2 / (2 * measures.weight) + 1e-15);
    seen++;
    if (iteration === 60) break;
  }
  expect(seen).toBeGreaterThan(5);
});

test("a generalized linear model with a logistic link, which is not convex, takes half the evaluations of gradient descent or less", () => {
  const samples = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 4 }, (_unused, j) => (3 * Math.sin(1.7 * (1 + i) * (2 + j))) / 3 ** j),
  );
  const truth = [1, -2, 3, 1];
  const link = (t: number) => 1 / (1 + Math.exp(-t));
  const targets = samples.map((a) => link(a.reduce((sum, entry, j) => sum + entry * truth[j], 0)));
  const error = (x: readonly number[]) => {
    let sum = 0;
    for (let i = 0; i < 60; i++) {
      let t = 0;
      for (let j = 0; j < 4; j++) t += samples[i][j] * x[j];
      sum += (1 / (1 + Math.exp(-t)) - targets[i]) ** 2;
    }
    return sum / 120;
  };
  const given = { using: { samples, targets } };
  const gap = 1e-9;
  const evaluations = (method: object) => {
    const result = minimize(error, [0, 0, 0, 0], {
      ...given,
      method,
      target: gap,
      budget: { iterations: 1e5 },
    } as object);
    expect(result.status).toBe("target");
    return result.counts.value + result.counts.gradient;
  };
  const accelerated = evaluations(quasarAccelerated({ quasarConvexity: 0.5 }));
  expect(accelerated).toBeLessThan(evaluations(gradientDescent({ stepRule: "backtracking" })) / 2);
});

test("with restarts an ill-conditioned quadratic takes some multiple of the root of its condition", () => {
  const result = minimize(bowl, new Float64Array(n), { using, method: quasarAccelerated });
  expect(result.status).toBe("converged");
  expect(result.counts.iterations).toBeLessThan(20 * Math.sqrt(condition));
});

test("Rosenbrock's function, which is not even quasar-convex, is solved too", () => {
  const rosenbrock = (x: readonly [number, number]) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
  const result = minimize(rosenbrock, [-1.2, 1], { method: quasarAccelerated });
  expect(result.status).toBe("converged");
  expect(result.x[0]).toBeCloseTo(1, 5);
});

test("options that mean nothing are refused", () => {
  for (const quasarConvexity of [0, -1, 1.5, NaN]) {
    expect(() => quasarAccelerated({ quasarConvexity })).toThrow(expect.objectContaining({ code: "bad-option" }));
  }
  expect(() => quasarAccelerated({ restart: "always" as "never" })).toThrow(/"value" or "never"/);
});
