import { expect, test } from "vitest";
import { horizonShares } from "./horizon-shares.ts";
import { Trajectory } from "./trajectory.ts";

/** x -> 2 x + t, which cannot be run backwards by chance. */
function advance(t: number, x: Float64Array, out: Float64Array): void {
  out[0] = 2 * x[0] + t;
}

test.each([1, 2, 3, 4, 5, 7, 40])("states come back last first, whatever is kept: every %i", (stride) => {
  for (const [first, end] of [
    [0, 30],
    [7, 30],
    [29, 30],
  ]) {
    const trajectory = new Trajectory(1, first, end, stride, advance);
    const states: number[] = [];
    const x = Float64Array.of(0.25);
    for (let t = 0; t < end; t++) {
      trajectory.pass(t, x);
      states.push(x[0]);
      advance(t, x, x);
    }
    for (let t = end - 1; t >= first; t--) expect(trajectory.at(t)[0]).toBe(states[t]);
  }
});

test("a stride of the square root keeps twice the square root of the states", () => {
  expect(new Trajectory(3, 0, 10_000, 100, advance).room).toBe(200);
  expect(new Trajectory(3, 0, 10_000, 1, advance).room).toBe(10_001);
});

test("the shares of a mean of horizons are sums of their weights", () => {
  expect([...horizonShares(3, undefined)]).toEqual([1, 1, 1]);
  // weights 4/7, 2/7, 1/7 of the horizons 1, 2, 3
  for (const [k, share] of [1 / 7, 3 / 7, 1].entries()) expect(horizonShares(3, 0.5)[k]).toBeCloseTo(share, 15);
  for (const [k, share] of [0.25, 0.5, 0.75, 1].entries()) expect(horizonShares(4, 1)[k]).toBeCloseTo(share, 15);
});
