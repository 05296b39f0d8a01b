import type { Vector } from "infimum/numerics";
import { choice, float, int, space, variant } from "infimum/space";
import { expect, test } from "vitest";
import { playTrials } from "../conformance/sampler/play.ts";
import { randomSampler } from "./random-sampler.ts";

const count = 4000;
/** The Kolmogorov limit that a uniform sample exceeds once in a million. */
const limit = Math.sqrt(-0.5 * Math.log(0.5e-6));

function distanceFromUniform(sample: number[]): number {
  const sorted = sample.toSorted((a, b) => a - b);
  const distances = sorted.map((x, i) => Math.max(x - i / sorted.length, (i + 1) / sorted.length - x));
  return Math.sqrt(sorted.length) * Math.max(...distances);
}

const outcome = ([x]: Vector) => ({ losses: [x] });

test("ranges are uniform, on the logarithmic scale where they have one, and independent of each other", () => {
  const search = space({ a: float(-3, 7), b: float(1e-5, 1e-1, { log: true }) });
  const codes = playTrials(randomSampler, search, { seed: 1, trials: count, outcome }).map((trial) => trial.codes);
  const a = codes.map(([x]) => (x + 3) / 10);
  const b = codes.map(([, x]) => (Math.log10(x) + 5) / 4);
  expect(distanceFromUniform(a)).toBeLessThan(limit);
  expect(distanceFromUniform(b)).toBeLessThan(limit);
  const correlation = a.reduce((sum, x, i) => sum + (x - 0.5) * (b[i] - 0.5), 0) / count / (1 / 12);
  expect(Math.abs(correlation)).toBeLessThan(5 / Math.sqrt(count));
});

test("whole numbers and options come equally often, and what depends on an option only with it", () => {
  const search = space({
    n: int(1, 5),
    rule: variant({ plain: {}, warm: { steps: float(0, 1) } }),
    c: choice("x", "y", "z"),
  });
  const trials = playTrials(randomSampler, search, { seed: 2, trials: count, outcome });
  const share = (is: (codes: Vector) => boolean): number => trials.filter(({ codes }) => is(codes)).length / count;
  const near = (expected: number, actual: number): void => {
    expect(Math.abs(actual - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / count));
  };
  for (let n = 1; n <= 5; n++)
    near(
      1 / 5,
      share((codes) => codes[0] === n),
    );
  near(
    1 / 2,
    share((codes) => codes[1] === 1),
  );
  for (let c = 0; c < 3; c++)
    near(
      1 / 3,
      share((codes) => codes[3] === c),
    );
  expect(trials.every(({ codes }) => Number.isNaN(codes[2]) === (codes[1] === 0))).toBe(true);
});
