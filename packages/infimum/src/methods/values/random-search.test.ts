import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { gamma, normalDensity, normalUpperTail } from "../../numerics/special/index.ts";
import { problem } from "../../problem/problem.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { sphere } from "../fixtures/known-objectives.ts";
import { randomSearch } from "./random-search.ts";

const minimize = minimizer([randomSearch]);

/** The entries of variable 0 of every point but x0. */
function firstEntries(x0: number[], lower: number[], upper: number[], count: number): number[] {
  const seen: number[] = [];
  const objective = (x: readonly number[]) => {
    seen.push(x[0]);
    return sphere(x);
  };
  minimize(objective, x0, { bounds: { lower, upper }, budget: { evaluations: count + 1 }, derivatives: "none" });
  return seen.slice(1);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

const count = 20_000;
/** Four standard errors of a mean of that many values, in standard deviations. */
const fourErrors = 4 / Math.sqrt(count);

test("between bounds the points are uniform", () => {
  const entries = firstEntries([0, 0], [-2, -1], [6, 1], count);
  const deviation = 8 / Math.sqrt(12);
  expect(Math.abs(meanOf(entries) - 2)).toBeLessThan(fourErrors * deviation);
  // the standard error of the deviation of a uniform variable is 0.45 of that of its mean
  expect(Math.abs(deviationOf(entries) / deviation - 1)).toBeLessThan(0.5 * fourErrors);
});

test("without bounds they are normal about x0, in units of its size, and one bound cuts the normal off", () => {
  const unbounded = firstEntries([-5], [-Infinity], [Infinity], count);
  expect(Math.abs(meanOf(unbounded) + 5)).toBeLessThan(fourErrors * 5);
  expect(Math.abs(deviationOf(unbounded) / 5 - 1)).toBeLessThan(fourErrors);
  // the mean of a standard normal above a is density(a) / tail(a)
  const a = -0.5;
  const above = firstEntries([0.5], [0], [Infinity], count);
  expect(Math.min(...above)).toBeGreaterThanOrEqual(0);
  expect(Math.abs(meanOf(above) - 0.5 - normalDensity(a) / normalUpperTail(a))).toBeLessThan(fourErrors);
  const below = firstEntries([-0.5], [-Infinity], [0], count);
  expect(Math.abs(meanOf(below) + 0.5 + normalDensity(a) / normalUpperTail(a))).toBeLessThan(fourErrors);
});

test("the best of N points is as good as theory says", () => {
  // P(no point within r) = (1 - 4/3 pi r^3)^N in a unit cube, so E[r^2] = (4/3 pi N)^(-2/3) Gamma(5/3) nearly
  const points = 500;
  const expected = ((4 / 3) * Math.PI * points) ** (-2 / 3) * gamma(5 / 3);
  const best: number[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const objective = (x: readonly number[]) => sphere(x.map((entry) => entry - 0.5));
    const { value } = minimize(objective, [0, 0, 0], {
      seed,
      bounds: { lower: 0, upper: 1 },
      budget: { evaluations: points + 1 },
      derivatives: "none",
    });
    best.push(value);
  }
  expect(Math.abs(meanOf(best) - expected)).toBeLessThan((4 * deviationOf(best)) / Math.sqrt(best.length));
});

test("it is never worse than x0, and never settles", () => {
  const { status, value, evaluations } = minimize(sphere, [0, 0], { budget: { evaluations: 1000 } });
  expect([status, value, evaluations]).toEqual(["evaluations", 0, 1000]);
});

test("same seed, same points; another seed, other points", () => {
  const run = (seed: number) => minimize(sphere, [3, 3], { seed, budget: { evaluations: 100 } });
  expect(run(1).x).toEqual(run(1).x);
  expect(run(1).x).not.toEqual(run(2).x);
});

test("the budget ends in the middle of a batch, and a run resumed there ends as one that was never stopped", () => {
  const stated = problem({ objective: sphere, x0: [3, 3], bounds: { lower: [-5, -Infinity], upper: 5 } });
  const whole = minimize(stated, { seed: 4, budget: { evaluations: 100 } });
  for (const evaluations of [0, 1, 17, 18, 40, 49]) {
    expect(minimize(stated, { seed: 4, budget: { evaluations } }).evaluations).toBe(evaluations);
    const resumed = resumedAfter(stated, randomSearch(), evaluations, 100, 4);
    expect([...resumed.x, resumed.value, resumed.evaluations]).toEqual([...whole.x, whole.value, whole.evaluations]);
  }
  auditedRun(stated, randomSearch(), 50);
});

test("bounds that fix every variable end the run, and bounds as wide as float64 do no harm", () => {
  expect(minimize(sphere, [2, 2], { bounds: { lower: 2, upper: 2 }, derivatives: "none" }).status).toBe("settled");
  const [least, largest] = [-Number.MAX_VALUE, Number.MAX_VALUE];
  const entries = firstEntries([0], [least], [largest], 100);
  expect(entries.every((entry) => Number.isFinite(entry))).toBe(true);
});

test("options that make no sense are refused", () => {
  expect(() => randomSearch({ batchSize: 0 })).toThrow("batchSize is 0");
  expect(() => randomSearch({ scale: 0 })).toThrow("scale is 0");
});
