import { expect, test } from "vitest";
import { downhill } from "./downhill.ts";

test("the direction is the image turned round, in place too, and its slope is g'd", () => {
  const gradient = Float64Array.of(1, -2);
  const image = Float64Array.of(3, 0.5);
  expect(downhill(image, gradient, image)).toBe(-2);
  expect([...image]).toEqual([-3, -0.5]);
  expect(downhill(gradient, gradient, image)).toBe(-5);
});
