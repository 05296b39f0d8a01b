import { expect, test } from "vitest";
import { RandomStream } from "../numerics/random/stream.ts";
import { problem } from "../problem/problem.ts";
import { checkProblem } from "./check-problem.ts";
import { noiseLevel } from "./noise.ts";

test("the level of independent noise on a smooth function is found within a factor of four, from 1e-14 to 1e-2", () => {
  for (const level of [1e-14, 1e-10, 1e-6, 1e-2]) {
    for (let seed = 0; seed < 20; seed++) {
      const random = new RandomStream().key(seed, "noise", 0, 0);
      const values = Array.from({ length: 9 }, (_, k) => 1 + 1e-3 * level * k ** 2 + level * random.normal());
      const { verdict, noise } = noiseLevel(values);
      // random numbers may happen to look like steps that are too large
      if (verdict !== "found") continue;
      expect(noise).toBeGreaterThan(level / 4);
      expect(noise).toBeLessThan(level * 4);
    }
  }
});

test("a smooth function has no noise: its steps are too large; a constant one's too small", () => {
  expect(noiseLevel(Array.from({ length: 9 }, (_, k) => Math.exp(k / 100))).verdict).toBe("step too large");
  expect(noiseLevel(Array.from({ length: 9 }, () => 3)).verdict).toBe("step too small");
  expect(noiseLevel(Array.from({ length: 9 }, (_, k) => k)).verdict).toBe("step too large");
});

test("values near the end of the range of numbers have no infinite noise", () => {
  const values = Array.from({ length: 9 }, (_, k) => 1e300 * (1 + 1e-12 * Math.sin(12.9898 * k ** 3)));
  const { verdict, noise } = noiseLevel(values);
  expect(verdict).toBe("found");
  expect(noise / 1e288).toBeGreaterThan(0.1);
  expect(noise / 1e288).toBeLessThan(4);
});

/** Noise of a known standard deviation that is the same at the same point. */
function wiggle(x: readonly number[], level: number): number {
  // the fraction of large numbers is as good as random: uniform, with a standard deviation of 1 / sqrt(12)
  const large = 1e13 * Math.abs(Math.sin(12.9898 * x[0] + 78.233 * x[1]));
  return level * Math.sqrt(12) * (large - Math.floor(large) - 0.5);
}

test("the noise of an objective is measured, and differences of it warned of", async () => {
  for (const level of [1e-3, 1e-6, 1e-9]) {
    const objective = (x: readonly number[]): number => 1 + (x[0] - 1) ** 2 + x[1] ** 2 + wiggle(x, level);
    const { noise, findings, ok } = await checkProblem(problem({ objective, x0: [1.5, 0.7] }));
    expect(noise!.absolute).toBeGreaterThan(level / 4);
    expect(noise!.absolute).toBeLessThan(level * 4);
    expect(noise).toMatchObject({ kind: "measured", repeatable: true });
    expect(findings.map(({ code }) => code)).toContain("noisy-values");
    expect(ok).toBe(true);
  }
});

test("a gradient that is right is not called wrong for the noise of the values", async () => {
  for (const level of [1e-3, 1e-6, 1e-9]) {
    for (let seed = 0; seed < 10; seed++) {
      const objective = (x: readonly number[]): number => 1 + (x[0] - 1) ** 2 + x[1] ** 4 + wiggle(x, level);
      const gradient = (x: readonly number[]): number[] => [2 * (x[0] - 1), 4 * x[1] ** 3];
      const report = await checkProblem(problem({ objective, gradient, x0: [1.5, 0.7] }), { seed });
      expect(report.derivatives.wrong).toEqual([]);
      expect(report.derivatives.checked).toBe(8);
    }
  }
});

test("and one that is wrong is found in it", async () => {
  for (const level of [1e-4, 1e-6, 1e-9]) {
    const objective = (x: readonly number[]): number => 1 + (x[0] - 1) ** 2 + x[1] ** 4 + wiggle(x, level);
    const gradient = (x: readonly number[]): number[] => [x[0] - 1, 4 * x[1] ** 3];
    const { derivatives } = await checkProblem(problem({ objective, gradient, x0: [1.5, 0.7] }));
    expect(derivatives.wrong.map(({ name }) => name)).toEqual(["x[0]", "x[0]", "x[0]", "x[0]"]);
    expect(derivatives.cause).toBe("it is 1/2 of what the objective has");
  }
});

test("an objective that gives another value each time is found out", async () => {
  let calls = 0;
  const objective = ([x]: readonly number[]): number => x ** 2 + 1e-3 * (calls++ % 7);
  const { findings, noise } = await checkProblem(problem({ objective, x0: [2] }));
  expect(findings.map(({ code }) => code)).toContain("not-repeatable");
  expect(noise!.repeatable).toBe(false);
});
