import { expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { problem } from "../../problem/problem.ts";
import { smoothProblems } from "../fixtures/smooth-problems.ts";
import { gradientDescent, type StepRule } from "./gradient-descent.ts";

const weights = [1, 3, 10, 30];
const bowl = (x: readonly number[]) => x.reduce((sum, entry, i) => sum + (weights[i] * (entry - 1) ** 2) / 2, 0);
const start = [0, 0, 0, 0];
const solve = (stepRule: StepRule, stepSize = 0) =>
  minimize(bowl, start, { method: gradientDescent({ stepRule, stepSize }), using: { weights } });

test("every rule comes to the minimum of a quadratic, those that see curvature in far fewer steps", () => {
  const steps = (["barzilai-borwein", "short-barzilai-borwein", "backtracking"] as const).map((rule) => {
    const result = solve(rule);
    expect(result.status).toBe("converged");
    for (const entry of result.x) expect(Math.abs(entry - 1)).toBeLessThan(1e-7);
    return result.counts.gradient;
  });
  expect(steps[0]).toBeLessThan(80);
  expect(steps[1]).toBeLessThan(80);
  expect(steps[2]).toBeLessThan(800);
});

test("a fixed step contracts the error by 1 - t w in each direction", () => {
  const t = 1 / 40;
  const iterations = 25;
  const method = gradientDescent({ stepRule: "fixed", stepSize: t });
  const result = minimize(bowl, start, { method, using: { weights }, budget: { iterations } });
  weights.forEach((weight, i) => expect(result.x[i]).toBeCloseTo(1 - (1 - t * weight) ** iterations, 12));
});

test("a fixed step beyond 2 / w diverges, and the run ends", () => {
  const result = solve("fixed", 0.1);
  expect(result.ok).toBe(false);
});

test("for a quadratic of one variable the second step of Barzilai and Borwein is Newton's", () => {
  for (const stepRule of ["barzilai-borwein", "short-barzilai-borwein"] as const) {
    const result = minimize(([x]) => 3.5 * (x - 2) ** 2, [10], { method: gradientDescent({ stepRule }) });
    expect(result.counts.iterations).toBeLessThanOrEqual(3);
    expect(result.x[0]).toBeCloseTo(2, 12);
  }
});

test("Barzilai-Borwein steps solve Rosenbrock's and Beale's functions", () => {
  for (const smooth of smoothProblems.filter(({ name }) => ["Rosenbrock", "Beale"].includes(name))) {
    const stated = problem({ gradient: smooth.gradient, x0: Float64Array.from(smooth.x0) });
    const result = minimize(stated, { method: gradientDescent });
    expect(result.status).toBe("converged");
    expect(result.value).toBeLessThan(1e-12);
    expect(result.counts.gradient).toBeLessThan(2_000);
  }
});

test("steps that make no sense are refused", () => {
  expect(() => gradientDescent({ stepRule: "fixed" })).toThrow(expect.objectContaining({ code: "bad-option" }));
  expect(() => gradientDescent({ stepSize: -1 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  expect(() => gradientDescent({ stepRule: "newton" as StepRule })).toThrow(
    expect.objectContaining({ code: "bad-option" }),
  );
});
