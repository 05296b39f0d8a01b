import { normalDensity, normalDistribution, RandomStream } from "infimum/numerics";
import { choice, float, space, when } from "infimum/space";
import { expect, test } from "vitest";
import { axisOf } from "./axis.ts";
import { Candidates } from "./candidates.ts";
import { KernelMixture } from "./kernel-mixture.ts";

const search = space({
  x: float(0, 1),
  kind: choice("a", "b"),
  y: when({ kind: "b" }, float(0, 1)),
});
const axes = search.dimensions.map(({ domain }) => axisOf(domain));
const width = 0.15;
const smoothing = 0.2;
const uniformWeight = 0.7;

const goodTrials = [
  [0.2, 1, 0.3],
  [0.7, 0, NaN],
  [0.8, 1, 0.9],
];
const restTrials = [
  [0.5, 0, NaN],
  [0.1, 1, 0.8],
];

function mixture(trials: readonly number[][]): KernelMixture {
  const made = new KernelMixture(axes);
  const points = axes.map((_, d) => Float64Array.from(trials, (codes) => codes[d]));
  const weights = new Float64Array(trials.length).fill(1);
  made.place({ points, weights, count: trials.length }, uniformWeight, smoothing, () => width);
  return made;
}

/** The cut normal's density, by its definition. */
function kernel(x: number, centre: number): number {
  const mass = normalDistribution((1 - centre) / width) - normalDistribution(-centre / width);
  return normalDensity((x - centre) / width) / width / mass;
}

/** The density of what is there, by hand: x and kind together, and y given both among the trials that had a y. */
function density([x, kind, y]: ArrayLike<number> & Iterable<number>, trials: readonly number[][]): number {
  const total = trials.length + uniformWeight;
  const known = ([cx, ck]: readonly number[]): number =>
    kernel(x, cx) * ((2 * ((kind === ck ? 1 : 0) + smoothing)) / (1 + 2 * smoothing));
  const first = (trials.reduce((sum, trial) => sum + known(trial), 0) + uniformWeight) / total;
  if (Number.isNaN(y)) return first;
  const withY = trials.filter((trial) => !Number.isNaN(trial[2]));
  const above = withY.reduce((sum, trial) => sum + known(trial) * kernel(y, trial[2]), 0) + uniformWeight;
  return (first * above) / (withY.reduce((sum, trial) => sum + known(trial), 0) + uniformWeight);
}

test("scores are the logarithms of the ratios of the densities, what depends on a choice given that choice", () => {
  const candidates = new Candidates(search, axes, 200, "joint");
  candidates.draw(mixture(goodTrials), mixture(restTrials), new RandomStream().key(1, "test", 0, 0));
  const arms = new Set<number>();
  candidates.codes.forEach((codes, c) => {
    arms.add(codes[1]);
    expect(Number.isNaN(codes[2])).toBe(codes[1] === 0);
    const ratio = density(codes, goodTrials) / density(codes, restTrials);
    // the mass of a kernel is tabulated to 1e-10
    expect(candidates.scores[c]).toBeCloseTo(Math.log(ratio), 8);
  });
  expect(arms.size).toBe(2);
});

test("points are drawn with the density of the good: in bins of x, and y near that of its own x", () => {
  const count = 20_000;
  const candidates = new Candidates(search, axes, count, "joint");
  candidates.draw(mixture(goodTrials), mixture(restTrials), new RandomStream().key(2, "test", 0, 0));
  const share = (holds: (codes: Float64Array) => boolean): number => candidates.codes.filter(holds).length / count;
  // Simpson's rule over the square, 100 intervals a side
  const integral = (from: number, to: number, f: (t: number) => number): number => {
    const n = 100;
    let sum = f(from) + f(to);
    for (let k = 1; k < n; k++) sum += f(from + ((to - from) * k) / n) * (k % 2 === 1 ? 4 : 2);
    return (sum * (to - from)) / (3 * n);
  };
  // five standard errors are below 0.018
  for (let bin = 0; bin < 4; bin++) {
    const inside = (x: number): boolean => x >= bin / 4 && x < (bin + 1) / 4;
    const a = integral(bin / 4, (bin + 1) / 4, (x) => 0.5 * density([x, 0, NaN], goodTrials));
    expect(Math.abs(share(([x, kind]) => inside(x) && kind === 0) - a)).toBeLessThan(0.018);
    const low = integral(bin / 4, (bin + 1) / 4, (x) => integral(0, 0.5, (y) => 0.5 * density([x, 1, y], goodTrials)));
    expect(Math.abs(share(([x, kind, y]) => inside(x) && kind === 1 && y < 0.5) - low)).toBeLessThan(0.018);
  }
});

test("without dependence every dimension has the best of its candidates", () => {
  const candidates = new Candidates(search, axes, 50, "none");
  candidates.draw(mixture([[0.9, 1, 0.9]]), mixture([[0.1, 0, NaN]]), new RandomStream().key(3, "test", 0, 0));
  // all go on with the same best, and far from what the rest has
  for (const codes of candidates.codes) expect([...codes]).toEqual([...candidates.codes[0]]);
  expect(candidates.codes[0][1]).toBe(1);
  expect(candidates.codes[0][0]).toBeGreaterThan(0.6);
});
