import { expect, test } from "vitest";
import { answeredView } from "../fixtures/answered-view.ts";
import { keptWithinBounds } from "./kept-within-bounds.ts";

test("a point that rounding carried over a bound is asked on it, and stays there", () => {
  const asked: number[] = [];
  const view = answeredView(2, {
    gradient(x, out) {
      asked.push(...x);
      out.fill(0);
      return 7;
    },
  });
  const bounded = { ...view, lower: Float64Array.of(0, -Infinity), upper: Float64Array.of(0.3, Infinity) };
  const point = Float64Array.of(0.1 + 0.2, -1e300);
  expect(point[0]).toBeGreaterThan(0.3);
  expect([...keptWithinBounds(bounded).gradient(point, new Float64Array(2))]).toEqual([]);
  expect(asked).toEqual([0.3, -1e300]);
  expect([...point]).toEqual([0.3, -1e300]);
  expect(keptWithinBounds(view)).toBe(view);
});
