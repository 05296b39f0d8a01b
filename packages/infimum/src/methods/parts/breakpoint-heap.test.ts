import fc from "fast-check";
import { expect, test } from "vitest";
import { addToHeap, takeFirst } from "./breakpoint-heap.ts";

test("indices come out by their keys, those of equal keys by themselves", () => {
  const keysOf = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(keysOf, (given) => {
      const keys = Float64Array.from(given);
      const heap = new Float64Array(keys.length).fill(NaN);
      keys.forEach((_, i) => addToHeap(heap, i, i, keys));
      const taken = Array.from(keys, (_, i) => takeFirst(heap, keys.length - i, keys));
      expect(taken).toEqual([...keys.keys()].toSorted((a, b) => keys[a] - keys[b] || a - b));
    }),
  );
});
