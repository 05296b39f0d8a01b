import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { problem } from "../../problem/problem.ts";
import { Run } from "../../run/run.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { ellipsoid, filled, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { consensusBased } from "./consensus-based.ts";
import { particleSwarm } from "./particle-swarm.ts";

const minimize = minimizer([particleSwarm, consensusBased]);

const rastrigin: Objective = (x) =>
  x.reduce((sum, entry) => sum + 10 + entry ** 2 - 10 * Math.cos(2 * Math.PI * entry), 0);

const ackley: Objective = (x) => {
  const n = x.length;
  const waves = x.reduce((sum, entry) => sum + Math.cos(2 * Math.PI * entry), 0);
  return 20 + Math.E - 20 * Math.exp(-0.2 * Math.sqrt(sphere(x) / n)) - Math.exp(waves / n);
};

const variants = [
  ["particle-swarm, ring", particleSwarm()],
  ["particle-swarm, global", particleSwarm({ topology: "global" })],
  ["consensus-based, anisotropic", consensusBased()],
  ["consensus-based, isotropic", consensusBased({ noise: "isotropic" })],
] as const;

describe.each(variants)("%s", (name, method) => {
  test("minimizers are found inside and at bounds", () => {
    const bounds = { lower: [-5, 1, -5], upper: 5 };
    const { ok, x } = minimize((p) => sphere(p.map((entry, i) => entry - (i === 1 ? 0 : 1))), [2, 2, 2], {
      method,
      bounds,
      derivatives: "none",
    });
    expect(ok).toBe(true);
    for (const entry of x) expect(entry).toBeCloseTo(1, 5);
  });

  test("the best of many minima is found in four variables, from nine of ten seeds and more", () => {
    for (const objective of [rastrigin, ackley]) {
      let solved = 0;
      for (let seed = 1; seed <= 10; seed++) {
        const { value } = minimize(objective, filled(4, 3), {
          // away from the middle of the box, to which means are drawn
          method: name.startsWith("consensus")
            ? { ...method, options: { ...method.options, populationSize: 200 } }
            : method,
          seed,
          bounds: { lower: -4, upper: 6 },
          derivatives: "none",
          budget: { evaluations: 100_000 },
        });
        if (value < 1e-4) solved++;
      }
      expect(solved).toBeGreaterThanOrEqual(name.endsWith("global") ? 5 : 9);
    }
  });

  test("a run stopped inside a generation goes on as one that never was, and its state waits for the answers", () => {
    const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
    const whole = minimize(stated, { method, seed: 4, budget: { evaluations: 400 } });
    for (const evaluations of [0, 1, 60, 333]) {
      const resumed = resumedAfter(stated, method, evaluations, 400, 4);
      expect([...resumed.x, resumed.value]).toEqual([...whole.x, whole.value]);
    }
    expect(auditedRun(stated, method, 300).ledger.evaluations).toBe(300);
  });
});

test.each(["ring", "global"] as const)("particle swarm, %s: only ranks matter, bit for bit", (topology) => {
  const asked = (transform: (value: number) => number) => {
    const points: number[][] = [];
    const objective = (x: readonly number[]) => {
      points.push([...x]);
      return transform(ellipsoid(x));
    };
    const method = particleSwarm({ topology });
    minimize(objective, filled(3, 1), { method, derivatives: "none", budget: { evaluations: 900 } });
    return points;
  };
  const plain = asked((value) => value);
  expect(asked((value) => value ** 3)).toEqual(plain);
  expect(asked(Math.log)).toEqual(plain);
});

test("consensus: another unit and zero of the objective change nothing but by rounding", () => {
  const found = (transform: (value: number) => number) =>
    minimize((x) => transform(rosenbrock(x)), [0, 0], {
      method: consensusBased,
      derivatives: "none",
      budget: { evaluations: 51 },
    }).x;
  const plain = found((value) => value);
  found((value) => 1000 * value).forEach((entry, i) => expect(entry).toBeCloseTo(plain[i], 9));
});

test("consensus without a choice in the values: distances from the mean shrink as the moments of the equation say", () => {
  // with a flat objective the consensus is the mean; E[|x' - v|^2] = ((1 - drift)^2 + diffusion^2) |x - v|^2
  const method = consensusBased({ populationSize: 4000, diffusion: 0.3 });
  const run = new Run(problem({ objective: () => 1, x0: [0, 0], derivatives: "none" }), method, {
    budget: { iterations: 6 },
  });
  const variance = () => {
    const { points } = run.state!.population;
    const mean = [0, 1].map((j) => points.reduce((sum, x, at) => sum + (at % 2 === j ? x : 0), 0) / 4000);
    return points.reduce((sum, x, at) => sum + (x - mean[at % 2]) ** 2, 0);
  };
  run.advance();
  const first = variance();
  run.advance();
  // the mean of 8000 squares of normal variables, with their own fourth moment: three percent is four standard errors
  expect(Math.abs(variance() / first / (0.81 + 0.09) - 1)).toBeLessThan(0.03);
});

test("options that make no sense are refused", () => {
  expect(() => particleSwarm({ populationSize: 2 })).toThrow("populationSize is 2");
  expect(() => particleSwarm({ topology: "star" as never })).toThrow('topology is "star"');
  expect(() => consensusBased({ drift: 1 })).toThrow("drift is 1");
  expect(() => consensusBased({ effectiveShare: 0 })).toThrow("effectiveShare is 0");
});
