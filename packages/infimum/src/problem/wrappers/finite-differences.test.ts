import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf, watchedRun } from "../../../test/asked.ts";
import { rosenbrock } from "../../conformance/functions.ts";
import type { Vector } from "../../numerics/vector.ts";
import { problem } from "../problem.ts";
import { finiteDifferences, hessianVectorDifferences } from "./finite-differences.ts";

/** sum of a_i x_i + b_i x_i^2 / 2 + sin(x_i), whose derivatives are known and bounded. */
function wave(a: readonly number[], b: readonly number[]) {
  return {
    value: (x: Vector) =>
      x.reduce((sum, entry, i) => sum + a[i] * entry + (b[i] * entry ** 2) / 2 + Math.sin(entry), 0),
    slope: (x: Vector, i: number) => a[i] + b[i] * x[i] + Math.cos(x[i]),
  };
}

const coefficient = fc.double({ min: -5, max: 5, noNaN: true });
const coefficients = fc.array(coefficient, { minLength: 3, maxLength: 3 });

function differentiated(value: (x: Vector) => number, x0: Vector, bounds?: { lower: Vector; upper: Vector }) {
  const asked: Vector[] = [];
  const stated = problem({
    x0,
    objective: (x: Vector) => {
      asked.push(x.slice());
      return value(x);
    },
    ...(bounds && { bounds }),
  });
  const view = viewOf(finiteDifferences(stated));
  const gradient = new Float64Array(x0.length);
  const answer = answerTo(view.gradient(x0, gradient));
  return { gradient, answer, asked };
}

test("away from stationary points the error is that of forward differences, for n + 1 values", () => {
  fc.assert(
    fc.property(coefficients, coefficients, coefficients, (a, b, x) => {
      const { value, slope } = wave(a, b);
      const x0 = Float64Array.from(x);
      const { gradient, answer, asked } = differentiated(value, x0);
      expect(answer).toBe(value(x0));
      fc.pre(asked.length === 4);
      for (let i = 0; i < 3; i++) {
        const h = 2 ** -26 * Math.max(1, Math.abs(x[i]));
        // truncation h |f''| / 2 with |f''| <= |b| + 1, rounding of two values of size up to |f| + sum of its terms
        const size = 3 * (5 * 5 + 5 * 12.5 + 1);
        const error = (h * (Math.abs(b[i]) + 1)) / 2 + (8 * Number.EPSILON * size) / h;
        expect(Math.abs(gradient[i] - slope(x0, i))).toBeLessThanOrEqual(error);
      }
    }),
  );
});

test("near a stationary point it is that of central differences, for 2 n values more", () => {
  const center = Float64Array.of(1, 1 + 1e-7, 1);
  const { gradient, asked } = differentiated(rosenbrock.value, center);
  const exact = new Float64Array(3);
  rosenbrock.gradient(center, exact);
  expect(asked.length).toBe(4 + 6);
  // truncation h^2 f''' / 6 = (2^-17)^2 2400 / 6 = 2.4e-8, where forward differences are off by h f'' / 2 = 8e-6
  gradient.forEach((entry, i) => expect(Math.abs(entry - exact[i])).toBeLessThanOrEqual(3e-8));
});

/** A box with the start inside or on its bounds, narrow or wide. */
const boxed = fc
  .array(
    fc.record({
      lower: fc.double({ min: -10, max: 10, noNaN: true }),
      width: fc.constantFrom(0, 1e-15, 1e-12, 1e-8, 1e-3, 1, 100, Infinity),
      place: fc.constantFrom(0, 1e-9, 0.5, 1 - 1e-9, 1),
    }),
    { minLength: 3, maxLength: 3 },
  )
  .map((sides) => {
    const lower = Float64Array.from(sides, (side) => side.lower);
    const upper = Float64Array.from(sides, (side) => side.lower + side.width);
    const x0 = Float64Array.from(sides, ({ place, width }, i) =>
      Math.min(upper[i], lower[i] + place * Math.min(width, 10)),
    );
    return { lower, upper, x0 };
  });

test("nothing is asked outside the bounds, wherever the point lies and however narrow they are", () => {
  fc.assert(
    fc.property(boxed, fc.boolean(), ({ lower, upper, x0 }, isFlat) => {
      const value = isFlat ? (x: Vector) => 1e-9 * x[0] : rosenbrock.value;
      const { asked } = differentiated(value, x0, { lower, upper });
      for (const x of asked) x.forEach((entry, i) => expect(entry >= lower[i] && entry <= upper[i]).toBe(true));
    }),
    { numRuns: 1000 },
  );
});

test("on a bound the derivative is one-sided, and along a fixed variable it is 0", () => {
  const { value, slope } = wave([1, 2, 3], [1, 1, 1]);
  const x0 = Float64Array.of(0, 2, -1);
  const bounds = { lower: Float64Array.of(0, 2, -5), upper: Float64Array.of(4, 2, -1) };
  const { gradient } = differentiated(value, x0, bounds);
  expect(gradient[1]).toBe(0);
  // forward differences: 2^-26 |f''| with |f''| <= 2, and rounding
  for (const i of [0, 2]) expect(Math.abs(gradient[i] - slope(x0, i))).toBeLessThanOrEqual(2e-7);
});

test("a difference with a value that is no number is no gradient", () => {
  const { gradient, answer } = differentiated((x) => (x[1] > 0 ? NaN : x[0]), Float64Array.of(1, 0, 0));
  expect(answer).toBe(Infinity);
  expect(gradient).toEqual(new Float64Array(3));
});

test("the values are asked as one batch, so that they can be evaluated in parallel", () => {
  const stated = problem({ x0: [0, 0, 0], objective: (x) => x[0] });
  const run = watchedRun(finiteDifferences(stated), { inline: false });
  run.view.gradient(new Float64Array(3), new Float64Array(3))[Symbol.iterator]().next();
  expect(run.ask().length).toBe(4);
});

test("Hessian-vector products from an exact gradient are good to eps^(2/3) of the fourth derivative", () => {
  fc.assert(
    fc.property(coefficients, coefficients, (x, v) => {
      const stated = problem({ x0: Float64Array.from(x), objective: rosenbrock.value, gradient: rosenbrock.gradient });
      const view = viewOf(hessianVectorDifferences(stated, true));
      const product = new Float64Array(3);
      const exact = new Float64Array(3);
      answerTo(view.hessianVector(Float64Array.from(x), Float64Array.from(v), product));
      rosenbrock.hessianVector(Float64Array.from(x), Float64Array.from(v), exact);
      const length = Math.max(...v.map(Math.abs));
      const t = 2 ** -17 * Math.max(1, ...x.map(Math.abs));
      // with |v| = 1: truncation t^2 2400 / 6, rounding of gradients up to 6e4 over 2 t; both times |v|
      const error = length * (400 * t * t * 3 + (4 * Number.EPSILON * 6e4) / t);
      product.forEach((entry, i) => expect(Math.abs(entry - exact[i])).toBeLessThanOrEqual(error + 1e-12));
    }),
  );
});

test("Hessian-vector products keep the bounds, and along a direction without room are 0", () => {
  fc.assert(
    fc.property(boxed, coefficients, ({ lower, upper, x0 }, v) => {
      const inside = (x: Vector) => x.every((entry, i) => entry >= lower[i] && entry <= upper[i]);
      const stated = problem({
        x0,
        objective: rosenbrock.value,
        gradient: (x: Vector, out: Vector) => {
          expect(inside(x)).toBe(true);
          return rosenbrock.gradient(x, out);
        },
        bounds: { lower, upper },
      });
      const product = new Float64Array(3);
      answerTo(viewOf(hessianVectorDifferences(stated, true)).hessianVector(x0, Float64Array.from(v), product));
      expect(product.every((entry) => Number.isFinite(entry))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
