import { differentiate } from "infimum";
import { describe, expect, it } from "vitest";
import { moreGarbowHillstrom, moreGarbowHillstromProblems } from "./more-garbow-hillstrom.ts";
import published from "./published.data.json" with { type: "json" };
import { reachedMinimum, reaching } from "./solve.ts";

type Published = readonly [
  name: string,
  dimension: number,
  value: number,
  gradientNorm: number,
  minimum: number,
  otherMinima: readonly number[],
];

/**
 * Value and norm of the gradient at the standard start and the known minima, as recorded with NumPy from definitions written
 * apart from these (the project's data, smooth/problems.json).
 */
const record = published as unknown as readonly Published[];

it("has the 48 problems of the record", () => {
  expect(moreGarbowHillstromProblems).toHaveLength(48);
  const names = moreGarbowHillstromProblems.map(({ name, dimension }) => `${name} ${dimension}`);
  expect(names.toSorted()).toEqual(record.map(([name, dimension]) => `${name} ${dimension}`).toSorted());
});

describe.each(record)("%s in %i variables", (name, dimension, value, gradientNorm, minimum, otherMinima) => {
  const problem = moreGarbowHillstrom({ name, dimension });
  const derivatives = differentiate(problem.objective, dimension);

  it("has the recorded value and gradient at the start, exactly from its formula", () => {
    expect(derivatives.source).toBe("exact");
    // sums in another order; n - sum of cos x_i with n = 100 loses five digits more
    const tolerance = name === "trigonometric" ? 1e-8 : 1e-11;
    expect(Math.abs(problem.objective(problem.x0) / value - 1)).toBeLessThan(tolerance);
    const norm = Math.hypot(...derivatives.gradient(problem.x0));
    expect(Math.abs(norm / gradientNorm - 1)).toBeLessThan(tolerance);
  });

  it("has the recorded minima", () => {
    // of Chebyquad with ten variables the record has only a local minimum
    const known = [problem.optimum, ...problem.otherMinima];
    for (const recorded of [minimum, ...otherMinima]) {
      expect(known.some((each) => Math.abs(each - recorded) <= 2e-8 * recorded)).toBe(true);
    }
  });
});

it("knows which minimum a run has come to", () => {
  const problem = moreGarbowHillstrom({ name: "freudenstein-roth" });
  expect(reachedMinimum(problem, 50)).toBeUndefined();
  expect(reachedMinimum(problem, 48.98425367923973)).toBe(48.98425367923973);
  expect(reachedMinimum(problem, 20)).toBe(48.98425367923973);
  expect(reachedMinimum(problem, 1e-9)).toBe(0);
  expect(reaching(0, 400.5)).toBeCloseTo(4.005e-8, 15);
});

it("refuses problems that the suite does not have", () => {
  expect(() => moreGarbowHillstrom({ name: "rosenbrok" })).toThrow(RangeError);
  expect(() => moreGarbowHillstrom({ name: "beale", dimension: 3 })).toThrow("beale has no dimension 3");
});
