import { expect, test } from "vitest";
import { NetworkByHand } from "./by-hand.ts";
import { networkData } from "./network-data.ts";
import { networkWithArrays } from "./with-arrays.ts";

test.each([
  ["float64", 1e-14],
  ["float32", 1e-6],
] as const)("the loops and the traced arrays have the same value and gradient in %s", (precision, tolerance) => {
  const data = networkData(precision, 9, [5, 7, 6, 3]);
  const [byHand, own] = [new NetworkByHand(data), networkWithArrays(data)];
  const value = byHand.run();
  expect(Math.abs(own.run() - value)).toBeLessThan(tolerance * value);
  const expected = byHand.gradients.flatMap(({ weights, bias }) => [...weights, ...bias]);
  const gradient = own.gradient();
  expect(gradient).toHaveLength(expected.length);
  expect(Math.max(...expected.map((entry, k) => Math.abs(entry - gradient[k])))).toBeLessThan(tolerance);
});
