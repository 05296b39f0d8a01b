import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf, watchedRun } from "../../../test/asked.ts";
import { quadratic, rosenbrock } from "../../conformance/functions.ts";
import type { Vector } from "../../numerics/vector.ts";
import { problem } from "../problem.ts";
import {
  hessianVectorFromHessian,
  rankingFromValues,
  sampledFromGradient,
  valueFromGradient,
} from "./derived-oracles.ts";

test("products from a Hessian are its products: column-major, not transposed", () => {
  // not symmetric, so that the two differ
  const stated = problem({ x0: [0, 0], objective: () => 0, hessian: () => [1, 2, 3, 4] });
  const product = new Float64Array(2);
  answerTo(
    viewOf(hessianVectorFromHessian(stated)).hessianVector(new Float64Array(2), Float64Array.of(1, 10), product),
  );
  expect(product).toEqual(Float64Array.of(1 + 30, 2 + 40));
});

test("a value that is only known with a gradient costs one gradient", () => {
  const stated = problem({ x0: Float64Array.of(-1.2, 1), gradient: rosenbrock.gradient });
  const { view, ledger } = watchedRun(valueFromGradient(stated));
  expect(answerTo(view.value(Float64Array.of(-1.2, 1)))).toBeCloseTo(24.2, 12);
  const values = new Float64Array(2);
  answerTo(view.values([Float64Array.of(1, 1), Float64Array.of(0, 0)], values));
  expect(values).toEqual(Float64Array.of(0, 1));
  expect(ledger.counts).toMatchObject({ gradient: 3, value: 0 });
});

test("where there is one function only, every sample is that function", () => {
  const { value, gradient } = quadratic(3, 10);
  const view = viewOf(sampledFromGradient(problem({ x0: Float64Array.of(1, 2, 3), objective: value, gradient })));
  const x = Float64Array.of(1, 2, 3);
  const expected = new Float64Array(3);
  gradient(x, expected);
  for (const sample of [0, 17]) {
    const out = new Float64Array(3);
    expect(answerTo(view.sampledGradient(x, sample, out))).toBe(value(x));
    expect(out).toEqual(expected);
  }
});

test("points are ranked by their values, ties and invalid ones in the order they were asked", () => {
  const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const stated = problem({ x0: [0], objective: ([k]) => values[k] });
      const order = new Int32Array(values.length);
      answerTo(
        viewOf(rankingFromValues(stated)).ranking(
          values.map((_, k) => Float64Array.of(k)),
          order,
        ),
      );
      const worth = values.map((each) => (Number.isFinite(each) ? each : Infinity));
      // toSorted is stable
      const expected = worth
        .map((_, k) => k)
        .toSorted((i, j) => (worth[i] < worth[j] ? -1 : worth[i] > worth[j] ? 1 : 0));
      expect([...order]).toEqual(expected);
    }),
  );
});

test("the points that are ranked stay the asker's", () => {
  const points = [Float64Array.of(2), Float64Array.of(1)];
  const stated = problem({
    x0: Float64Array.of(0),
    objective: (x: Vector) => {
      const [value] = x;
      x.fill(NaN);
      return value;
    },
  });
  answerTo(viewOf(rankingFromValues(stated)).ranking(points, new Int32Array(2)));
  expect(points).toEqual([Float64Array.of(2), Float64Array.of(1)]);
});
