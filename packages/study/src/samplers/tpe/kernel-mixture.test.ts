import { RandomStream, type Vector } from "infimum/numerics";
import { choice, float, int, space } from "infimum/space";
import { describe, expect, test } from "vitest";
import { axisOf } from "./axis.ts";
import { KernelMixture } from "./kernel-mixture.ts";

const { dimensions } = space({
  real: float(0, 1),
  count: int(1, 5),
  log: int(1, 40, { log: true }),
  kind: choice("a", "b", "c"),
});
const axes = dimensions.map(({ domain }) => axisOf(domain));
const [real, count, log, kind] = [0, 1, 2, 3];

/** Three kernels; the second's trial had neither the real dimension nor the choice. */
const codes = [
  [0.02, 1, 3, 0],
  [NaN, 4, 40, NaN],
  [0.6, 5, 1, 2],
];
const weights = Float64Array.of(1, 2, 0.5);
const uniformWeight = 0.5;
const deviation = 0.07;
const smoothing = 0.25;

function mixture(width = deviation): KernelMixture {
  const made = new KernelMixture(axes);
  const points = axes.map((axis, d) =>
    Float64Array.from(codes, (row) => (Number.isNaN(row[d]) ? NaN : axis.position(row[d]))),
  );
  made.place({ points, weights, count: 3 }, uniformWeight, smoothing, () => width);
  return made;
}

/** The kernels' factors at a code of one dimension, the uniform kernel's last. */
function factors(made: KernelMixture, dimension: number, code: number): Vector {
  const out = new Float64Array(4);
  const axis = axes[dimension];
  made.addFactors(dimension, axis.position(code), axis.cellStart(code), axis.cellEnd(code), out);
  return out.map(Math.exp);
}

/** Simpson's rule with 2,000 intervals: 1e-9 for kernels as wide as these. */
function integral(f: (x: number) => number): number {
  const n = 2000;
  let sum = f(0) + f(1);
  for (let k = 1; k < n; k++) sum += f(k / n) * (k % 2 === 1 ? 4 : 2);
  return sum / (3 * n);
}

const levels = {
  count: [1, 2, 3, 4, 5],
  log: Array.from({ length: 40 }, (_, k) => k + 1),
  kind: [0, 1, 2],
};

describe("every kernel's factor has mean one under the uniform distribution", () => {
  test.each([0, 1, 2, 3])("real numbers, kernel %i", (kernel) => {
    expect(integral((x) => factors(mixture(), real, x)[kernel])).toBeCloseTo(1, 8);
  });

  test.each([
    ["count", count, 0.1],
    ["count", count, 0.5],
    ["log", log, 0.07],
    ["log", log, 0.5],
  ] as const)("levels of %s (%i) with a deviation of %d", (name, dimension, width) => {
    const made = mixture(width);
    for (let kernel = 0; kernel < 4; kernel++) {
      const axis = axes[dimension];
      let mean = 0;
      for (const code of levels[name]) {
        mean += factors(made, dimension, code)[kernel] * (axis.cellEnd(code) - axis.cellStart(code));
      }
      // the cells of high codes are narrow beside the kernel, and have their middle's density: 4e-4 off at most
      expect(mean).toBeCloseTo(1, name === "log" ? 3 : 9);
    }
  });

  test("options", () => {
    for (let kernel = 0; kernel < 4; kernel++) {
      const mean = levels.kind.reduce((sum, code) => sum + factors(mixture(), kind, code)[kernel] / 3, 0);
      expect(mean).toBeCloseTo(1, 14);
    }
  });
});

test("an option has the probability of its smoothing", () => {
  // (1 + e) / (1 + 3 e) for the own option with e = 1/4, e / (1 + 3 e) for the others, times three options
  expect(factors(mixture(), kind, 0)[0]).toBeCloseTo((3 * 1.25) / 1.75, 14);
  expect(factors(mixture(), kind, 1)[0]).toBeCloseTo((3 * 0.25) / 1.75, 14);
});

test("the density is the weighted sum of the products, of the kernels that have the dimension", () => {
  const made = mixture();
  const logs = new Float64Array(4);
  const at = [0.1, 2, 7, 2];
  at.forEach((code, d) => {
    const axis = axes[d];
    made.addFactors(d, axis.position(code), axis.cellStart(code), axis.cellEnd(code), logs);
  });
  const product = (kernel: number): number => at.reduce((all, code, d) => all * factors(made, d, code)[kernel], 1);
  const sum = (kernels: number[]): number =>
    kernels.reduce((all, kernel) => all + [1, 2, 0.5, 0.5][kernel] * product(kernel), 0) / 4;
  expect(Math.exp(made.logSum(logs, count))).toBeCloseTo(sum([0, 1, 2, 3]), 12);
  expect(Math.exp(made.logSum(logs, kind))).toBeCloseTo(sum([0, 2, 3]), 12);
});

test("draws have the distribution that the density says", () => {
  const made = mixture();
  const random = new RandomStream().key(5, "test", 0, 0);
  const draws = 20_000;
  for (const [dimension, codesOf] of [
    [count, levels.count],
    [log, levels.log],
    [kind, levels.kind],
  ] as const) {
    for (const kernel of [0, 1, 2, 3]) {
      const seen = new Map<number, number>();
      for (let k = 0; k < draws; k++) {
        const code = axes[dimension].code(made.draw(kernel, dimension, random));
        seen.set(code, (seen.get(code) ?? 0) + 1);
      }
      for (const code of codesOf) {
        const axis = axes[dimension];
        const width = dimension === kind ? 1 / 3 : axis.cellEnd(code) - axis.cellStart(code);
        const probability = factors(made, dimension, code)[kernel] * width;
        // five standard errors, and one draw for the rarest
        const allowed = 5 * Math.sqrt(probability / draws) + 1.5 / draws;
        expect(Math.abs((seen.get(code) ?? 0) / draws - probability)).toBeLessThan(allowed);
      }
    }
  }
});

test("kernels are chosen by their weights and factors, among those that have the dimension", () => {
  const made = mixture();
  const logs = Float64Array.of(Math.log(2), Math.log(3), Math.log(0.5), 0);
  const random = new RandomStream().key(6, "test", 0, 0);
  const seen = [0, 0, 0, 0];
  const draws = 20_000;
  for (let k = 0; k < draws; k++) seen[made.choose(logs, kind, random)]++;
  // weights 1, 0.5, 0.5 of those that have it, times the factors
  const shares = [2, 0, 0.25, 0.5].map((share) => share / 2.75);
  shares.forEach((share, kernel) => expect(Math.abs(seen[kernel] / draws - share)).toBeLessThan(0.02));
});
