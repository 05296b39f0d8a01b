import fc from "fast-check";
import { expect, test } from "vitest";
import { hypervolume } from "./hypervolume.ts";
import { referenceBeyond, subsetOfFront } from "./subset-of-front.ts";

const point = (goals: number) =>
  fc
    .array(fc.integer({ min: 0, max: 20 }), { minLength: goals, maxLength: goals })
    .map((values) => Float64Array.from(values));

test.each([1, 2, 3])("every choice adds as much volume as any other point would, with %i goals", (goals) => {
  fc.assert(
    fc.property(
      fc.array(point(goals), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 12 }),
      (front, count) => {
        const reference = Float64Array.of(21, 22, 23).subarray(0, goals);
        const chosen = subsetOfFront(front, count, reference);
        expect(new Set(chosen).size).toBe(Math.min(count, front.length));
        const before: Float64Array[] = [];
        for (const i of chosen) {
          const gain = (k: number): number => hypervolume([...before, front[k]], reference);
          const best = Math.max(...front.map((_, k) => gain(k)));
          expect(gain(i)).toBe(best);
          before.push(front[i]);
        }
      },
    ),
  );
});

test("of a straight front the middle and then the quarters are chosen", () => {
  const front = Array.from({ length: 9 }, (_, i) => Float64Array.of(i / 8, 1 - i / 8));
  const reference = referenceBeyond(front);
  expect([...reference]).toEqual([1.1, 1.1]);
  expect(subsetOfFront(front, 1, reference)).toEqual([4]);
  expect(subsetOfFront(front, 3, reference).toSorted()).toEqual([2, 4, 6]);
});

test("the reference lies beyond points that are equal in a goal", () => {
  expect([...referenceBeyond([Float64Array.of(-3, 2), Float64Array.of(-1, 2)])]).toEqual([-0.8, 3]);
});
