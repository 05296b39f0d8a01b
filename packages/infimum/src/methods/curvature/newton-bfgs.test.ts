import { describe, expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { problem } from "../../problem/problem.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { newtonBfgs } from "./newton-bfgs.ts";

const rosenbrock = (x: ArrayLike<number>) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;

describe.each(smoothProblems)("$name", (smooth) => {
  test("is solved with fewer evaluations than SciPy's BFGS needs, and certified", () => {
    const { count, gradient } = counted(smooth);
    const result = minimize(
      problem({ gradient, hessianVector: smooth.hessianVector, x0: Float64Array.from(smooth.x0) }),
      { method: newtonBfgs },
    );
    expect(result.status).toBe("converged");
    // the chained function has a second minimum near 3.99, in which a good half of all methods end
    if (smooth.name.startsWith("chained")) expect(result.value).toBeLessThan(3.9866239 + 1e-6);
    else expect(count.untilSolved).toBeLessThan(smooth.scipy.bfgs);
  });
});

test("a quadratic is solved by one Hessian and one step, whatever its condition", () => {
  const weights = [1, 1e3, 1e6];
  const result = minimize((x) => x.reduce((sum, entry, i) => sum + weights[i] * (entry - 1) ** 2, 0), [0, 0, 0], {
    method: newtonBfgs({ trustRadius: 10 }),
    using: { weights },
  });
  expect(result.status).toBe("converged");
  expect(result.counts.gradient).toBeLessThanOrEqual(3);
  for (const entry of result.x) expect(Math.abs(entry - 1)).toBeLessThan(1e-12);
});

test("a chain of any length takes few products for a Hessian", () => {
  const chain = (x: Float64Array) => {
    let sum = 0;
    for (let i = 0; i < x.length - 1; i++) sum += (x[i] - 1) ** 2 + 10 * (x[i + 1] - x[i]) ** 4;
    return sum;
  };
  const result = minimize(chain, new Float64Array(500), { method: newtonBfgs });
  expect(result.status).toBe("converged");
  expect(result.value).toBeLessThan(1e-9);
  // a chain has three colors; the certificate asks ten products more
  expect(result.counts.hessianVector).toBeLessThanOrEqual(3 * result.counts.iterations + 10);
});

test("Hessians are asked for less often than steps are made where the model holds", () => {
  const result = minimize(rosenbrock, [-1.2, 1], { method: newtonBfgs });
  const hessians = result.counts.hessianVector / 2;
  expect(hessians).toBeLessThan(result.counts.iterations);
  expect(result.value).toBeLessThan(1e-20);
});

test("a saddle at the start is left, though its gradient is 0", () => {
  const result = minimize((x) => x[0] ** 2 - x[1] ** 2 + x[1] ** 4 / 2, [0, 0], { method: newtonBfgs });
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-0.5, 12);
});

test("products that are not finite leave a method that still descends", () => {
  const result = minimize(rosenbrock, [-1.2, 1], {
    method: newtonBfgs,
    gradient: (x, out) => {
      const valley = x[1] - x[0] ** 2;
      out[0] = -400 * x[0] * valley - 2 * (1 - x[0]);
      out[1] = 200 * valley;
      return rosenbrock(x);
    },
    hessianVector: (_x, _v, out) => void out.fill(NaN),
  });
  expect(result.value).toBeLessThan(1e-12);
});

test("a point whose gradient is rounding alone is certified, as that of Meyer's function", () => {
  const meyer = (x: ArrayLike<number>) => {
    const y = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
    let sum = 0;
    for (let i = 0; i < 16; i++) sum += (x[0] * Math.exp(x[1] / (50 + 5 * i + x[2])) - y[i]) ** 2;
    return sum;
  };
  const result = minimize(meyer, [0.02, 4000, 250]);
  // Moré, Garbow, Hillstrom 1981: 87.9458...
  expect(result.value).toBeCloseTo(87.94585517, 7);
  expect(result.status).toBe("converged");
  expect(result.message).toMatch(/rounding of the point|<= 1e-8/);
  // the same relative gradient at a point that is no minimum is not
  const far = minimize(meyer, [0.0057, 6170, 344], { budget: { iterations: 2 } });
  expect(far.status).toBe("iterations");
});

test("an objective without a lower bound ends as one", () => {
  const result = minimize((x) => x[0] ** 3 + x[1] ** 2, [-1, 1], { method: newtonBfgs });
  expect(["unbounded", "stalled"]).toContain(result.status);
  expect(result.value).toBeLessThan(-1e100);
});

test("a radius that is no length is refused", () => {
  expect(() => newtonBfgs({ trustRadius: 0 })).toThrow(expect.objectContaining({ code: "bad-option" }));
});
