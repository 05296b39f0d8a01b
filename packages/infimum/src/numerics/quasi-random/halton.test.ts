import { describe, expect, test } from "vitest";
import { HaltonSequence } from "./halton.ts";

/** Points 1 to 6 in the bases 2, 3, 5, 7, 11: the radical inverses by hand. */
const firstPoints = [
  [1 / 2, 1 / 3, 1 / 5, 1 / 7, 1 / 11],
  [1 / 4, 2 / 3, 2 / 5, 2 / 7, 2 / 11],
  [3 / 4, 1 / 9, 3 / 5, 3 / 7, 3 / 11],
  [1 / 8, 4 / 9, 4 / 5, 4 / 7, 4 / 11],
  [5 / 8, 7 / 9, 1 / 25, 5 / 7, 5 / 11],
  [3 / 8, 2 / 9, 6 / 25, 6 / 7, 6 / 11],
];

/** The digits of `index`, mirrored, by exact integers. */
function mirroredDigits(index: number, base: bigint): number {
  let numerator = 0n;
  let denominator = 1n;
  for (let rest = BigInt(index); rest > 0n; rest /= base) {
    numerator = numerator * base + (rest % base);
    denominator *= base;
  }
  return Number(numerator) / Number(denominator);
}

/** Whether the first 2^a 3^b points have one point in each box of a grid 2^a by 3^b. */
function isStratified(sequence: HaltonSequence, first: number, halvings: number, thirds: number): boolean {
  const rows = 2 ** halvings;
  const columns = 3 ** thirds;
  const counts = new Int32Array(rows * columns);
  const out = new Float64Array(2);
  for (let i = 0; i < rows * columns; i++) {
    sequence.point(first + i, out);
    // the plain sequence lies on the boxes' lower edges, which division may round below
    const row = Math.floor(out[0] * rows + 1e-9);
    const column = Math.floor(out[1] * columns + 1e-9);
    counts[row * columns + column]++;
  }
  return counts.every((count) => count === 1);
}

describe("the plain sequence", () => {
  test("begins with the origin and the known fractions", () => {
    const sequence = new HaltonSequence(5);
    expect([...sequence.point(0, new Float64Array(5))]).toEqual([0, 0, 0, 0, 0]);
    expect([...sequence.points(1, 6, new Float64Array(30))]).toEqual(firstPoints.flat());
  });

  test("is correctly rounded far out and in high dimensions", () => {
    const out = new Float64Array(1000);
    const sequence = new HaltonSequence(1000);
    for (const index of [123456, 2 ** 31 + 12345, 2 ** 32 - 1]) {
      sequence.point(index, out);
      // the 10th, 50th, 100th and 1,000th primes
      expect(out[9]).toBe(mirroredDigits(index, 29n));
      expect(out[49]).toBe(mirroredDigits(index, 229n));
      expect(out[99]).toBe(mirroredDigits(index, 541n));
      expect(out[999]).toBe(mirroredDigits(index, 7919n));
    }
  });

  test("has one point in every box of the bases' grids, in every run of that length", () => {
    const sequence = new HaltonSequence(2);
    for (const first of [0, 432, 4320]) expect(isStratified(sequence, first, 4, 3)).toBe(true);
  });

  test("integrates a smooth function with an error that falls faster than N^(-0.8)", () => {
    const error = (count: number): number => {
      const points = new HaltonSequence(3).points(0, count, new Float64Array(3 * count));
      let sum = 0;
      for (let i = 0; i < count; i++) sum += Math.exp(points[3 * i] + points[3 * i + 1] + points[3 * i + 2]);
      return Math.abs(sum / count - (Math.E - 1) ** 3);
    };
    expect(error(100_000) / error(400)).toBeLessThan(250 ** -0.8);
  });
});

describe("the scrambled sequence", () => {
  test("is the same for the same seed, whatever other dimensions there are, and lies inside the cube", () => {
    const few = new HaltonSequence(3, { seed: 5 }).points(0, 50, new Float64Array(150));
    const many = new HaltonSequence(40, { seed: 5 }).points(0, 50, new Float64Array(2000));
    for (let i = 0; i < 50; i++) expect(many.subarray(40 * i, 40 * i + 3)).toEqual(few.subarray(3 * i, 3 * i + 3));
    expect(new HaltonSequence(3, { seed: 6 }).points(0, 50, new Float64Array(150))).not.toEqual(few);
    expect(many.every((x) => x > 0 && x < 1)).toBe(true);
  });

  test("keeps the stratification", () => {
    for (let seed = 0; seed < 10; seed++) {
      const sequence = new HaltonSequence(2, { seed });
      for (const first of [0, 432]) expect(isStratified(sequence, first, 4, 3)).toBe(true);
    }
  });

  test("makes each point uniform over seeds", () => {
    const seeds = 3000;
    const out = new Float64Array(3);
    for (const index of [0, 17]) {
      const cells = [2, 3, 5].map((base) => new Float64Array(base * base));
      for (let seed = 0; seed < seeds; seed++) {
        new HaltonSequence(3, { seed }).point(index, out);
        for (const [j, counts] of cells.entries()) counts[Math.floor(out[j] * counts.length)]++;
      }
      for (const counts of cells) {
        let chiSquare = 0;
        for (const count of counts) chiSquare += (count - seeds / counts.length) ** 2 / (seeds / counts.length);
        // at most 24 degrees of freedom: 77 has probability 2e-7
        expect(chiSquare).toBeLessThan(77);
      }
    }
  });

  test("breaks the lines on which high coordinates of the plain sequence lie", () => {
    // coordinates 39 and 40 (bases 167 and 173): the first 160 plain points all have y = 167 x / 173
    const correlation = (sequence: HaltonSequence): number => {
      const out = new Float64Array(40);
      let xy = 0;
      let xx = 0;
      let yy = 0;
      for (let i = 0; i < 160; i++) {
        sequence.point(i, out);
        xy += (out[38] - 0.5) * (out[39] - 0.5);
        xx += (out[38] - 0.5) ** 2;
        yy += (out[39] - 0.5) ** 2;
      }
      return xy / Math.sqrt(xx * yy);
    };
    expect(correlation(new HaltonSequence(40))).toBeGreaterThan(0.99);
    // 5 standard deviations of the correlation of 160 independent pairs
    expect(Math.abs(correlation(new HaltonSequence(40, { seed: 1 })))).toBeLessThan(5 / Math.sqrt(160));
  });
});

test("dimensions, indices and seeds that do not exist are named", () => {
  for (const dimension of [0, 1001, 2.5]) expect(() => new HaltonSequence(dimension)).toThrow(/dimensions/);
  for (const index of [-1, 0.5, 2 ** 32]) {
    expect(() => new HaltonSequence(1).point(index, new Float64Array(1))).toThrow(/does not exist/);
  }
  expect(() => new HaltonSequence(1, { seed: NaN })).toThrow(/seed/);
});
