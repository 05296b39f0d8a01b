import { describe, expect, test } from "vitest";
import { digits, directionNumbers, maximumDimension } from "./direction-numbers.ts";
import { SobolSequence } from "./sobol.ts";

/** The first points in six dimensions: scipy.stats.qmc.Sobol(6, scramble=False).random(8), SciPy 1.17.1. */
const firstPoints = [
  [0, 0, 0, 0, 0, 0],
  [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
  [0.75, 0.25, 0.25, 0.25, 0.75, 0.75],
  [0.25, 0.75, 0.75, 0.75, 0.25, 0.25],
  [0.375, 0.375, 0.625, 0.875, 0.375, 0.125],
  [0.875, 0.875, 0.125, 0.375, 0.875, 0.625],
  [0.625, 0.125, 0.875, 0.625, 0.625, 0.875],
  [0.125, 0.625, 0.375, 0.125, 0.125, 0.375],
];

/** [index, coordinate, value] of scipy.stats.qmc.Sobol(481, scramble=False, bits=32). */
const farCoordinates: [number, number, number][] = [
  [1000, 50, 0.3525390625],
  [2047, 120, 0.24462890625],
  [3001, 255, 0.968017578125],
  [4095, 300, 0.813232421875],
  [3333, 400, 0.777099609375],
  [2730, 480, 0.811767578125],
];

function allPoints(sequence: SobolSequence, first: number, count: number): Float64Array {
  return sequence.points(first, count, new Float64Array(count * sequence.dimension));
}

/** All ways to write `total` as an ordered sum of `parts` integers >= 0. */
function compositions(total: number, parts: number): number[][] {
  if (parts === 1) return [[total]];
  const all: number[][] = [];
  for (let first = 0; first <= total; first++) {
    for (const rest of compositions(total - first, parts - 1)) all.push([first, ...rest]);
  }
  return all;
}

/** Whether 2^m points are a (t, m, s)-net: 2^t points in every elementary interval of volume 2^(t - m). */
function isNet(points: Float64Array, dimension: number, m: number, t: number): boolean {
  for (const levels of compositions(m - t, dimension)) {
    const counts = new Int32Array(2 ** (m - t));
    for (let i = 0; i < 2 ** m; i++) {
      let cell = 0;
      for (let j = 0; j < dimension; j++) {
        cell = cell * 2 ** levels[j] + Math.floor(points[i * dimension + j] * 2 ** levels[j]);
      }
      counts[cell]++;
    }
    if (!counts.every((count) => count === 2 ** t)) return false;
  }
  return true;
}

/** The product of 1 + (x_j - 1/2) / j over the coordinates: smooth, with integral 1. */
function product(points: Float64Array, from: number, dimension: number): number {
  let value = 1;
  for (let j = 0; j < dimension; j++) value *= 1 + (points[from + j] - 0.5) / (j + 1);
  return value;
}

function mean(points: Float64Array, dimension: number): number {
  let sum = 0;
  for (let i = 0; i < points.length; i += dimension) sum += product(points, i, dimension);
  return (sum * dimension) / points.length;
}

describe("the plain sequence", () => {
  test("begins with the published points", () => {
    const sequence = new SobolSequence(6);
    for (const [index, point] of firstPoints.entries()) {
      expect([...sequence.point(index, new Float64Array(6))]).toEqual(point);
    }
    expect([...allPoints(sequence, 0, 8)]).toEqual(firstPoints.flat());
  });

  test("has the published coordinates in dimensions up to 481", () => {
    const out = new Float64Array(maximumDimension);
    const sequence = new SobolSequence(maximumDimension);
    for (const [index, coordinate, value] of farCoordinates) expect(sequence.point(index, out)[coordinate]).toBe(value);
  });

  test("has Property A in all 481 dimensions, as its authors state, and 480 different primitive polynomials", () => {
    // Property A: the square matrix of the numbers' leading digits, a row for each dimension, is regular. The leading
    // digits obey the recurrence of the polynomial, which 32 of them determine, so they are continued to 481.
    const directions = directionNumbers(maximumDimension);
    const polynomials = new Set<string>();
    const rows: bigint[] = [];
    for (let j = 0; j < maximumDimension; j++) {
      const leading = Array.from(directions.subarray(digits * j, digits * (j + 1)), (number) => number >>> 31);
      const taps = shortestRecurrence(leading);
      if (j > 0) {
        polynomials.add(taps.join(""));
        expect(period(taps)).toBe(2 ** taps.length - 1);
      }
      for (let k = digits; k < maximumDimension; k++) {
        leading.push(taps.reduce((digit, tap, i) => digit ^ (tap & leading[k - 1 - i]), 0));
      }
      rows.push(BigInt(`0b${leading.join("")}`));
    }
    expect(polynomials.size).toBe(480);
    expect(rank(rows)).toBe(maximumDimension);
  });

  test("stratifies each coordinate alone", () => {
    const m = 8;
    const points = allPoints(new SobolSequence(maximumDimension), 0, 2 ** m);
    for (let j = 0; j < maximumDimension; j++) {
      const seen = new Set<number>();
      for (let i = 0; i < 2 ** m; i++) seen.add(points[i * maximumDimension + j] * 2 ** m);
      expect(seen.size).toBe(2 ** m);
    }
  });

  test("is a (0, m, 2)-net in every aligned block of its first two coordinates", () => {
    for (const m of [1, 4, 9]) {
      for (const block of [0, 1, 5, 1023])
        expect(isNet(allPoints(new SobolSequence(2), block * 2 ** m, 2 ** m), 2, m, 0)).toBe(true);
    }
  });

  test("has the quality parameter that its polynomials' degrees give: t = 5 in five dimensions", () => {
    // t is at most the sum of degree - 1 (Sobol 1967): 0 + 0 + 1 + 2 + 2
    for (const block of [0, 3])
      expect(isNet(allPoints(new SobolSequence(5), block * 2 ** 10, 2 ** 10), 5, 10, 5)).toBe(true);
  });

  test("is the same point by point and in runs, far out too", () => {
    const sequence = new SobolSequence(7);
    for (const first of [0, 1, 1000, 2 ** 31 - 5, 2 ** 32 - 20]) {
      const run = allPoints(sequence, first, 20);
      for (let i = 0; i < 20; i++) {
        expect([...sequence.point(first + i, new Float64Array(7))]).toEqual([...run.subarray(7 * i, 7 * i + 7)]);
      }
    }
  });

  test("integrates a smooth function with an error that falls faster than N^(-0.8)", () => {
    // plain nets: of order (log N)^4 / N in five dimensions
    const error = (count: number): number => Math.abs(mean(allPoints(new SobolSequence(5), 0, count), 5) - 1);
    expect(error(2 ** 16) / error(2 ** 8)).toBeLessThan(2 ** (-8 * 0.8));
  });
});

/** The taps c_1 .. c_s of the shortest recurrence x_k = c_1 x_(k-1) ^ ... ^ c_s x_(k-s) (Berlekamp and Massey). */
function shortestRecurrence(sequence: number[]): number[] {
  let connection = [1];
  let previous = [1];
  let length = 0;
  let gap = 1;
  for (let k = 0; k < sequence.length; k++) {
    let discrepancy = 0;
    for (let i = 0; i <= length; i++) discrepancy ^= (connection[i] ?? 0) & (sequence[k - i] ?? 0);
    if (discrepancy === 0) {
      gap++;
      continue;
    }
    const before = [...connection];
    for (const [i, coefficient] of previous.entries()) {
      connection[i + gap] = (connection[i + gap] ?? 0) ^ coefficient;
    }
    connection = Array.from(connection, (coefficient) => coefficient ?? 0);
    if (2 * length <= k) {
      length = k + 1 - length;
      previous = before;
      gap = 1;
    } else {
      gap++;
    }
  }
  return Array.from({ length }, (_, i) => connection[i + 1] ?? 0);
}

/** The period of the recurrence, 2^s - 1 when its polynomial is primitive. */
function period(taps: number[]): number {
  const start = [1, ...taps.slice(1).fill(0)];
  let state = [...start];
  for (let steps = 1; ; steps++) {
    const next = taps.reduce((digit, tap, i) => digit ^ (tap & state[i]), 0);
    state = [next, ...state.slice(0, -1)];
    if (state.join() === start.join()) return steps;
  }
}

function rank(rows: bigint[]): number {
  const left = [...rows];
  let found = 0;
  while (left.length > 0) {
    const pivot = left.pop() as bigint;
    if (pivot === 0n) continue;
    found++;
    const lowest = pivot & -pivot;
    for (let i = 0; i < left.length; i++) if (left[i] & lowest) left[i] ^= pivot;
  }
  return found;
}

describe("the scrambled sequence", () => {
  test("is the same for the same seed and another for another, with a first point that is not the origin", () => {
    const a = allPoints(new SobolSequence(4, { seed: 3 }), 0, 16);
    expect(allPoints(new SobolSequence(4, { seed: 3 }), 0, 16)).toEqual(a);
    expect(allPoints(new SobolSequence(4, { seed: 4 }), 0, 16)).not.toEqual(a);
    expect(a.every((x) => x > 0 && x < 1)).toBe(true);
  });

  test("keeps its coordinates when dimensions are added", () => {
    const few = new SobolSequence(3, { seed: 9 }).point(77, new Float64Array(3));
    const many = new SobolSequence(30, { seed: 9 }).point(77, new Float64Array(30));
    expect([...many.subarray(0, 3)]).toEqual([...few]);
  });

  test("keeps the nets", () => {
    for (let seed = 0; seed < 10; seed++) {
      expect(isNet(allPoints(new SobolSequence(2, { seed }), 512, 512), 2, 9, 0)).toBe(true);
      expect(isNet(allPoints(new SobolSequence(5, { seed }), 0, 1024), 5, 10, 5)).toBe(true);
    }
  });

  test("makes a point uniform over seeds, and two points of a net as independent as nested scrambling does", () => {
    const seeds = 4000;
    const cells = new Float64Array(16);
    let sameQuarter = 0;
    const out = new Float64Array(2);
    for (let seed = 0; seed < seeds; seed++) {
      const sequence = new SobolSequence(1, { seed });
      const x = sequence.point(0, out)[0];
      cells[Math.floor(16 * x)]++;
      // points 0 and 1 lie in different halves; their places within their halves are independent
      const y = sequence.point(1, out)[0];
      expect(Math.floor(2 * x)).not.toBe(Math.floor(2 * y));
      if (Math.floor(4 * x) % 2 === Math.floor(4 * y) % 2) sameQuarter++;
    }
    let chiSquare = 0;
    for (const count of cells) chiSquare += (count - seeds / 16) ** 2 / (seeds / 16);
    // 15 degrees of freedom: 61 has probability 1e-7
    expect(chiSquare).toBeLessThan(61);
    expect(Math.abs(sameQuarter - seeds / 2)).toBeLessThan((5 * Math.sqrt(seeds)) / 2);
  });

  test("integrates without bias, with an error that falls like N^(-3/2)", () => {
    const rootMeanSquare = (count: number): number => {
      let sum = 0;
      for (let seed = 0; seed < 60; seed++)
        sum += (mean(allPoints(new SobolSequence(4, { seed }), 0, count), 4) - 1) ** 2;
      return Math.sqrt(sum / 60);
    };
    // -3/2 up to powers of log N, and 15 % for the estimate from 60 seeds at either end
    expect(rootMeanSquare(2 ** 13) / rootMeanSquare(2 ** 7)).toBeLessThan(2 ** (-6 * 1.2));
  });
});

test("dimensions, indices and seeds that do not exist are named", () => {
  for (const dimension of [0, 482, 1.5, NaN]) expect(() => new SobolSequence(dimension)).toThrow(/dimensions/);
  for (const index of [-1, 0.5, 2 ** 32]) {
    expect(() => new SobolSequence(1).point(index, new Float64Array(1))).toThrow(/do not exist/);
  }
  expect(() => new SobolSequence(1).points(2 ** 32 - 1, 2, new Float64Array(2))).toThrow(/do not exist/);
  expect(() => new SobolSequence(1, { seed: 0.5 })).toThrow(/seed/);
});
