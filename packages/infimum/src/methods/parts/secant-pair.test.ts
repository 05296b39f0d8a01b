import { expect, test } from "vitest";
import { secantPair } from "./secant-pair.ts";

test("the step and the change of the gradient take the places of what they come from", () => {
  const direction = Float64Array.of(2, -4);
  const gradient = Float64Array.of(1, 1);
  const found = Float64Array.of(5, -1);
  const line = {
    outcome: "accepted",
    step: 0.5,
    value: 0,
    slope: 0,
    point: new Float64Array(2),
    gradient: found,
  } as const;
  secantPair(direction, gradient, line);
  expect([...direction]).toEqual([1, -2]);
  expect([...gradient]).toEqual([4, -2]);
  expect([...found]).toEqual([5, -1]);
});
