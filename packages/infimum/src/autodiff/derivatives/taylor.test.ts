import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dimension,
  evaluate,
  hyperDuals,
  numbers,
  programOf,
  randomFunction,
  type Statement,
} from "../fixtures/random-functions.ts";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { Interpreter } from "../run/interpreter.ts";
import { taylor } from "./taylor.ts";

function scalarProgram(f: (build: ProgramBuilder, x: Value) => Value): Program {
  const build = new ProgramBuilder(1);
  return build.finish([f(build, build.load(build.input, build.integer(0)))]);
}

/** The coefficients of order 0, 1, ... of f(x + t). */
function series(f: (build: ProgramBuilder, x: Value) => Value, x: number, order: number): number[] {
  const interpreter = new Interpreter(taylor(scalarProgram(f), order));
  const jet = new Float64Array(order);
  jet[0] = 1;
  expect(interpreter.run(Float64Array.of(x), jet)).toBe(-1);
  return Array.from({ length: order + 1 }, (_, k) => interpreter.result(k));
}

/** Coefficients of (1 + t)^p. */
function binomial(p: number, order: number): number[] {
  const list = [1];
  for (let k = 1; k <= order; k++) list.push((list[k - 1] * (p - k + 1)) / k);
  return list;
}

const order = 7;
const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
const orders = Array.from({ length: order + 1 }, (_, k) => k);
const odd = (f: (k: number) => number): number[] => orders.map((k) => (k % 2 === 1 ? f(k) : 0));

/** What every textbook has. */
const known: [string, number, (build: ProgramBuilder, x: Value) => Value, number[]][] = [
  ["exp", 0, (build, x) => build.unary("exp", x), orders.map((k) => 1 / factorial(k))],
  ["log", 1, (build, x) => build.unary("log", x), orders.map((k) => (k === 0 ? 0 : -((-1) ** k) / k))],
  ["log1p", 0, (build, x) => build.unary("log1p", x), orders.map((k) => (k === 0 ? 0 : -((-1) ** k) / k))],
  ["1 / x", 1, (build, x) => build.binary("div", build.constant(1), x), orders.map((k) => (-1) ** k)],
  ["sqrt", 1, (build, x) => build.unary("sqrt", x), binomial(0.5, order)],
  ["cbrt", 1, (build, x) => build.unary("cbrt", x), binomial(1 / 3, order)],
  ["pow", 1, (build, x) => build.binary("pow", x, build.constant(2.5)), binomial(2.5, order)],
  ["sin", 0, (build, x) => build.unary("sin", x), odd((k) => (-1) ** ((k - 1) / 2) / factorial(k))],
  ["sinh", 0, (build, x) => build.unary("sinh", x), odd((k) => 1 / factorial(k))],
  ["atan", 0, (build, x) => build.unary("atan", x), odd((k) => (-1) ** ((k - 1) / 2) / k)],
  ["atanh", 0, (build, x) => build.unary("atanh", x), odd((k) => 1 / k)],
  ["asin", 0, (build, x) => build.unary("asin", x), [0, 1, 0, 1 / 6, 0, 3 / 40, 0, 15 / 336]],
  ["asinh", 0, (build, x) => build.unary("asinh", x), [0, 1, 0, -1 / 6, 0, 3 / 40, 0, -15 / 336]],
  ["tan", 0, (build, x) => build.unary("tan", x), [0, 1, 0, 1 / 3, 0, 2 / 15, 0, 17 / 315]],
  ["tanh", 0, (build, x) => build.unary("tanh", x), [0, 1, 0, -1 / 3, 0, 2 / 15, 0, -17 / 315]],
  ["atan2", 0, (build, x) => build.binary("atan2", x, build.constant(1)), odd((k) => (-1) ** ((k - 1) / 2) / k)],
  ["hypot", 0, (build, x) => build.binary("hypot", x, build.constant(1)), [1, 0, 1 / 2, 0, -1 / 8, 0, 1 / 16, 0]],
  ["2^x", 0, (build, x) => build.binary("pow", build.constant(2), x), orders.map((k) => Math.LN2 ** k / factorial(k))],
];

test.each(known)("the series of %s at %d is that of the textbook", (_, x, f, expected) => {
  series(f, x, order).forEach((coefficient, k) => {
    // recurrences of order 7 add a few dozen terms of the size of the coefficients, which are below 1
    expect(Math.abs(coefficient - expected[k]), `order ${k}`).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(expected[k])));
  });
});

test("far out tanh keeps its coefficients: those of 1 - 2 e^(-2x)", () => {
  const x = 30;
  series((build, a) => build.unary("tanh", a), x, 4).forEach((coefficient, k) => {
    const expected = (k === 0 ? 1 : 0) - (2 * Math.exp(-2 * x) * (-2) ** k) / factorial(k);
    expect(Math.abs(coefficient - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  });
});

const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const points = fc.tuple(coordinate, coordinate, coordinate);
const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);

test("over random functions, order 2 along a curve is f'(x) x2 + x1' f''(x) x1 / 2", () => {
  fc.assert(
    fc.property(randomFunction, points, points, points, (list, x, first, second) => {
      const interpreter = new Interpreter(taylor(programOf(list, data), 2));
      interpreter.run(Float64Array.from(x), Float64Array.from([...first, ...second]));
      expect(interpreter.result(0)).toBe(evaluate(list, x, data, numbers));
      const along = (u: readonly number[], v: readonly number[]) => {
        const point = x.map((value, k) => [value, u[k], v[k], 0] as const);
        return evaluate(list, point, data, hyperDuals);
      };
      const [, slope, , curvature] = along(first, first);
      const size = 1 + slope ** 2 + Math.abs(curvature);
      expect(Math.abs(interpreter.result(1) - slope)).toBeLessThanOrEqual(1e-10 * size);
      const expected = along(second, second)[1] + curvature / 2;
      expect(Math.abs(interpreter.result(2) - expected)).toBeLessThanOrEqual(1e-9 * (size + Math.abs(expected)) * 10);
    }),
    { numRuns: 400 },
  );
});

test("along a line the coefficients sum to the function nearby, through loops, branches and memory", () => {
  fc.assert(
    fc.property(randomFunction, points, (list, x) => {
      const highest = 6;
      const interpreter = new Interpreter(taylor(programOf(list, data), highest));
      const jet = new Float64Array(highest * dimension);
      jet.set([0.6, -0.7, 0.4]);
      interpreter.run(Float64Array.from(x), jet);
      const coefficients = Array.from({ length: highest + 1 }, (_, k) => interpreter.result(k));
      const at = (t: number): number =>
        evaluate(
          list,
          x.map((value, k) => value + t * jet[k]),
          data,
          numbers,
        );
      const sum = (t: number): number => coefficients.reduceRight((s, c) => s * t + c, 0);
      // where a kink lies between, or at the point itself, there is no series
      const decided = decisions(list, x, 0, jet);
      if ([1e-2, 2e-2].some((t) => decisions(list, x, t, jet) !== decided) || decided.includes("tie")) return;
      // the remainder shrinks as t^7, by 128 when t is halved, where the series converges at all
      const error = (t: number): number => Math.abs(at(t) - sum(t));
      const [coarse, fine] = [error(2e-2), error(1e-2)];
      const rounding = 1e-13 * coefficients.reduce((total, c, k) => total + Math.abs(c) * 2e-2 ** k, 1);
      if (coarse > 1e-6) return;
      expect(fine).toBeLessThanOrEqual(coarse / 30 + rounding * 100);
    }),
    { numRuns: 300 },
  );
});

/** What a function decides on the way: its comparisons, and the sides of kinks. */
function decisions(list: Statement[], x: readonly number[], t: number, jet: Float64Array): string {
  const log: string[] = [];
  const side = (difference: number): void => {
    log.push(difference === 0 ? "tie" : String(difference > 0));
  };
  const point = x.map((value, k) => value + t * jet[k]);
  evaluate(list, point, data, {
    ...numbers,
    value: (a) => {
      side(a - 0.1);
      side(a - 0.2);
      return a;
    },
    unary: (operation, a) => {
      if (operation === "abs") side(a);
      return numbers.unary(operation, a);
    },
    binary: (operation, a, b) => {
      if (operation === "min" || operation === "max") side(a - b);
      return numbers.binary(operation, a, b);
    },
  });
  return log.join(" ");
}

test("an order below 1 is refused", () => {
  expect(() =>
    taylor(
      scalarProgram((_, x) => x),
      0,
    ),
  ).toThrow(TypeError);
});

test("coefficients that an arm computed are not used where the arm may not have been executed", () => {
  // the derivative of sin makes cos(x) before the arm, which has it as a value of its own; it is needed again behind
  const program = scalarProgram((build, x) => {
    const first = build.unary("sin", x);
    const [inner] = build.branch(
      build.compare("gt", x, build.constant(10)),
      () => [build.unary("cos", x)],
      () => [build.binary("mul", x, x)],
    );
    return build.binary("add", build.binary("add", first, inner), build.unary("cos", x));
  });
  const interpreter = new Interpreter(taylor(program, 3));
  const x = 0.7;
  interpreter.run(Float64Array.of(x), Float64Array.of(1, 0, 0));
  const [sin, cos] = [Math.sin(x), Math.cos(x)];
  expect(interpreter.result(1)).toBeCloseTo(cos + 2 * x - sin, 14);
  expect(interpreter.result(2)).toBeCloseTo((-sin + 2 - cos) / 2, 14);
  expect(interpreter.result(3)).toBeCloseTo((-cos + sin) / 6, 14);
});
