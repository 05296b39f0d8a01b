import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dimension,
  evaluate,
  type HyperDual,
  hyperDuals,
  numbers,
  programOf,
  randomFunction,
  type Statement,
} from "../fixtures/random-functions.ts";
import { Interpreter } from "../run/interpreter.ts";
import { forward } from "./forward.ts";
import { gradient } from "./reverse.ts";

const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const points = fc.tuple(coordinate, coordinate, coordinate);
const runs = { numRuns: 1000 };
const fewer = { numRuns: 300 };

/** Hyper-duals of a point along two directions. */
function dualPoint(x: readonly number[], u: readonly number[], v: readonly number[]): HyperDual[] {
  return x.map((value, k) => [value, u[k], v[k], 0]);
}

/** Both sides round in other places: each of the up to some hundred operations may add eps of what it passes on. */
function agrees(actual: number, expected: number, size: number): void {
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
    1e-11 * (size + Math.abs(expected)),
  );
}

/** The largest derivative along the way stands for the size of the rounding errors of the others. */
function sizeOf(list: Statement[], x: readonly number[], u: readonly number[], v: readonly number[]): number {
  let size = 1;
  evaluate(list, dualPoint(x, u, v), data, {
    ...hyperDuals,
    unary: (operation, a) => {
      for (const part of a) size = Math.max(size, Math.abs(part));
      return hyperDuals.unary(operation, a);
    },
  });
  return size * size;
}

test("a program gives the bits of the function", () => {
  fc.assert(
    fc.property(randomFunction, points, (list, x) => {
      const interpreter = new Interpreter(programOf(list, data));
      expect(interpreter.run(Float64Array.from(x))).toBe(-1);
      expect(interpreter.result(0)).toBe(evaluate(list, x, data, numbers));
    }),
    fewer,
  );
});

test("forward mode gives the derivative along a direction", () => {
  fc.assert(
    fc.property(randomFunction, points, points, (list, x, u) => {
      const interpreter = new Interpreter(forward(programOf(list, data)));
      expect(interpreter.run(Float64Array.from(x), Float64Array.from(u))).toBe(-1);
      const [value, derivative] = evaluate(list, dualPoint(x, u, u), data, hyperDuals);
      expect(interpreter.result(0)).toBe(value);
      agrees(interpreter.result(1), derivative, sizeOf(list, x, u, u));
    }),
    fewer,
  );
});

test("reverse mode gives the gradient", () => {
  fc.assert(
    fc.property(randomFunction, points, (list, x) => {
      const interpreter = new Interpreter(gradient(programOf(list, data)));
      expect(interpreter.run(Float64Array.from(x))).toBe(-1);
      const out = new Float64Array(dimension);
      interpreter.read(0, out);
      for (let k = 0; k < dimension; k++) {
        const axis = x.map((_, i) => Number(i === k));
        const [value, derivative] = evaluate(list, dualPoint(x, axis, axis), data, hyperDuals);
        expect(interpreter.result(0)).toBe(value);
        agrees(out[k], derivative, sizeOf(list, x, axis, axis));
      }
    }),
    runs,
  );
});

test("forward over reverse gives the products of the Hessian with vectors, which is symmetric", () => {
  fc.assert(
    fc.property(randomFunction, points, points, points, (list, x, u, v) => {
      const interpreter = new Interpreter(forward(gradient(programOf(list, data))));
      const product = (along: readonly number[]): Float64Array => {
        expect(interpreter.run(Float64Array.from(x), Float64Array.from(along))).toBe(-1);
        const out = new Float64Array(dimension);
        interpreter.read(1, out);
        return out;
      };
      const [, , , second] = evaluate(list, dualPoint(x, u, v), data, hyperDuals);
      const size = sizeOf(list, x, u, v);
      agrees(
        product(u).reduce((sum, entry, k) => sum + entry * v[k], 0),
        second,
        size,
      );
      agrees(
        product(v).reduce((sum, entry, k) => sum + entry * u[k], 0),
        second,
        size,
      );
    }),
    runs,
  );
});
