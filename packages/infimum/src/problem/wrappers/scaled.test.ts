import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf } from "../../../test/asked.ts";
import { absoluteValues, rosenbrock } from "../../conformance/functions.ts";
import { problem } from "../problem.ts";
import { boundsByTransformation } from "./bounds-by-transformation.ts";
import { scaled } from "./scaled.ts";

const sizes = [0.1, 1000];
const stated = problem({
  x0: Float64Array.of(0.3, 20),
  objective: rosenbrock.value,
  gradient: rosenbrock.gradient,
  hessianVector: rosenbrock.hessianVector,
  bounds: { lower: [-1, -Infinity], upper: [1, 300] },
});
const view = viewOf(scaled(stated, sizes));

const point = fc
  .tuple(fc.double({ min: -9, max: 9, noNaN: true }), fc.double({ min: -1, max: 0.3, noNaN: true }))
  .map((entries) => Float64Array.from(entries));

test("start and bounds are the caller's, divided by the sizes", () => {
  expect(view.x0).toEqual(Float64Array.of(0.3 / 0.1, 0.02));
  expect([view.lower, view.upper]).toEqual([Float64Array.of(-10, -Infinity), Float64Array.of(10, 0.3)]);
});

test("value, gradient and products are those of f(S u): f, S f' and S f'' S v", () => {
  fc.assert(
    fc.property(point, point, (u, v) => {
      const x = u.map((entry, i) => entry * sizes[i]);
      expect(view.original(u, new Float64Array(2))).toEqual(x);
      expect(answerTo(view.value(u))).toBe(rosenbrock.value(x));
      const gradient = new Float64Array(2);
      const expected = new Float64Array(2);
      answerTo(view.gradient(u, gradient));
      rosenbrock.gradient(x, expected);
      expect(gradient).toEqual(expected.map((entry, i) => entry * sizes[i]));
      const product = new Float64Array(2);
      answerTo(view.hessianVector(u, v, product));
      rosenbrock.hessianVector(
        x,
        v.map((entry, i) => entry * sizes[i]),
        expected,
      );
      expect(product).toEqual(expected.map((entry, i) => entry * sizes[i]));
    }),
  );
});

test("a scaled point never leaves the bounds by rounding", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      (bound, size) => {
        const inside = problem({ x0: [bound], objective: ([x]) => Number(x <= bound), bounds: { upper: bound } });
        const there = viewOf(scaled(inside, [size]));
        return answerTo(there.value(there.upper!)) === 1;
      },
    ),
  );
});

test("bounds that are transformed away afterwards are the scaled ones", () => {
  const unbounded = viewOf(boundsByTransformation(scaled(stated, sizes)));
  const x = unbounded.original(unbounded.x0.slice(), new Float64Array(2));
  expect([...x]).toEqual([expect.closeTo(0.3, 12), expect.closeTo(20, 10)]);
  fc.assert(
    fc.property(point, (u) => {
      const [a, b] = unbounded.original(
        u.map((entry) => 10 * entry),
        new Float64Array(2),
      );
      return a >= -1 && a <= 1 && b <= 300;
    }),
  );
});

test.each([[[1]], [[1, 0]], [[1, -1]], [[1, Infinity]], [[NaN, 1]]])("the sizes %j are refused", (by) => {
  expect(() => scaled(stated, by)).toThrow(expect.objectContaining({ code: "bad-scale" }));
});

test("terms are refused: their maps are known in the caller's variables only", () => {
  const composite = problem({ x0: [1], objective: ([x]) => x, plus: [absoluteValues(1)] });
  expect(() => scaled(composite, [2])).toThrow(expect.objectContaining({ code: "scaled-terms" }));
});
