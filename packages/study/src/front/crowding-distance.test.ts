import { expect, test } from "vitest";
import { crowdingDistance } from "./crowding-distance.ts";

test("the room of a point is the distance between its neighbours, goal by goal, as a part of the range", () => {
  const losses = [
    [0, 10],
    [1, 6],
    [99, 99],
    [2, 5],
    [4, 0],
  ].map((row) => Float64Array.from(row));
  // (2 - 0)/4 + (10 - 5)/10, (4 - 1)/4 + (6 - 0)/10
  expect([...crowdingDistance(losses, [3, 0, 4, 1])]).toEqual([1.35, Infinity, Infinity, 1]);
});

test("goals that are all equal or infinite say nothing, and no distance is NaN", () => {
  const losses = [
    [0, 3, Infinity],
    [1, 3, Infinity],
    [2, 3, -Infinity],
    [4, 3, Infinity],
  ].map((row) => Float64Array.from(row));
  const distances = crowdingDistance(losses, [0, 1, 2, 3]);
  expect(distances.some(Number.isNaN)).toBe(false);
  expect(distances[1]).toBe(0.5);
  expect([...crowdingDistance(losses, [])]).toEqual([]);
});
