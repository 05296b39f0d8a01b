import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { problem } from "../../problem/problem.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { filled, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { acceptanceProbability, matchedCooling, visit, visitingWidth } from "./annealing-parts.ts";
import { dualAnnealing, simulatedAnnealing } from "./simulated-annealing.ts";

const minimize = minimizer([simulatedAnnealing]);

/** Least value 0, to 1e-6, at -2.903534 in every variable; 2^n minima. */
const styblinskiTang: Objective = (x) =>
  x.reduce((sum, entry) => sum + (entry ** 4 - 16 * entry ** 2 + 5 * entry) / 2 + 39.16616570377142, 0);

const rastrigin: Objective = (x) =>
  x.reduce((sum, entry) => sum + 10 + entry ** 2 - 10 * Math.cos(2 * Math.PI * entry), 0);

test("matched cooling is logarithmic for the normal distribution and one over the level for Cauchy's", () => {
  for (const level of [0, 1, 7, 100]) {
    expect(matchedCooling(level, 1)).toBeCloseTo(Math.log(2) / Math.log(2 + level), 14);
    expect(matchedCooling(level, 2)).toBeCloseTo(1 / (1 + level), 14);
    // the limit of the general formula
    expect(matchedCooling(level, 1 + 1e-9)).toBeCloseTo(matchedCooling(level, 1), 7);
  }
});

test("visits are normal at q = 1, Cauchy at q = 2, and wider with temperature as those distributions are", () => {
  const quartile = (q: number) => {
    const random = new RandomStream().key(1, "visits", 0, 0);
    return Float64Array.from({ length: 20_001 }, () => Math.abs(visit(q, random))).toSorted()[10_000];
  };
  // the median of |N| is 0.6745, that of |Cauchy| is 1; standard errors are 0.006 and 0.011
  expect(Math.abs(quartile(1) - 0.67449)).toBeLessThan(0.024);
  expect(Math.abs(quartile(2) - 1)).toBeLessThan(0.045);
  expect(quartile(2.7)).toBeGreaterThan(quartile(2));
  expect(visitingWidth(0.25, 1)).toBeCloseTo(0.5, 14);
  expect(visitingWidth(0.25, 2)).toBeCloseTo(0.25, 14);
});

test("acceptance falls from 1 at no rise, and generalized acceptance ends at a sixth of the temperature", () => {
  for (const acceptance of ["metropolis", "generalized", "threshold"] as const) {
    expect(acceptanceProbability(acceptance, 1e-12, 3)).toBeCloseTo(1, 9);
    let before = 1;
    for (let rise = 0; rise < 10; rise += 0.1) {
      const now = acceptanceProbability(acceptance, rise, 3);
      expect(now).toBeLessThanOrEqual(before);
      before = now;
    }
  }
  expect(acceptanceProbability("metropolis", 2, 1)).toBeCloseTo(Math.exp(-2), 14);
  expect(acceptanceProbability("generalized", 0.1, 1)).toBeCloseTo(0.4 ** (1 / 6), 14);
  expect(acceptanceProbability("generalized", 0.17, 1)).toBe(0);
});

const parts = [1, 2, 2.62].flatMap((visitingIndex) =>
  (["matched", "geometric"] as const).flatMap((cooling) =>
    (["metropolis", "generalized", "threshold"] as const).map((acceptance) => ({ visitingIndex, cooling, acceptance })),
  ),
);

test.each(parts)("q = $visitingIndex, $cooling cooling, $acceptance acceptance: any part goes with any", (options) => {
  // matched to a normal distribution the temperature falls as one over a logarithm: it ends at a tenth
  const endRatio = options.visitingIndex === 1 && options.cooling === "matched" ? 0.1 : 1e-4;
  const method = simulatedAnnealing({ ...options, endRatio });
  const { status, x } = minimize(sphere, [2, -1], { method, bounds: { lower: [-5, -5], upper: [5, -0.5] } });
  expect(status === "settled" || status === "converged").toBe(true);
  expect(x[0]).toBeCloseTo(0, 5);
  expect(x[1]).toBeCloseTo(-0.5, 5);
});

describe.each([
  ["Styblinski and Tang's function in five variables", styblinskiTang, 5, 40_000],
  ["Rastrigin's function in three variables", rastrigin, 3, 60_000],
] as const)("%s", (_, objective, n, evaluations) => {
  const solved = (method: ReturnType<typeof simulatedAnnealing>) => {
    let count = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { status } = minimize(objective, filled(n, 3), {
        method,
        seed,
        bounds: { lower: -5, upper: 5 },
        target: 1e-5,
        derivatives: "none",
        budget: { evaluations },
      });
      if (status === "target") count++;
    }
    return count;
  };

  test("heavy tails find the best of the minima from nine of ten seeds and more, not fewer than normal steps", () => {
    const heavy = solved(simulatedAnnealing({ anneals: 1000 }));
    expect(heavy).toBeGreaterThanOrEqual(9);
    expect(solved(simulatedAnnealing({ anneals: 1000, visitingIndex: 1 }))).toBeLessThanOrEqual(heavy);
  });

  test("so does dual annealing from half of them and more", () => {
    expect(solved(dualAnnealing)).toBeGreaterThanOrEqual(5);
  });
});

test("another unit of the objective, a power of two, changes no bit of any point", () => {
  const asked = (factor: number) => {
    const points: number[][] = [];
    const objective = (x: readonly number[]) => {
      points.push([...x]);
      return factor * rastrigin(x);
    };
    minimize(objective, [3, 3], { method: simulatedAnnealing, derivatives: "none", budget: { evaluations: 500 } });
    return points;
  };
  expect(asked(1024)).toEqual(asked(1));
});

test("a run stopped anywhere goes on as one that never was, and its state waits for the answers", () => {
  const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
  const method = simulatedAnnealing({ cooling: "geometric", coolingRate: 0.5, endRatio: 0.01, anneals: 5 });
  const whole = minimize(stated, { method, seed: 4, budget: { evaluations: 600 } });
  for (const evaluations of [0, 1, 10, 60, 333]) {
    const resumed = resumedAfter(stated, method, evaluations, 600, 4);
    expect([...resumed.x, resumed.value]).toEqual([...whole.x, whole.value]);
  }
  expect(auditedRun(stated, method, 400).ledger.evaluations).toBe(400);
});

test("a constant objective ends, and options that make no sense are refused", () => {
  expect(minimize(() => 1, [1, 2], { method: simulatedAnnealing, derivatives: "none" }).status).toBe("settled");
  expect(() => simulatedAnnealing({ visitingIndex: 3 })).toThrow("visitingIndex is 3");
  expect(() => simulatedAnnealing({ cooling: "linear" as never })).toThrow("cooling is linear");
  expect(() => simulatedAnnealing({ endRatio: 1 })).toThrow("endRatio is 1");
});
