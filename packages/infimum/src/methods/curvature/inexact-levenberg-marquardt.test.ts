import { expect, test } from "vitest";
import { leastSquares, minimize, problem } from "../../index.ts";
import { cauchy } from "../../losses/robust.ts";
import { inexactLevenbergMarquardt } from "./inexact-levenberg-marquardt.ts";

/** Broyden's tridiagonal system, each equation with three unknowns. */
function tridiagonal(x: Float64Array): number[] {
  const f: number[] = [];
  for (let i = 0; i < x.length; i++) {
    const below = i > 0 ? x[i - 1] : 0;
    const above = i < x.length - 1 ? x[i + 1] : 0;
    f.push((3 - 2 * x[i]) * x[i] - below - 2 * above + 1);
  }
  return f;
}

test("solves ten thousand equations with the entries of their Jacobian alone, and is chosen for them", () => {
  const n = 10_000;
  const r = minimize(problem({ residuals: tridiagonal, x0: new Float64Array(n).fill(-1) }));
  expect(r.method).toBe("inexact-levenberg-marquardt");
  expect(r.explanation).toContain("too many for a dense Jacobian");
  expect(r.derivatives).toBe("exact");
  expect(r.status).toBe("converged");
  expect(Math.max(...tridiagonal(r.x).map(Math.abs))).toBeLessThan(1e-9);
  expect(r.counts.jacobian).toBeLessThan(20);
});

test("agrees with the dense method, with weights, bounds and a loss", () => {
  const t = Array.from({ length: 30 }, (_, i) => i / 5);
  const y = t.map((at, i) => 2 * Math.exp(-0.6 * at) + 0.4 + 0.05 * Math.sin(40 * i) + (i === 12 ? 3 : 0));
  const stated = () =>
    problem({
      residuals: (x: Float64Array, d: { t: number[]; y: number[] }) =>
        d.t.map((at, i) => x[0] * Math.exp(-x[1] * at) + x[2] - d.y[i]),
      x0: Float64Array.of(1, 1, 0.2),
      data: { t, y },
      weights: t.map((at) => 1 + at),
      bounds: { lower: [0, 0, 0.2], upper: [1.8, 9, 9] },
      loss: cauchy(0.2),
    });
  const dense = minimize(stated(), { method: "levenberg-marquardt" });
  const inexact = minimize(stated(), { method: "inexact-levenberg-marquardt" });
  expect(dense.status).toBe("converged");
  expect(inexact.status).toBe("converged");
  dense.x.forEach((entry, j) => expect(inexact.x[j]).toBeCloseTo(entry, 7));
  expect(inexact.x[0]).toBe(1.8);
});

test("a fit has its covariance from it as from the others", () => {
  const line = ([a, b]: Float64Array) => [a - 1.1, a + b - 2.9, a + 2 * b - 5.2];
  const start = Float64Array.of(0, 0);
  const r = leastSquares(line, start, { method: "inexact-levenberg-marquardt" });
  const dense = leastSquares(line, start);
  expect(r.standardErrors[1]).toBeCloseTo(dense.standardErrors[1], 9);
});

test("refuses a damping that makes no sense", () => {
  expect(() => inexactLevenbergMarquardt({ damping: -1 })).toThrow("damping is -1");
});
