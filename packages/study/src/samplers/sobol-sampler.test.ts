import { float, int, type Space, space, toUnit } from "infimum/space";
import { expect, test } from "vitest";
import { streamsOf } from "../conformance/sampler/play.ts";
import type { Sampler } from "./sampler.ts";
import { sobolSampler } from "./sobol-sampler.ts";

function unitPoints(sampler: Sampler, search: Space, seed: number, count: number): number[][] {
  const session = sampler.open({ space: search, goals: 1, seed });
  return Array.from({ length: count }, (_, number) => {
    const { codes } = session.propose({ number, pending: [], random: streamsOf(seed, number) })!;
    return Array.from(codes, (code, i) => toUnit(search.dimensions[i].domain, code));
  });
}

test("of the first 2^m trials each of 2^m equal strips has one, on every range's own scale", () => {
  const search = space({ a: float(-2, 5), b: float(1e-6, 1, { log: true }), c: float(0, 1) });
  for (const count of [16, 256]) {
    const points = unitPoints(sobolSampler, search, 3, count);
    for (let i = 0; i < 3; i++) {
      const strips = new Set(points.map((point) => Math.floor(point[i] * count)));
      expect(strips.size).toBe(count);
    }
  }
});

test("two dimensions are filled evenly together: 16 cells of 4 by 4 have one of 16 points each, and all aspect ratios so", () => {
  const points = unitPoints(sobolSampler, space({ a: float(0, 1), b: float(0, 1) }), 9, 16);
  for (const rows of [2, 4, 8]) {
    const cells = new Set(points.map(([a, b]) => `${Math.floor(a * rows)}:${Math.floor((b * 16) / rows)}`));
    expect(cells.size).toBe(16);
  }
});

test("dimensions with one value take no part in the sequence", () => {
  const beside = unitPoints(sobolSampler, space({ a: float(0, 1), one: float(3, 3), b: float(0, 1) }), 2, 32);
  const without = unitPoints(sobolSampler, space({ a: float(0, 1), b: float(0, 1) }), 2, 32);
  expect(beside.map(([a, , b]) => [a, b])).toEqual(without);
});

test("each level of a range of whole numbers comes as often as the others", () => {
  const search = space({ n: int(1, 4), x: float(0, 1) });
  const session = sobolSampler.open({ space: search, goals: 1, seed: 5 });
  const counts = [0, 0, 0, 0, 0];
  for (let number = 0; number < 64; number++) {
    counts[session.propose({ number, pending: [], random: streamsOf(5, number) })!.codes[0]]++;
  }
  expect(counts).toEqual([0, 16, 16, 16, 16]);
});

test("a space of 500 ranges is served: the first 481 by the sequence, the others at random", () => {
  const search = space(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, float(0, 1)])));
  const points = unitPoints(sobolSampler, search, 1, 64);
  const strips = (i: number): number => new Set(points.map((point) => Math.floor(point[i] * 64))).size;
  expect([0, 240, 480].map(strips)).toEqual([64, 64, 64]);
  // 64 random points fill about 1 - 1/e of 64 strips
  expect(strips(481)).toBeLessThan(60);
  expect(strips(481)).toBeGreaterThan(25);
});
