import fc from "fast-check";
import { expect, test } from "vitest";
import { greedyBlock } from "./greedy-block.ts";

test("the block has the variables that a full sort puts first", () => {
  const entry = fc.integer({ min: -6, max: 6 });
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 20 }), fc.nat(19), (given, last) => {
      const gradient = Float64Array.from(given);
      const n = gradient.length;
      const size = 1 + (last % n);
      const curvatures = gradient.map((_, i) => 1 + (i % 3));
      const score = (i: number) => gradient[i] ** 2 / curvatures[i];
      const expected = [...gradient.keys()].toSorted((a, b) => score(b) - score(a) || a - b).slice(0, size);
      const block = greedyBlock(gradient, curvatures, new Float64Array(size), new Float64Array(n));
      expect([...block]).toEqual(expected);
    }),
  );
});
