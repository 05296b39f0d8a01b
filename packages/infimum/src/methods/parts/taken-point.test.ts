import { expect, test } from "vitest";
import { noProgress, takePoint } from "./taken-point.ts";

const stateAt = () => ({ x: new Float64Array(2), value: 1, gradient: new Float64Array(2) });

test("a state moves to the point, and goes on", () => {
  const state = stateAt();
  expect(takePoint(state, Float64Array.of(1, 2), Float64Array.of(3, 4), -5)).toBeUndefined();
  expect(state).toEqual({ x: Float64Array.of(1, 2), value: -5, gradient: Float64Array.of(3, 4) });
});

test("a value without end, and a point beyond all others, are verdicts with their numbers", () => {
  const gradient = new Float64Array(2);
  expect(takePoint(stateAt(), new Float64Array(2), gradient, -1e301)).toMatchObject({
    stop: "unbounded",
    why: expect.stringMatching(/1e\+301/),
  });
  expect(takePoint(stateAt(), Float64Array.of(1e101, 0), gradient, 0)).toMatchObject({
    stop: "unbounded",
    why: expect.stringMatching(/1.00e\+101/),
  });
  expect(noProgress(0.001, 5, 2)).toMatchObject({ stop: "stalled", why: expect.stringMatching(/0\.00100.*5.*2\.00/) });
});
