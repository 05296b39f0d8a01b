import type { Vector } from "infimum/numerics";
import { choice, float, type Space, space, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { playSteps, playTrials } from "../conformance/sampler/play.ts";
import { crossEntropySampler } from "./cross-entropy-sampler.ts";
import type { Sampler } from "./sampler.ts";

/** Variance of x under gradient steps on x^2 / 2 whose gradients have variance `noise`: exact, no sampling. */
const noise = 0.05;
const after = (variance: number, rate: number): number => (1 - rate) ** 2 * variance + rate ** 2 * noise;
const rates = space({ rate: float(0.01, 1, { log: true }) });
const steps = 10;

function bestOf(sampler: Sampler, seed: number, trials: number): number {
  const session = sampler.open({ space: rates, goals: 1, seed });
  let best = Infinity;
  for (let number = 0; number < trials; number++) {
    let variance = 1;
    const advance = ([rate]: Vector): number => {
      variance = after(variance, rate);
      return variance;
    };
    const trial = playSteps(session, rates, { seed, number, pending: [], steps, advance });
    best = Math.min(best, trial.losses[0]);
    session.learn(trial);
  }
  return best;
}

describe("where the best rate falls while a trial is on its way", () => {
  /** The best of any fixed rate, by a fine scan. */
  let fixed = Infinity;
  for (let rate = 0.01; rate < 1; rate *= 1.001) {
    let variance = 1;
    for (let step = 0; step < steps; step++) variance = after(variance, rate);
    fixed = Math.min(fixed, variance);
  }
  /** The best of any schedule: rate V / (V + noise) at each step, V becomes V noise / (V + noise). */
  let schedule = 1;
  for (let step = 0; step < steps; step++) schedule = (schedule * noise) / (schedule + noise);

  test("values drawn anew at each report end below what any fixed rate reaches, in 100 trials and for 20 seeds", () => {
    for (let seed = 0; seed < 20; seed++) {
      const found = bestOf(crossEntropySampler({ during: true }), seed, 100);
      expect(found).toBeLessThan(0.85 * fixed);
      expect(found).toBeGreaterThanOrEqual(schedule);
    }
  });

  test("values that stay reach the best fixed rate, and no more", () => {
    for (let seed = 0; seed < 5; seed++) {
      const found = bestOf(crossEntropySampler, seed, 100);
      expect(found).toBeGreaterThanOrEqual(fixed * (1 - 1e-6));
      expect(found).toBeLessThan(1.01 * fixed);
    }
  });

  test("with enough trials the schedule comes near to the best there is", () => {
    const found = Array.from({ length: 5 }, (_, seed) =>
      bestOf(crossEntropySampler({ during: ["rate"], populationSize: 20 }), seed, 400),
    );
    for (const each of found) expect(each).toBeLessThan(1.03 * schedule);
  });
});

test("only what is named changes, and choices stay when nothing is named", () => {
  const search = space({
    rate: float(0, 1),
    decay: float(0, 1),
    kind: choice("a", "b"),
    extra: when({ kind: "a" }, float(0, 1)),
  });
  for (const [during, changing] of [
    [true, [0, 1, 3]],
    [
      ["rate", "kind"],
      [0, 2, 3],
    ],
    [["decay"], [1]],
  ] as const) {
    const session = crossEntropySampler({ during }).open({ space: search, goals: 1, seed: 1 });
    const changed = new Set<number>();
    for (let number = 0; number < 30; number++) {
      const advance = ([rate]: Vector, step: number): number => rate + step;
      const trial = playSteps(session, search, { seed: 1, number, pending: [], steps: 3, advance });
      for (const { codes } of trial.revisions) {
        codes.forEach((code, i) => {
          if (!Object.is(code, trial.codes[i])) changed.add(i);
        });
      }
    }
    expect([...changed].toSorted()).toEqual(changing);
  }
});

test("the mass moves to the option that is better, and what depends on it is tuned with it", () => {
  const search: Space = space({
    kind: choice("bad", "good", "ugly"),
    good: when({ kind: "good" }, float(0, 1)),
    other: float(-1, 1),
  });
  const outcome = ([kind, good, other]: Vector) => ({ losses: [(kind === 1 ? (good - 0.7) ** 2 : 1) + other ** 2] });
  const trials = playTrials(crossEntropySampler, search, { seed: 3, trials: 200, outcome });
  const last = trials.slice(-40);
  expect(last.filter(({ codes }) => codes[0] === 1).length).toBeGreaterThan(35);
  expect(Math.min(...trials.map(({ losses }) => losses[0]))).toBeLessThan(1e-3);
});

test("options that make no sense are refused", () => {
  for (const wrong of [
    { populationSize: 1 },
    { elite: 0 },
    { elite: 1.1 },
    { smoothing: 0 },
    { decay: -1 },
    { exploration: 1 },
  ]) {
    expect(() => crossEntropySampler(wrong)).toThrow(expect.objectContaining({ code: "bad-option" }));
  }
  const misspelt = () => crossEntropySampler({ during: ["rat"] }).open({ space: rates, goals: 1, seed: 0 });
  expect(misspelt).toThrow(/no "rat".*did you mean "rate"/);
  expect(() => crossEntropySampler({ elites: 2 } as never)).toThrow(/did you mean "elite"/);
});
