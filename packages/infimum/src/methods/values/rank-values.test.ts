import fc from "fast-check";
import { expect, test } from "vitest";
import { rankValues } from "./rank-values.ts";

test("ranks ascend, and equal values keep the order of their indices, infinite ones too", () => {
  const values = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, 1, Infinity)), { maxLength: 150 });
  fc.assert(
    fc.property(values, (list) => {
      const order = [...rankValues(Float64Array.from(list), new Float64Array(list.length))];
      expect(order.toSorted((a, b) => a - b)).toEqual(list.map((_, k) => k));
      for (let k = 1; k < order.length; k++) {
        const [before, after] = [order[k - 1], order[k]];
        expect(list[before] < list[after] || (list[before] === list[after] && before < after)).toBe(true);
      }
    }),
  );
});
