import { describe, expect, test } from "vitest";
import { blackBox, bounded, valuesOnly } from "../../conformance/cases.ts";
import { conformance } from "../../conformance/index.ts";
import { mixed } from "../../conformance/mixed-case.ts";
import { minimizer } from "../../minimizer.ts";
import { problem } from "../../problem/problem.ts";
import { Run } from "../../run/run.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { filled, noise, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { cmaEs } from "./cma-es.ts";

const minimize = minimizer([cmaEs]);

/** Minimizer 0, and a minimum near every point of whole numbers. */
const rastrigin: Objective = (x) =>
  x.reduce((sum, entry) => sum + 10 + entry ** 2 - 10 * Math.cos(2 * Math.PI * entry), 0);

describe.each(["ipop", "bipop"] as const)("with restarts %s", (restarts) => {
  test("many minima are searched until the best is found, which single searches miss", () => {
    const bounds = { lower: -5, upper: 5 };
    const run = (rule: "none" | typeof restarts, seed: number) =>
      minimize(rastrigin, filled(4, 3), {
        method: cmaEs({ restarts: rule }),
        bounds,
        seed,
        target: 1e-8,
        derivatives: "none",
        budget: { evaluations: 60_000 },
      }).status;
    const seeds = [1, 2, 3, 4, 5];
    expect(seeds.filter((seed) => run(restarts, seed) === "target").length).toBe(5);
    expect(seeds.filter((seed) => run("none", seed) === "target").length).toBeLessThan(4);
  });

  test("a run goes on past minima that would settle one search, and says the size of its population", () => {
    const populations = new Set<number>();
    const { status, value } = minimize(sphere, [1, 1], {
      method: cmaEs({ restarts }),
      derivatives: "none",
      budget: { evaluations: 8000 },
      onStep: ({ measures }) => void populations.add(measures.populationSize),
    });
    expect(status).toBe("evaluations");
    expect(value).toBeLessThan(1e-15);
    expect(populations.has(6)).toBe(true);
    expect(populations.has(12)).toBe(true);
  });

  test("a run resumed in any search ends as one that was never stopped, and its state waits for the answers", () => {
    const stated = problem({ objective: rastrigin, x0: [2.2, 3.1], derivatives: "none" });
    const method = cmaEs({ restarts });
    const run = (evaluations: number) => minimize(stated, { method, seed: 4, budget: { evaluations } });
    const whole = run(3000);
    for (const evaluations of [0, 333, 801, 2221]) {
      const resumed = resumedAfter(stated, method, evaluations, 3000, 4);
      expect([...resumed.x, resumed.value, resumed.evaluations]).toEqual([...whole.x, whole.value, whole.evaluations]);
    }
    expect(auditedRun(stated, method, 3000).ledger.evaluations).toBe(3000);
  });
});

test("after the last restart the run ends by itself", () => {
  const { status, evaluations } = minimize(() => 1, [1, 2], {
    method: cmaEs({ restarts: "ipop", populationSize: 3 }),
    derivatives: "none",
    budget: { evaluations: 1e6 },
  });
  expect(status).toBe("stalled");
  expect(evaluations).toBeLessThan(1e5);
});

test("elitism needs fewer evaluations on a sphere, and is a matter of ranks too", () => {
  const evaluations = (elitist: boolean) => {
    const counts = [1, 2, 3, 4, 5, 6, 7].map(
      (seed) => minimize(sphere, filled(5, 1), { method: cmaEs({ elitist }), seed, target: 1e-9 }).evaluations,
    );
    return counts.toSorted((a, b) => a - b)[3];
  };
  expect(evaluations(true)).toBeLessThan(evaluations(false));
  const asked = (transform: (value: number) => number) => {
    const points: number[][] = [];
    const objective = (x: readonly number[]) => {
      points.push([...x]);
      return transform(rosenbrock(x));
    };
    const method = cmaEs({ elitist: true, stepSize: 0.5 });
    minimize(objective, filled(3, 0), { method, derivatives: "none", budget: { evaluations: 300 } });
    return points;
  };
  expect(asked((value) => value ** 3)).toEqual(asked((value) => value));
});

test("averages bring the mean nearer to the minimizer under noise than single evaluations", () => {
  const error = (options: { noise: boolean; mostAverages: number }) => {
    const errors = [1, 2, 3, 4, 5].map((seed) => {
      const random = noise();
      const stated = problem({ objective: (x) => sphere(x) + random(), x0: filled(4, 1), derivatives: "none" });
      const run = new Run(stated, cmaEs(options), { seed, budget: { evaluations: 8000 } });
      while (run.running) run.advance();
      return Math.sqrt(sphere(run.state!.search.mean));
    });
    return errors.toSorted((a, b) => a - b)[2];
  };
  expect(error({ noise: true, mostAverages: 30 })).toBeLessThan(0.7 * error({ noise: false, mostAverages: 1 }));
});

describe("a configured method keeps every promise", () => {
  const method = cmaEs({ restarts: "bipop", elitist: true, noise: true, mostAverages: 3 });
  for (const check of conformance(method, { cases: [valuesOnly, blackBox, mixed, bounded], evaluations: 60 })) {
    test(check.name, () => expect((async () => check.run())()).resolves.toBeUndefined());
  }
});

test("options that make no sense are refused with those that do", () => {
  expect(() => cmaEs({ restarts: "never" as never })).toThrow('restarts is "never": give "none" or "ipop" or "bipop"');
  expect(() => cmaEs({ covariance: "diagonal" as never })).toThrow('"separable"');
  expect(() => cmaEs({ mostAverages: 0 })).toThrow("mostAverages is 0");
});
