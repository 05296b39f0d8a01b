import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { gamma, normalDistribution } from "../../numerics/special/index.ts";
import { problem } from "../../problem/problem.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { filled, sphere } from "../fixtures/known-objectives.ts";
import { sobolSearch } from "./sobol-search.ts";

const minimize = minimizer([sobolSearch]);

/** Every point that is asked for but x0. */
function pointsOf(x0: number[], lower: number[], upper: number[], count: number, seed = 0): number[][] {
  const seen: number[][] = [];
  const objective = (x: readonly number[]) => {
    seen.push([...x]);
    return sphere(x);
  };
  minimize(objective, x0, { seed, bounds: { lower, upper }, budget: { evaluations: count + 1 }, derivatives: "none" });
  return seen.slice(1);
}

test("2^m points have one in each of 2^m equal strips, in every variable", () => {
  const points = pointsOf([0, 0, 2], [-1, 0, 2], [1, 4, 10], 256);
  const [lower, width] = [
    [-1, 0, 2],
    [2, 4, 8],
  ];
  for (let i = 0; i < 3; i++) {
    const strips = points.map((x) => Math.floor(((x[i] - lower[i]) / width[i]) * 256)).toSorted((a, b) => a - b);
    expect(strips).toEqual(Array.from({ length: 256 }, (_, k) => k));
  }
});

test("without bounds, and beside one, the strips have equal normal probability", () => {
  const points = pointsOf([0, 5, -0.5], [-Infinity, -Infinity, -Infinity], [Infinity, Infinity, 0], 128);
  const probability = [
    (x: number) => normalDistribution(x),
    (x: number) => normalDistribution((x - 5) / 5),
    (x: number) => normalDistribution(x + 0.5) / normalDistribution(0.5),
  ];
  for (let i = 0; i < 3; i++) {
    const strips = points.map((x) => Math.floor(probability[i](x[i]) * 128)).toSorted((a, b) => a - b);
    expect(strips).toEqual(Array.from({ length: 128 }, (_, k) => k));
  }
});

test("on a smooth function the best point is better than the best of as many random points is expected to be", () => {
  // for random points E[r^2] = (4/3 pi N)^(-2/3) Gamma(5/3), nearly: see the test of random search
  const points = 512;
  const expected = ((4 / 3) * Math.PI * points) ** (-2 / 3) * gamma(5 / 3);
  let sum = 0;
  const seeds = 100;
  for (let seed = 0; seed < seeds; seed++) {
    const objective = (x: readonly number[]) => sphere(x.map((entry) => entry - 0.4));
    const bounds = { lower: 0, upper: 1 };
    sum += minimize(objective, [0, 0, 0], {
      seed,
      bounds,
      budget: { evaluations: points + 1 },
      derivatives: "none",
    }).value;
  }
  expect(sum / seeds).toBeLessThan(expected);
});

test("the seed scrambles, and the size of a batch changes nothing", () => {
  const bounds = [
    [0, 0],
    [1, 1],
  ];
  expect(pointsOf([0, 0], bounds[0], bounds[1], 40, 1)).not.toEqual(pointsOf([0, 0], bounds[0], bounds[1], 40, 2));
  const best = (batchSize: number) =>
    minimize(sphere, [3, 3], { method: sobolSearch({ batchSize }), seed: 1, budget: { evaluations: 200 } }).x;
  expect(best(1)).toEqual(best(7));
  expect(best(64)).toEqual(best(7));
});

test("the budget ends in the middle of a batch, and a run resumed there ends as one that was never stopped", () => {
  const stated = problem({ objective: sphere, x0: [3, 3], bounds: { lower: [-5, -Infinity], upper: 5 } });
  const whole = minimize(stated, { seed: 4, budget: { evaluations: 100 } });
  for (const evaluations of [0, 1, 17, 18, 40, 49]) {
    expect(minimize(stated, { seed: 4, budget: { evaluations } }).evaluations).toBe(evaluations);
    const resumed = resumedAfter(stated, sobolSearch(), evaluations, 100, 4);
    expect([...resumed.x, resumed.value, resumed.evaluations]).toEqual([...whole.x, whole.value, whole.evaluations]);
  }
  auditedRun(stated, sobolSearch(), 50);
});

test("more variables than the sequence has dimensions are refused before anything is asked", () => {
  let asked = 0;
  const objective = () => ++asked;
  expect(() => minimize(objective, filled(500, 0))).toThrow("481");
  expect(asked).toBe(0);
});

test("bounds that fix every variable end the run", () => {
  expect(minimize(sphere, [2, 2], { bounds: { lower: 2, upper: 2 }, derivatives: "none" }).status).toBe("settled");
});
