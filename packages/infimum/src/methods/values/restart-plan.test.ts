import { expect, test } from "vitest";
import { RandomStream } from "../../numerics/random/stream.ts";
import { planRestart, type RestartPlan, restartPlan, restartsOnceMore } from "./restart-plan.ts";

/** Lets every search spend what `spend` says, and returns the populations. */
function populations(plan: RestartPlan, spend: (populationSize: number, limit: number) => number) {
  const seen: { populationSize: number; small: boolean; stepFactor: number; spent: number }[] = [];
  let spent = spend(plan.populationSize, Infinity);
  for (let k = 0; restartsOnceMore(plan); k++) {
    const next = planRestart(plan, spent, new RandomStream().key(7, "plan", k, 0));
    spent = spend(next.populationSize, next.evaluations);
    seen.push({ ...next, small: plan.small, spent });
  }
  return seen;
}

test("IPOP doubles the population nine times, with the first step", () => {
  const seen = populations(restartPlan("ipop", 10), (size) => 100 * size);
  expect(seen.map(({ populationSize }) => populationSize)).toEqual([20, 40, 80, 160, 320, 640, 1280, 2560, 5120]);
  expect(seen.every(({ stepFactor, small }) => stepFactor === 1 && !small)).toBe(true);
});

test("no restart follows where none is asked for", () => {
  expect(restartsOnceMore(restartPlan("none", 10))).toBe(false);
});

test("BIPOP spends as much on small searches as on doubled ones, each at most half of the last doubled one", () => {
  const seen = populations(restartPlan("bipop", 8), (size, limit) => Math.min(limit, 50 * size));
  const large = seen.filter(({ small }) => !small);
  const small = seen.filter((search) => search.small);
  expect(large.map(({ populationSize }) => populationSize)).toEqual([16, 32, 64, 128, 256, 512, 1024, 2048, 4096]);
  let [spentLarge, spentSmall, lastLarge] = [0, 50 * 8, 0];
  for (const search of seen) {
    // the regime that has spent less goes on
    expect(search.small).toBe(spentSmall < spentLarge);
    if (search.small) {
      expect(search.spent).toBeLessThanOrEqual(lastLarge / 2);
      spentSmall += search.spent;
    } else {
      lastLarge = search.spent;
      spentLarge += search.spent;
    }
  }
  for (const { populationSize, stepFactor } of small) {
    expect(populationSize).toBeGreaterThanOrEqual(8);
    expect(populationSize).toBeLessThanOrEqual(4096 / 2);
    expect(stepFactor).toBeGreaterThan(0.01 - 1e-12);
    expect(stepFactor).toBeLessThanOrEqual(1);
  }
  expect(small.length).toBeGreaterThan(large.length);
});

test("the steps of small searches are uniform on a logarithmic scale", () => {
  const plan = { ...restartPlan("bipop", 8), doublings: 5, spentLarge: 1e9, lastLarge: 1000, small: true };
  const logarithms = Array.from({ length: 4000 }, (_, k) =>
    Math.log10(planRestart({ ...plan }, 1, new RandomStream().key(3, "plan", k, 0)).stepFactor),
  );
  const mean = logarithms.reduce((sum, entry) => sum + entry, 0) / logarithms.length;
  // uniform in [-2, 0]: mean -1, standard deviation 1 / sqrt(3)
  expect(Math.abs(mean + 1)).toBeLessThan((4 / Math.sqrt(3)) * logarithms.length ** -0.5);
});
