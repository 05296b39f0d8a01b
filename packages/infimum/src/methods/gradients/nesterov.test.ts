import { expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { gradientDescent } from "./gradient-descent.ts";
import { nesterov } from "./nesterov.ts";

const n = 50;
const condition = 1e4;
const weights = Array.from({ length: n }, (_, i) => condition ** (-i / (n - 1)));
const bowl = (x: Float64Array) => x.reduce((sum, entry, i) => sum + (weights[i] * (entry - 1) ** 2) / 2, 0);
const start = new Float64Array(n);
const options = { using: { weights } };

test("with restart an ill-conditioned quadratic takes some multiple of the root of its condition", () => {
  const result = minimize(bowl, start, { ...options, method: nesterov });
  expect(result.status).toBe("converged");
  // gradient descent needs about its condition, 10^4 times the digits
  expect(result.counts.iterations).toBeLessThan(20 * Math.sqrt(condition));
  const plain = minimize(bowl, start, { ...options, method: gradientDescent({ stepRule: "backtracking" }) });
  expect(result.counts.iterations).toBeLessThan(plain.counts.iterations / 3);
});

test("restarts help: without them the momentum overshoots for long", () => {
  const result = minimize(bowl, start, { ...options, method: nesterov });
  const without = minimize(bowl, start, { ...options, method: nesterov({ restart: "never" }) });
  expect(without.counts.iterations).toBeGreaterThan(1.5 * result.counts.iterations);
});

test("without restart the value is within the proven 2 L |x0 - x*|^2 / (k + 1)^2 after k steps", () => {
  const distance = n;
  for (const iterations of [10, 30, 100, 300]) {
    const method = nesterov({ restart: "never" });
    const { value } = minimize(bowl, start, { ...options, method, budget: { iterations } });
    // the step is at least half of 1 / L, for L = 1
    expect(value).toBeLessThanOrEqual((2 * 2 * distance) / (iterations + 1) ** 2);
  }
});

test("Rosenbrock's function, which is not convex, is solved too", () => {
  const rosenbrock = (x: readonly [number, number]) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
  const result = minimize(rosenbrock, [-1.2, 1], { method: nesterov });
  expect(result.status).toBe("converged");
  expect(result.x[0]).toBeCloseTo(1, 5);
});

test("a restart that is none is refused", () => {
  expect(() => nesterov({ restart: "always" as "never" })).toThrow(expect.objectContaining({ code: "bad-option" }));
});
