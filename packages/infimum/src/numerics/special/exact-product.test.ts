import fc from "fast-check";
import { expect, test } from "vitest";
import { productError, sumError } from "./exact-product.ts";

/** An integer below 2^53 in size: exact as float64 and as BigInt. */
const integer = fc.maxSafeInteger();

test("a product and its error are the exact product of integers", () => {
  fc.assert(
    fc.property(integer, integer, (a, b) => {
      const product = a * b;
      return BigInt(product) + BigInt(productError(a, b, product)) === BigInt(a) * BigInt(b);
    }),
  );
});

test("a sum and its error are the exact sum of integers, whichever is larger", () => {
  fc.assert(
    fc.property(integer, integer, fc.nat(40), (a, b, shift) => {
      const scaled = a * 2 ** shift;
      const sum = scaled + b;
      return BigInt(sum) + BigInt(sumError(scaled, b, sum)) === BigInt(scaled) + BigInt(b);
    }),
  );
  expect(sumError(1, 2 ** -60, 1)).toBe(2 ** -60);
});
