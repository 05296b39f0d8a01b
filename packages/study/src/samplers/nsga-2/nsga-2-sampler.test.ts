import type { Vector } from "infimum/numerics";
import { choice, float, int, space, variant, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { hypervolume } from "../../front/hypervolume.ts";
import { driveSampler } from "../fixtures/drive-sampler.ts";
import { randomSampler } from "../random-sampler.ts";
import type { EndedTrial } from "../sampler.ts";
import { nsga2Sampler } from "./nsga-2-sampler.ts";

const dimension = 10;
const cube = space(
  Object.fromEntries(Array.from({ length: dimension }, (_, i) => [`x${i}`, float(0, 1)])) as Record<"x0", any>,
);

/** E. Zitzler, K. Deb, L. Thiele, 2000, 10.1162/106365600568202: their fronts are f2 = 1 - sqrt(f1) and 1 - f1^2. */
const zdt = {
  zdt1: (x: Vector): [number, number] => {
    const g = 1 + (9 / (dimension - 1)) * x.subarray(1).reduce((sum, value) => sum + value, 0);
    return [x[0], g * (1 - Math.sqrt(x[0] / g))];
  },
  zdt2: (x: Vector): [number, number] => {
    const g = 1 + (9 / (dimension - 1)) * x.subarray(1).reduce((sum, value) => sum + value, 0);
    return [x[0], g * (1 - (x[0] / g) ** 2)];
  },
};

/** The volume below (1.1, 1.1): 1.21 less the integral of the front and what lies beside the square, by hand. */
const whole = { zdt1: 1.21 - 1 / 3, zdt2: 1.21 - 2 / 3 };

function volumeOf(trials: readonly EndedTrial[]): number {
  return hypervolume(
    trials.map(({ losses }) => losses),
    Float64Array.of(1.1, 1.1),
  );
}

describe.each(["zdt1", "zdt2"] as const)("on %s in ten dimensions", (name) => {
  test("4,000 trials dominate 95 % of what the front does, where random ones dominate nothing, for 10 seeds", () => {
    for (let seed = 0; seed < 10; seed++) {
      const drive = {
        space: cube,
        goals: 2,
        seed,
        trials: 4000,
        parallel: 1 + seed,
        objective: (codes: Vector) => ({ losses: zdt[name](codes) }),
      };
      const found = volumeOf(driveSampler(nsga2Sampler, drive)) / whole[name];
      expect(found).toBeGreaterThan(0.95);
      expect(found).toBeLessThanOrEqual(1);
      expect(volumeOf(driveSampler(randomSampler, drive))).toBeLessThan(0.2 * whole[name]);
    }
  });
});

test("with one goal it comes nearer to the minimum than random search does", () => {
  for (let seed = 0; seed < 10; seed++) {
    const drive = {
      space: cube,
      seed,
      trials: 1000,
      objective: (codes: Vector) => ({ losses: [codes.reduce((sum, x) => sum + (x - 0.3) ** 2, 0)] }),
    };
    const best = (trials: readonly EndedTrial[]) => Math.min(...trials.map(({ losses }) => losses[0]));
    expect(best(driveSampler(nsga2Sampler, drive))).toBeLessThan(0.3 * best(driveSampler(randomSampler, drive)));
  }
});

test("infeasible trials stand behind feasible ones, so that the constraint is met in the end", () => {
  // the best point that is allowed has x0 + x1 = 1.5; the best of all lies at 0
  const trials = driveSampler(nsga2Sampler({ populationSize: 20 }), {
    space: space({ a: float(0, 1), b: float(0, 1) }),
    trials: 1000,
    objective: ([a, b]) => ({ losses: [a + 2 * b], violation: Math.max(0, 1.5 - a - b) }),
  });
  const late = trials.slice(-200);
  expect(late.filter(({ violation }) => violation === 0).length).toBeGreaterThan(60);
  const best = Math.min(...trials.filter(({ violation }) => violation === 0).map(({ losses }) => losses[0]));
  // at a = 1, b = 1/2
  expect(best).toBeGreaterThanOrEqual(2);
  expect(best).toBeLessThan(2.1);
});

test("a child has what its parents have: mixed and conditional spaces keep to their arms", () => {
  const search = space({
    kind: choice("poor", "good", "worse"),
    depth: int(1, 9),
    rate: when({ kind: "good" }, float(1e-4, 1, { log: true })),
    rule: variant({ plain: {}, momentum: { beta: float(0, 1) } }),
  });
  const at = (name: string) => search.dimensions.findIndex((dimension) => dimension.name === name);
  const trials = driveSampler(nsga2Sampler({ populationSize: 20 }), {
    space: search,
    trials: 600,
    objective: (codes) => {
      const good = codes[0] === 1;
      const rate = codes[at("rate")];
      expect(Number.isNaN(rate)).toBe(!good);
      const beta = codes[at("rule.beta")];
      expect(Number.isNaN(beta)).toBe(codes[at("rule.kind")] === 0);
      const depth = Math.abs(codes[1] - 7);
      return {
        losses: [depth + (good ? Math.abs(Math.log10(rate) + 2) : 5) + (beta === beta ? (beta - 0.5) ** 2 : 1)],
      };
    },
  });
  // a grid of the same size does not come below 0.1
  expect(Math.min(...trials.map(({ losses }) => losses[0]))).toBeLessThan(0.05);
});

test("the note says the generation, which ends when as many trials as the population has have ended", () => {
  const sampler = nsga2Sampler({ populationSize: 10 });
  const drive = { space: cube, trials: 35, objective: ([x]: Vector) => ({ losses: [x] }) };
  const generations = (parallel: number) =>
    driveSampler(sampler, { ...drive, parallel }).map(({ note }) => (note as { generation: number }).generation);
  expect(generations(1)).toEqual(Array.from({ length: 35 }, (_, k) => Math.floor(k / 10)));
  // four are on their way when the tenth ends: they were begun before
  expect(generations(4)).toEqual(Array.from({ length: 35 }, (_, k) => Math.floor(Math.max(0, k - 3) / 10)));
});

test("in a space of few points none is tried twice while there are others nearby", () => {
  const trials = driveSampler(nsga2Sampler({ populationSize: 8 }), {
    space: space({ a: int(0, 20), b: int(0, 20), kind: choice("u", "v") }),
    trials: 100,
    objective: ([a, b, kind]) => ({ losses: [Math.abs(a - 13) + Math.abs(b - 4) + kind] }),
  });
  expect(new Set(trials.map(({ codes }) => codes.join())).size).toBeGreaterThan(95);
});

test("what makes no sense is refused", () => {
  expect(() => nsga2Sampler({ populationSize: 1 })).toThrow(/populationSize is 1: give a whole number from 2 on/);
  expect(() => nsga2Sampler({ crossoverProbability: 1.5 })).toThrow(expect.objectContaining({ code: "bad-option" }));
});
