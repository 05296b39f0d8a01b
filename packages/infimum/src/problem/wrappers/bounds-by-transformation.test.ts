import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf } from "../../../test/asked.ts";
import { rosenbrock } from "../../conformance/functions.ts";
import type { Vector } from "../../numerics/vector.ts";
import { boxCurvature, boxMap } from "../box-map.ts";
import { problem } from "../problem.ts";
import { boundsByTransformation } from "./bounds-by-transformation.ts";

const lower = [-1.5, -0.5, -Infinity];
const upper = [0.8, Infinity, 0.2];

const stated = problem({
  x0: Float64Array.of(-1.5, 0.5, 0),
  objective: rosenbrock.value,
  gradient: rosenbrock.gradient,
  hessianVector: rosenbrock.hessianVector,
  bounds: { lower, upper },
});

const view = viewOf(boundsByTransformation(stated));

/** Search coordinates around the box, reflections included. */
const point = fc
  .tuple(...Array.from({ length: 3 }, () => fc.double({ min: -3, max: 3, noNaN: true })))
  .map((entries) => Float64Array.from(entries));

function valueAt(u: Vector): number {
  return answerTo(view.value(u));
}

function gradientAt(u: Vector): Vector {
  const gradient = new Float64Array(u.length);
  answerTo(view.gradient(u, gradient));
  return gradient;
}

function moved(u: Vector, i: number, by: number): Vector {
  const out = u.slice();
  out[i] += by;
  return out;
}

test("the method sees no bounds, and starts inside where the caller starts on one", () => {
  expect([view.lower, view.upper]).toEqual([undefined, undefined]);
  const start = view.original(view.x0, new Float64Array(3));
  // a thousandth of the margin of 2.3 / 20, in search coordinates a square root of it
  expect(start[0]).toBeGreaterThan(-1.5);
  expect(start[0]).toBeLessThan(-1.5 + 2e-3);
  expect(start.subarray(1)).toEqual(Float64Array.of(0.5, 0));
});

test("the value is the caller's at the point that the search coordinates stand for", () => {
  fc.assert(
    fc.property(point, (u) => {
      const x = view.original(u, new Float64Array(3));
      x.forEach((entry, i) => expect(entry >= lower[i] && entry <= upper[i]).toBe(true));
      expect(valueAt(u)).toBe(rosenbrock.value(x));
    }),
  );
});

test("the gradient obeys the chain rule", () => {
  fc.assert(
    fc.property(point, (u) => {
      const gradient = gradientAt(u);
      const value = Math.abs(valueAt(u));
      for (let i = 0; i < 3; i++) {
        const h = 1e-6;
        const difference = (valueAt(moved(u, i, h)) - valueAt(moved(u, i, -h))) / (2 * h);
        // rounding eps |f| / h, and h times the jump of the second derivative: T'' <= 10, and f' and f'' up to 1e4 here
        const error = (4 * Number.EPSILON * value) / h + 5 * h * 1e5;
        expect(Math.abs(difference - gradient[i])).toBeLessThanOrEqual(error);
      }
    }),
  );
});

test("Hessian-vector products are derivatives of the gradient", () => {
  const maps = lower.map((bound, i) => boxMap(bound, upper[i]));
  const h = 1e-6;
  fc.assert(
    fc.property(point, point, (u, v) => {
      const along = (t: number) => u.map((entry, i) => entry + t * v[i]);
      // over a joint of two pieces T'' jumps, and there is no derivative
      const [ahead, behind] = [along(h), along(-h)];
      fc.pre(maps.every((map, i) => boxCurvature(map, ahead[i]) === boxCurvature(map, behind[i])));
      const product = new Float64Array(3);
      answerTo(view.hessianVector(u, v, product));
      const [after, before] = [gradientAt(ahead), gradientAt(behind)];
      for (let i = 0; i < 3; i++) {
        const difference = (after[i] - before[i]) / (2 * h);
        // gradients up to 1e4 round to 1e-11, over 2 h about 1e-5; h^2 times fourth derivatives up to 1e6 are less
        expect(Math.abs(difference - product[i])).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(product[i])));
      }
    }),
  );
});

test("inside, where the map is the identity, all derivatives are the caller's own", () => {
  const x = Float64Array.of(0.1, 0.3, -0.4);
  const gradient = new Float64Array(3);
  const product = new Float64Array(3);
  const v = Float64Array.of(1, -2, 0.5);
  expect(answerTo(view.gradient(x, gradient))).toBe(rosenbrock.value(x));
  answerTo(view.hessianVector(x, v, product));
  const expectedGradient = new Float64Array(3);
  const expectedProduct = new Float64Array(3);
  rosenbrock.gradient(x, expectedGradient);
  rosenbrock.hessianVector(x, v, expectedProduct);
  expect(gradient).toEqual(expectedGradient);
  expect(product).toEqual(expectedProduct);
});

test("a batch has the values of its points, and its arrays stay the asker's", () => {
  const points = [Float64Array.of(-9, 4, 7), Float64Array.of(0, 0, 0), Float64Array.of(1, -2, 3)];
  const before = points.map((each) => each.slice());
  const values = new Float64Array(3);
  expect(answerTo(view.values(points, values))).toBe(3);
  expect(values).toEqual(Float64Array.from(points, valueAt));
  expect(points).toEqual(before);
});

test("a problem without bounds stays as it is", () => {
  const free = problem({ x0: [1], objective: ([x]) => x });
  expect(boundsByTransformation(free)).toBe(free);
});
