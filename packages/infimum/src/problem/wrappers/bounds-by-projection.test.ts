import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf } from "../../../test/asked.ts";
import type { Vector } from "../../numerics/vector.ts";
import { problem } from "../problem.ts";
import { boundsByProjection } from "./bounds-by-projection.ts";

const asked: Vector[] = [];
const stated = problem({
  x0: Float64Array.of(0, 1),
  objective: (x) => {
    asked.push(x.slice());
    return 3 * x[0] - x[1];
  },
  bounds: { lower: [-1, 0], upper: [1, Infinity] },
});
const view = viewOf(boundsByProjection(stated));

const point = fc
  .tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }))
  .map((entries) => Float64Array.from(entries));

test("inside, the value is the caller's; outside, that of the nearest point and the squared distance to it", () => {
  fc.assert(
    fc.property(point, (u) => {
      const nearest = [Math.min(1, Math.max(-1, u[0])), Math.max(0, u[1])];
      const distance = (u[0] - nearest[0]) ** 2 + (u[1] - nearest[1]) ** 2;
      expect(answerTo(view.value(u))).toBe(3 * nearest[0] - nearest[1] + distance);
      expect(view.original(u, new Float64Array(2))).toEqual(Float64Array.from(nearest));
    }),
  );
});

test("the caller is asked inside only, in batches too", () => {
  asked.length = 0;
  const points = [Float64Array.of(-5, -5), Float64Array.of(5, 5), Float64Array.of(0.5, 0.5)];
  const values = new Float64Array(3);
  answerTo(view.values(points, values));
  expect(asked).toEqual([Float64Array.of(-1, 0), Float64Array.of(1, 5), Float64Array.of(0.5, 0.5)]);
  expect(values).toEqual(Float64Array.of(-3 + 16 + 25, -2 + 16, 1));
});

test("derivatives are not offered: the sum has kinks", () => {
  const wrapped = boundsByProjection(
    problem({ x0: [0], objective: ([x]) => x, gradient: (_x, out) => void out.fill(1), bounds: { lower: 0 } }),
  );
  expect([...wrapped.oracles]).toEqual(["value", "values"]);
});
