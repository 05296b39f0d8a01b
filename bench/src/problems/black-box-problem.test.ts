import { describe, expect, it } from "vitest";
import { blackBoxNames, blackBoxProblem } from "./black-box-problem.ts";

describe.each(blackBoxNames)("%s", (name) => {
  it.each([
    1, 2, 5, 10,
  ])("is 0 at its minimizer in %i variables, which lies inside the box, and more elsewhere", (n) => {
    const { objective, minimizer, x0, lower, upper } = blackBoxProblem(name, n, 3);
    expect(objective(minimizer)).toBe(0);
    for (const entry of [...minimizer, ...x0]) {
      expect(entry).toBeGreaterThan(lower);
      expect(entry).toBeLessThan(upper);
    }
    if (name === "rosenbrock" && n === 1) return;
    expect(objective(x0)).toBeGreaterThan(0.01);
  });

  it("is the same whenever an instance is made, and another start for another instance", () => {
    expect(blackBoxProblem(name, 5, 2).x0).toEqual(blackBoxProblem(name, 5, 2).x0);
    expect(blackBoxProblem(name, 5, 2).x0).not.toEqual(blackBoxProblem(name, 5, 3).x0);
  });
});

it("has the values that the formulas give one unit away from the minimizer", () => {
  const shifted = (name: (typeof blackBoxNames)[number], i: number) => {
    const { objective, minimizer } = blackBoxProblem(name, 5, 1);
    return objective(minimizer.map((entry, k) => (k === i ? entry + 1 : entry)));
  };
  for (let i = 0; i < 5; i++) {
    expect(shifted("sphere", i)).toBeCloseTo(1, 12);
    // 10^6 with a relative rounding of a few eps
    expect(shifted("ellipsoid", i) / 10 ** (1.5 * i)).toBeCloseTo(1, 12);
    // the cosine has come round once
    expect(shifted("rastrigin", i)).toBeCloseTo(1, 10);
  }
  // the first variable has no valley before it: 100 (1 - 2^2)^2 + (1 - 2)^2
  expect(shifted("rosenbrock", 0)).toBe(901);
  // the last has no valley after it: 100 (2 - 1^2)^2
  expect(shifted("rosenbrock", 4)).toBe(100);
});
