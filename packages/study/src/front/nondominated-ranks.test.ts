import fc from "fast-check";
import { expect, test } from "vitest";
import { nondominatedRanks, paretoFront } from "./nondominated-ranks.ts";

// few values, so that there are ties
const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Infinity));

const sample = (goals: number) =>
  fc.array(
    fc.record({
      losses: fc.array(value, { minLength: goals, maxLength: goals }),
      violation: fc.constantFrom(0, 0, 0, 0.5, 1, 2),
    }),
    { maxLength: 30 },
  );

interface Point {
  readonly losses: readonly number[];
  readonly violation: number;
}

function beats(a: Point, b: Point): boolean {
  if (a.violation > 0 || b.violation > 0) return a.violation < b.violation;
  return a.losses.every((loss, k) => loss <= b.losses[k]) && a.losses.some((loss, k) => loss < b.losses[k]);
}

/** Peels front after front, by the definition. */
function peel(points: readonly Point[]): number[] {
  const ranks = points.map(() => -1);
  for (let rank = 0; ranks.includes(-1); rank++) {
    const left = points.flatMap((_, i) => (ranks[i] < 0 ? [i] : []));
    const front = left.filter((i) => !left.some((j) => beats(points[j], points[i])));
    for (const i of front) ranks[i] = rank;
  }
  return ranks;
}

test.each([1, 2, 3, 4])("ranks of %i goals and violations are those of peeling fronts off", (goals) => {
  fc.assert(
    fc.property(sample(goals), (points) => {
      const losses = points.map((p) => Float64Array.from(p.losses));
      const violations = points.map((p) => p.violation);
      const expected = peel(points);
      expect([...nondominatedRanks(losses, violations)]).toEqual(expected);
      expect(paretoFront(losses, violations)).toEqual(expected.flatMap((rank, i) => (rank === 0 ? [i] : [])));
    }),
  );
});

test("without violations all are feasible", () => {
  const losses = [
    [1, 1],
    [0, 2],
    [2, 2],
    [1, 1],
    [3, 0],
  ].map((row) => Float64Array.from(row));
  expect([...nondominatedRanks(losses)]).toEqual([0, 0, 1, 0, 0]);
  expect(paretoFront(losses)).toEqual([0, 1, 3, 4]);
  expect(paretoFront([])).toEqual([]);
});
