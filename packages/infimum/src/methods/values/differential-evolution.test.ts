import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { problem } from "../../problem/problem.ts";
import { Run } from "../../run/run.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { ellipsoid, filled, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { differentialEvolution } from "./differential-evolution.ts";
import { adaptHistory, adaptJade, drawParameters } from "./differential-memory.ts";

const minimize = minimizer([differentialEvolution]);

const rastrigin: Objective = (x) =>
  x.reduce((sum, entry) => sum + 10 + entry ** 2 - 10 * Math.cos(2 * Math.PI * entry), 0);

describe.each(["rand", "best", "jade", "l-shade"] as const)("strategy %s", (strategy) => {
  const method = differentialEvolution({ strategy });

  test("minimizers are found inside and at bounds", () => {
    const bounds = { lower: [-5, 1, -5], upper: 5 };
    const { ok, x } = minimize((p) => sphere(p.map((entry, i) => entry - (i === 1 ? 0 : 1))), [2, 2, 2], {
      method,
      bounds,
      derivatives: "none",
    });
    expect(ok).toBe(true);
    [1, 1, 1].forEach((entry, i) => expect(x[i]).toBeCloseTo(entry, 5));
  });

  test("of the many minima of Rastrigin's function in five variables the best is found, from every seed", () => {
    for (const seed of [1, 2, 3]) {
      const { status } = minimize(rastrigin, filled(5, 3), {
        // few variables at a time, as the function is separable
        method: differentialEvolution({ strategy, crossoverRate: 0.3 }),
        seed,
        bounds: { lower: -5, upper: 5 },
        target: 1e-8,
        derivatives: "none",
        budget: { evaluations: 60_000 },
      });
      expect(status).toBe("target");
    }
  });

  test("a run stopped inside a generation goes on as one that never was, and its state waits for the answers", () => {
    const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
    const whole = minimize(stated, { method, seed: 4, budget: { evaluations: 400 } });
    for (const evaluations of [0, 1, 20, 101, 333]) {
      const resumed = resumedAfter(stated, method, evaluations, 400, 4);
      expect([...resumed.x, resumed.value]).toEqual([...whole.x, whole.value]);
    }
    expect(auditedRun(stated, method, 300).ledger.evaluations).toBe(300);
  });

  test("members never get worse", () => {
    const stated = problem({ objective: rosenbrock, x0: [0, 0], derivatives: "none" });
    const run = new Run(stated, method, { seed: 2, budget: { evaluations: 1000 } });
    run.advance();
    run.advance();
    let before = run.state!.population.values.toSorted();
    while (run.running) {
      run.advance();
      const { population, size } = run.state!;
      const now = population.values.subarray(0, size).toSorted();
      for (let k = 0; k < size; k++) expect(now[k]).toBeLessThanOrEqual(before[k]);
      before = now;
    }
  });
});

test.each(["rand", "best", "jade"] as const)("%s: only ranks matter, bit for bit", (strategy) => {
  const asked = (transform: (value: number) => number) => {
    const points: number[][] = [];
    const objective = (x: readonly number[]) => {
      points.push([...x]);
      return transform(ellipsoid(x));
    };
    const method = differentialEvolution({ strategy });
    minimize(objective, filled(3, 1), { method, derivatives: "none", budget: { evaluations: 900 } });
    return points;
  };
  const plain = asked((value) => value);
  expect(asked((value) => value ** 3)).toEqual(plain);
  expect(asked(Math.log)).toEqual(plain);
});

test("rand with rate 1 is invariant under rotation of the population's space: a trial is a combination of members", () => {
  const method = differentialEvolution({ strategy: "rand", crossoverRate: 1 });
  const asked: number[][] = [];
  const objective = (x: readonly number[]) => {
    asked.push([...x]);
    return sphere(x);
  };
  minimize(objective, [1, 2], { method, derivatives: "none", seed: 3, budget: { evaluations: 40 } });
  const members = asked.slice(0, 20);
  for (const trial of asked.slice(20, 24)) {
    const isCombination = members.some((a) =>
      members.some((b) =>
        members.some((c) => trial.every((entry, i) => Math.abs(entry - a[i] - 0.5 * (b[i] - c[i])) < 1e-14)),
      ),
    );
    expect(isCombination).toBe(true);
  }
});

test("JADE moves its means by a tenth to the Lehmer mean of factors and the mean of rates", () => {
  const memory = { factors: Float64Array.of(0.5), rates: Float64Array.of(0.5), next: 0 };
  const [factors, rates] = [Float64Array.of(0.2, 0.8), Float64Array.of(0.1, 0.3)];
  adaptJade(memory, { count: 2, factors, rates, gains: new Float64Array(2) });
  // (0.04 + 0.64) / (0.2 + 0.8) = 0.68, and 0.2
  expect(memory.factors[0]).toBeCloseTo(0.5 + 0.1 * 0.18, 14);
  expect(memory.rates[0]).toBeCloseTo(0.5 - 0.1 * 0.3, 14);
});

test("L-SHADE writes weighted Lehmer means in turn, and a rate that has come to 0 stays there", () => {
  const memory = { factors: Float64Array.of(0.5, 0.5), rates: Float64Array.of(0.5, 0.5), next: 0 };
  const [factors, rates, gains] = [Float64Array.of(0.2, 0.8), Float64Array.of(0.1, 0.3), Float64Array.of(3, 1)];
  adaptHistory(memory, { count: 2, factors, rates, gains });
  // weights 3/4 and 1/4: (0.03 + 0.16) / (0.15 + 0.2), (0.0075 + 0.0225) / (0.075 + 0.075)
  expect(memory.factors[0]).toBeCloseTo(0.19 / 0.35, 14);
  expect(memory.rates[0]).toBeCloseTo(0.2, 14);
  expect(memory.factors[1]).toBe(0.5);
  adaptHistory(memory, { count: 1, factors, rates: Float64Array.of(0), gains });
  expect(memory.rates[1]).toBe(-1);
  adaptHistory(memory, { count: 1, factors, rates, gains });
  adaptHistory(memory, { count: 1, factors, rates, gains });
  expect([memory.rates[0] > 0, memory.rates[1]]).toEqual([true, -1]);
});

test("rates are drawn normal and factors Cauchy about their means, in range", () => {
  const memory = { factors: Float64Array.of(0.6), rates: Float64Array.of(0.4), next: 0 };
  const random = new RandomStream().key(1, "draws", 0, 0);
  const [factors, rates] = [new Float64Array(20_001), new Float64Array(20_001)];
  for (let k = 0; k < factors.length; k++) drawParameters(memory, random, factors, rates, k);
  const sorted = factors.toSorted();
  expect(sorted[0]).toBeGreaterThan(0);
  expect(sorted[20_000]).toBe(1);
  // P(F <= 0.7 | F > 0) of a Cauchy variable about 0.6 with scale 0.1: (3/4 - P) / (1 - P), P = P(F <= 0)
  const below = 0.5 - Math.atan(6) / Math.PI;
  const share = (0.75 - below) / (1 - below);
  expect(Math.abs(factors.filter((factor) => factor <= 0.7).length / 20_001 - share)).toBeLessThan(0.014);
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  expect(Math.abs(mean - 0.4)).toBeLessThan((4 * 0.1) / Math.sqrt(20_001));
});

test("L-SHADE comes down to four members at its horizon", () => {
  const sizes: number[] = [];
  minimize(rosenbrock, filled(3, 0), {
    method: differentialEvolution({ strategy: "l-shade", horizon: 2000 }),
    derivatives: "none",
    tolerance: 0,
    budget: { evaluations: 2200 },
    onStep: ({ measures }) => void sizes.push(measures.populationSize),
  });
  expect(sizes[0]).toBe(54);
  for (let k = 1; k < sizes.length; k++) expect(sizes[k]).toBeLessThanOrEqual(sizes[k - 1]);
  expect(sizes[sizes.length - 1]).toBe(4);
});

test("a constant objective ends, invalid values do no harm in half of the space, and a fall without end is found out", () => {
  expect(minimize(() => 1, [1, 2], { derivatives: "none" }).status).toBe("stalled");
  const half = minimize((x) => (x[0] < 0 ? Number.NaN : sphere(x.map((entry) => entry - 1))), filled(3, 0.5));
  expect(half.status).toBe("converged");
  expect(minimize((x) => -x[0], [1]).status).toBe("unbounded");
});

test("options that make no sense are refused", () => {
  expect(() => differentialEvolution({ strategy: "rnd" as never })).toThrow('strategy is "rnd"');
  expect(() => differentialEvolution({ populationSize: 4 })).toThrow("populationSize is 4");
  expect(() => differentialEvolution({ factor: 0 })).toThrow("factor is 0");
  expect(() => differentialEvolution({ crossoverRate: 1.5 })).toThrow("crossoverRate is 1.5");
});
