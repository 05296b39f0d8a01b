import fc from "fast-check";
import { expect, it } from "vitest";
import { exactJson } from "./exact-json.ts";

it("gives every number back bit for bit, those that JSON lacks by their names", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (numbers) => {
      const read = (JSON.parse(exactJson(numbers)) as (number | string)[]).map(Number);
      expect(read.every((value, i) => Object.is(value, numbers[i]))).toBe(true);
    }),
  );
});

it("writes typed arrays as arrays, whatever is in them", () => {
  expect(exactJson({ x: new Float64Array([1, NaN, -Infinity, -0]) })).toBe('{"x":[1,"NaN","-Infinity","-0"]}');
});
