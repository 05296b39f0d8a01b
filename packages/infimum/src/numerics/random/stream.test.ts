import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { philox4x32 } from "./philox.ts";
import { purposeId } from "./purpose.ts";
import { RandomStream } from "./stream.ts";
import { tailStart, ziggurat } from "./ziggurat.ts";

/*
 * Every statistical test has a fixed seed, so it passes always or never. Its threshold is the one a true generator
 * exceeds with probability about one in a million: 5 standard deviations, or the Kolmogorov or chi-square quantile.
 */
const deviations = 5;
const kolmogorovLimit = Math.sqrt(-0.5 * Math.log(0.5e-6));

/** The quantile of chi-square at 5 deviations, after Wilson and Hilferty. */
function chiSquareLimit(freedom: number): number {
  return freedom * (1 - 2 / (9 * freedom) + deviations * Math.sqrt(2 / (9 * freedom))) ** 3;
}

function chiSquare(counts: ArrayLike<number>, expected: (cell: number) => number): number {
  let sum = 0;
  for (let cell = 0; cell < counts.length; cell++) sum += (counts[cell] - expected(cell)) ** 2 / expected(cell);
  return sum;
}

/** sqrt(n) times the largest distance of the empirical distribution from `distribution`. */
function kolmogorov(sample: Float64Array, distribution: (x: number) => number): number {
  const sorted = sample.toSorted();
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const p = distribution(sorted[i]);
    largest = Math.max(largest, p - i / n, (i + 1) / n - p);
  }
  return Math.sqrt(n) * largest;
}

/** The normal distribution by the series phi(x) (x + x^3/3 + x^5/(3 5) + ...), G. Marsaglia 2004. */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let sum = x;
  let term = x;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (v: Float64Array): number => v.reduce((s, x) => s + x, 0) / v.length;
  const meanA = mean(a);
  const meanB = mean(b);
  let cross = 0;
  let squareA = 0;
  let squareB = 0;
  for (let i = 0; i < a.length; i++) {
    cross += (a[i] - meanA) * (b[i] - meanB);
    squareA += (a[i] - meanA) ** 2;
    squareB += (b[i] - meanB) ** 2;
  }
  return cross / Math.sqrt(squareA * squareB);
}

const stream = (seed = 1, index = 0): RandomStream => new RandomStream().key(seed, purposeId("test"), 0, index);

describe("a key", () => {
  test("is (seed, purpose) and its counter (block, index, iteration, high bits of the seed)", () => {
    const seed = 2 ** 40 + 77;
    const random = new RandomStream().key(seed, 0xdeadbeef, 5, 9);
    const words = new Uint32Array(4);
    for (let block = 0; block < 3; block++) {
      philox4x32(block, 9, 5, 2 ** 8, 77, 0xdeadbeef, words);
      expect(random.uniform()).toBe(((words[0] >>> 5) * 2 ** 26 + (words[1] >>> 6)) / 2 ** 53);
      expect(random.uniform()).toBe(((words[2] >>> 5) * 2 ** 26 + (words[3] >>> 6)) / 2 ** 53);
    }
  });

  test("gives the same numbers whatever was drawn before, in whatever order streams are used", () => {
    const draw = (random: RandomStream, index: number): number[] => {
      random.key(7, 3, 2, index);
      return [random.normal(), random.uniform(), random.integer(0, 9), random.exponential(), random.normal()];
    };
    const one = new RandomStream();
    const forwards = [0, 1, 2, 3].map((index) => draw(one, index));
    one.uniform();
    const backwards = [3, 2, 1, 0].map((index) => draw(one, index)).toReversed();
    expect(backwards).toEqual(forwards);
    const many = [2, 0, 3, 1].map((index) => [index, draw(new RandomStream(), index)] as const);
    for (const [index, numbers] of many) expect(numbers).toEqual(forwards[index]);
  });

  test("differs in every part: seeds near and far, negative ones, purposes, iterations, indices", () => {
    const keys: [number, number, number, number][] = [[0, 0, 0, 0]];
    for (const seed of [1, -1, 2 ** 31, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 52, 2 ** 53 - 1, 1 - 2 ** 53]) {
      keys.push([seed, 0, 0, 0]);
    }
    for (const part of [1, 2, 2 ** 31, 2 ** 32 - 1]) keys.push([0, part, 0, 0], [0, 0, part, 0], [0, 0, 0, part]);
    const random = new RandomStream();
    const first = keys.map((key) => random.key(...key).uniform());
    expect(new Set(first).size).toBe(keys.length);
  });

  test("must have a safe integer as its seed", () => {
    for (const seed of [0.5, NaN, Infinity, 2 ** 53]) expect(() => stream(seed)).toThrow(/integer/);
  });

  test("that counts up gives independent first numbers: each part of it, uniform and uncorrelated", () => {
    const n = 20_000;
    const random = new RandomStream();
    const first = new Float64Array(n);
    const byPart = [
      (i: number) => random.key(i, 4, 5, 6),
      (i: number) => random.key(3, i, 5, 6),
      (i: number) => random.key(3, 4, i, 6),
      (i: number) => random.key(3, 4, 5, i),
    ];
    for (const keyOf of byPart) {
      for (let i = 0; i < n; i++) first[i] = keyOf(i).uniform();
      expect(kolmogorov(first, (x) => x)).toBeLessThan(kolmogorovLimit);
      const neighbours = correlation(first.subarray(1), first.subarray(0, n - 1));
      expect(Math.abs(neighbours)).toBeLessThan(deviations / Math.sqrt(n));
    }
  });
});

describe("uniform", () => {
  test("is uniform in [0, 1) by Kolmogorov's test", () => {
    const sample = stream().fillUniform(new Float64Array(100_000));
    expect(sample.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(kolmogorov(sample, (x) => x)).toBeLessThan(kolmogorovLimit);
  });

  test("has 53 fair bits", () => {
    const n = 40_000;
    const random = stream(2);
    const ones = new Float64Array(53);
    for (let i = 0; i < n; i++) {
      let rest = random.uniform() * 2 ** 53;
      expect(Number.isInteger(rest)).toBe(true);
      for (let bit = 0; bit < 53; bit++) {
        if (rest % 2 === 1) ones[bit]++;
        rest = Math.floor(rest / 2);
      }
    }
    for (const count of ones) expect(Math.abs(count - n / 2)).toBeLessThan((deviations * Math.sqrt(n)) / 2);
  });

  test("fills the cells of the cube evenly with three draws in a row", () => {
    const random = stream(3);
    const counts = new Float64Array(1000);
    const n = 200_000;
    const digit = (): number => Math.floor(10 * random.uniform());
    for (let i = 0; i < n; i++) counts[100 * digit() + 10 * digit() + digit()]++;
    expect(chiSquare(counts, () => n / 1000)).toBeLessThan(chiSquareLimit(999));
  });
});

describe("normal", () => {
  const n = 2_000_000;
  const sample = stream(4).fillNormal(new Float64Array(n));

  test("has the moments of the standard normal", () => {
    // the variances of x, x^2, x^3, x^4 are 1, 2, 15, 96
    const expected = [0, 1, 0, 3];
    const variances = [1, 2, 15, 96];
    for (let power = 1; power <= 4; power++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += sample[i] ** power;
      const tolerance = deviations * Math.sqrt(variances[power - 1] / n);
      expect(Math.abs(sum / n - expected[power - 1])).toBeLessThan(tolerance);
    }
  });

  test("follows the normal distribution by Kolmogorov's test", () => {
    expect(kolmogorov(sample.slice(0, 300_000), normalDistribution)).toBeLessThan(kolmogorovLimit);
  });

  test("follows it in 500 cells at once, the layers' seams included", () => {
    const edges = Float64Array.from({ length: 499 }, (_, i) => -4 + (8 * i) / 498);
    const counts = new Float64Array(500);
    for (let i = 0; i < n; i++) {
      const cell = Math.ceil(((sample[i] + 4) * 498) / 8);
      counts[Math.min(499, Math.max(0, cell))]++;
    }
    const below = (cell: number): number => (cell < 0 ? 0 : cell > 498 ? 1 : normalDistribution(edges[cell]));
    expect(chiSquare(counts, (cell) => n * (below(cell) - below(cell - 1)))).toBeLessThan(chiSquareLimit(499));
  });

  test("has the right tail beyond the ziggurat's base: as many, as far, on both sides", () => {
    const tail = sample.filter((x) => Math.abs(x) > tailStart);
    const probability = 2 * (1 - normalDistribution(tailStart));
    expect(Math.abs(tail.length - n * probability)).toBeLessThan(deviations * Math.sqrt(n * probability));
    const positive = tail.filter((x) => x > 0).length;
    expect(Math.abs(positive - tail.length / 2)).toBeLessThan((deviations * Math.sqrt(tail.length)) / 2);
    const within = (x: number): number => 1 - (1 - normalDistribution(x)) / (probability / 2);
    expect(kolmogorov(tail.map(Math.abs), within)).toBeLessThan(kolmogorovLimit);
  });

  test("has no correlation between neighbours, nor between their squares", () => {
    const squares = sample.map((x) => x * x);
    const limit = deviations / Math.sqrt(n);
    expect(Math.abs(correlation(sample.subarray(1), sample.subarray(0, n - 1)))).toBeLessThan(limit);
    expect(Math.abs(correlation(squares.subarray(1), squares.subarray(0, n - 1)))).toBeLessThan(limit);
  });

  test("stands on layers of one area that close at height one", () => {
    const { widths, heights } = ziggurat;
    // the tail's area is sqrt(pi / 2) erfc(r / sqrt 2) = sqrt(2 pi) (1 - Phi(r)), known to 1e-16 here
    const area = tailStart * heights[1] + Math.sqrt(2 * Math.PI) * (1 - normalDistribution(tailStart));
    for (let layer = 1; layer < 256; layer++) {
      // the recursion carries the rounding of 255 sums of heights up to 1
      expect(Math.abs(widths[layer] * (heights[layer + 1] - heights[layer]) - area)).toBeLessThan(1e-14);
      expect(heights[layer]).toBeCloseTo(Math.exp(-0.5 * widths[layer] ** 2), 14);
    }
    expect(widths[256]).toBe(0);
    expect(heights[256]).toBe(1);
  });
});

describe("the other draws", () => {
  test("exponential follows its distribution", () => {
    const random = stream(5);
    const sample = new Float64Array(100_000).map(() => random.exponential());
    expect(kolmogorov(sample, (x) => 1 - Math.exp(-x))).toBeLessThan(kolmogorovLimit);
  });

  test("integer stays within its ends and reaches both", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat(2 ** 31 - 1), fc.nat(), (low, width, seed) => {
        fc.pre(Number.isSafeInteger(low + width));
        const drawn = stream(seed).integer(low, low + width);
        return Number.isSafeInteger(drawn) && drawn >= low && drawn <= low + width;
      }),
    );
    const random = stream(6);
    expect(random.integer(5, 5)).toBe(5);
    const seen = new Set(Array.from({ length: 200 }, () => random.integer(-1, 2)));
    expect([...seen].toSorted((a, b) => a - b)).toEqual([-1, 0, 1, 2]);
  });

  test("integer has no modulo bias: over 3 * 2^51 values, the thirds are equally likely", () => {
    // a remainder of 53 random bits would give the first third half of all draws
    const random = stream(7);
    const counts = new Float64Array(3);
    const n = 60_000;
    for (let i = 0; i < n; i++) counts[Math.floor(random.integer(0, 3 * 2 ** 51 - 1) / 2 ** 51)]++;
    expect(chiSquare(counts, () => n / 3)).toBeLessThan(chiSquareLimit(2));
  });

  test("integer is uniform over a count that is no power of two", () => {
    const random = stream(8);
    const counts = new Float64Array(97);
    const n = 97_000;
    for (let i = 0; i < n; i++) counts[random.integer(1, 97) - 1]++;
    expect(chiSquare(counts, () => 1000)).toBeLessThan(chiSquareLimit(96));
  });

  test("integer names a range it cannot draw from", () => {
    for (const [low, high] of [
      [1, 0],
      [0.5, 3],
      [0, Infinity],
      [-(2 ** 53) + 1, 2 ** 53 - 1],
      [-1, 2 ** 53 - 1],
    ]) {
      expect(() => stream().integer(low, high)).toThrow(/integer/);
    }
  });

  test("permutation has every integer once, and all 24 orders of four are equally likely", () => {
    const random = stream(9);
    expect([...random.permutation(1000)].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    const out = new Int32Array(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 24_000; i++) {
      expect(random.permutation(4, out)).toBe(out);
      counts.set(out.join(), (counts.get(out.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()], () => 1000)).toBeLessThan(chiSquareLimit(23));
    expect(random.permutation(0)).toHaveLength(0);
    expect(() => random.permutation(3, out)).toThrow(/length 4/);
    expect(() => random.permutation(-1)).toThrow(/permute -1/);
  });

  test("choice follows the weights, never a weight of zero", () => {
    const random = stream(10);
    const weights = [0, 3, 0.5, 0, 6.5, 0];
    const counts = new Float64Array(6);
    const n = 50_000;
    for (let i = 0; i < n; i++) counts[random.choice(weights)]++;
    expect(counts[0] + counts[3] + counts[5]).toBe(0);
    const drawn = [counts[1], counts[2], counts[4]];
    expect(chiSquare(drawn, (cell) => n * [0.3, 0.05, 0.65][cell])).toBeLessThan(chiSquareLimit(2));
  });

  test("choice of a count is uniform", () => {
    const random = stream(11);
    const counts = new Float64Array(7);
    for (let i = 0; i < 7000; i++) counts[random.choice(7)]++;
    expect(chiSquare(counts, () => 1000)).toBeLessThan(chiSquareLimit(6));
  });

  test("choice names weights it cannot choose by", () => {
    for (const weights of [[], [0, 0], [1, -1, 2], [NaN, 1], [Infinity]]) {
      expect(() => stream().choice(weights)).toThrow(/weights/);
    }
    expect(() => stream().choice(0)).toThrow(/integer/);
  });
});
