import fc from "fast-check";
import { expect, test } from "vitest";
import { nondominatedRanks } from "../../front/nondominated-ranks.ts";
import { NondominatedPool } from "./nondominated-pool.ts";

const losses = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 2 });
const trials = fc.array(losses, { minLength: 1, maxLength: 60 });

function poolOf(points: readonly number[][], order: readonly number[], limit: number): NondominatedPool {
  const pool = new NondominatedPool(limit);
  for (const i of order) pool.add(i, i, Float64Array.from(points[i]));
  return pool;
}

test("the best are whole fronts of all trials, and a part of the first that has no room", () => {
  fc.assert(
    fc.property(trials, fc.integer({ min: 1, max: 12 }), (points, count) => {
      const ranks = nondominatedRanks(points.map((point) => Float64Array.from(point)));
      const order = points.map((_, i) => i);
      const best = poolOf(points, order, 12).best(count);
      const sorted = order.map((i) => ranks[i]).toSorted((a, b) => a - b);
      expect(best.map((i) => ranks[i]).toSorted((a, b) => a - b)).toEqual(sorted.slice(0, count));
      expect(new Set(best).size).toBe(best.length);
    }),
  );
});

test("they are the same in whatever order they came", () => {
  fc.assert(
    fc.property(trials, fc.integer({ min: 1, max: 8 }), fc.nat(), (points, count, turn) => {
      const order = points.map((_, i) => i);
      const turned = [...order.slice(turn % order.length), ...order.slice(0, turn % order.length)].toReversed();
      expect(poolOf(points, turned, 8).best(count)).toEqual(poolOf(points, order, 8).best(count));
    }),
  );
});

test("infinite losses come last", () => {
  const points = [
    [0, Infinity],
    [1, 3],
    [2, 2],
    [3, 1],
  ];
  expect(poolOf(points, [0, 1, 2, 3], 5).best(3).toSorted()).toEqual([1, 2, 3]);
});
