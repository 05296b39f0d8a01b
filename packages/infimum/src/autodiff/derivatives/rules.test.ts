import { expect, test } from "vitest";
import { ProgramBuilder } from "../program/builder.ts";
import type { BinaryOperation, UnaryOperation } from "../program/operations.ts";
import type { Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { Interpreter } from "../run/interpreter.ts";
import { forward } from "./forward.ts";
import { gradient } from "./reverse.ts";

/** First and second derivative by reverse mode and by forward over reverse. */
function derivatives(program: Program, x: readonly number[]): { first: number[]; second: number[][] } {
  const point = Float64Array.from(x);
  const out = new Float64Array(x.length);
  const reverse = new Interpreter(gradient(program));
  reverse.run(point);
  reverse.read(0, out);
  const first = [...out];
  const twice = new Interpreter(forward(gradient(program)));
  const second = x.map((_, k) => {
    twice.run(
      point,
      Float64Array.from(x, (_, i) => Number(i === k)),
    );
    twice.read(1, out);
    return [...out];
  });
  return { first, second };
}

function scalarProgram(n: number, f: (build: ProgramBuilder, x: Value[]) => Value): Program {
  const build = new ProgramBuilder(n);
  return build.finish([
    f(
      build,
      Array.from({ length: n }, (_, k) => build.load(build.input, build.integer(k))),
    ),
  ]);
}

function agrees(actual: number, expected: number, what: string): void {
  if (Object.is(actual, expected)) return;
  expect(Math.abs(actual - expected) / Math.abs(expected || 1), `${what}: ${actual} for ${expected}`).toBeLessThan(
    1e-12,
  );
}

const everywhere = [-700, -20.5, -1.25, -0.3, -1e-9, 1e-9, 0.4, 1.1, 3, 17, 350];
const positive = [1e-300, 1e-9, 0.2, 0.999, 1, 1.7, 40, 1e200];
const inside = [-0.9999999, -0.5, -1e-8, 1e-8, 0.3, 0.99999999];
const aboveOne = [1.0000001, 1.5, 30, 1e160];
const large = [-1e200, -1e9, ...everywhere, 1e9, 1e200];

/** sech(a)^2 without overflow: (2 / (e^|a| + e^-|a|))^2 with the large factor taken out. */
const squaredSech = (a: number): number => (2 / (1 + Math.exp(-2 * Math.abs(a)))) ** 2 * Math.exp(-2 * Math.abs(a));

/** Where each operation is differentiated, and its derivatives in closed form, written in another way than the rules. */
const cases: [UnaryOperation, number[], (a: number) => number, (a: number) => number][] = [
  ["neg", everywhere, () => -1, () => 0],
  ["abs", everywhere, (a) => Math.sign(a), () => 0],
  ["sqrt", positive.slice(1, 7), (a) => 0.5 * a ** -0.5, (a) => -0.25 * a ** -1.5],
  [
    "cbrt",
    [-8, -0.3, ...positive.slice(1, 7)],
    (a) => 1 / (3 * Math.cbrt(a * a)),
    (a) => -2 / (9 * a * Math.cbrt(a * a)),
  ],
  ["exp", everywhere, Math.exp, Math.exp],
  ["expm1", everywhere, Math.exp, Math.exp],
  ["log", positive.slice(1, 7), (a) => a ** -1, (a) => -(a ** -2)],
  ["log1p", [-0.9999999, -0.5, ...positive.slice(0, 7)], (a) => (1 + a) ** -1, (a) => -((1 + a) ** -2)],
  ["log2", positive.slice(1, 7), (a) => 1 / (a * Math.LN2), (a) => -1 / (a * a * Math.LN2)],
  ["log10", positive.slice(1, 7), (a) => 1 / (a * Math.LN10), (a) => -1 / (a * a * Math.LN10)],
  ["sin", everywhere, Math.cos, (a) => -Math.sin(a)],
  ["cos", everywhere, (a) => -Math.sin(a), (a) => -Math.cos(a)],
  ["tan", [-1.25, -0.3, 1e-9, 0.4, 1.1, 3], (a) => Math.cos(a) ** -2, (a) => (2 * Math.sin(a)) / Math.cos(a) ** 3],
  ["asin", inside, (a) => ((1 - a) * (1 + a)) ** -0.5, (a) => a * ((1 - a) * (1 + a)) ** -1.5],
  ["acos", inside, (a) => -(((1 - a) * (1 + a)) ** -0.5), (a) => -a * ((1 - a) * (1 + a)) ** -1.5],
  ["atan", everywhere, (a) => 1 / (1 + a * a), (a) => (-2 * a) / (1 + a * a) ** 2],
  ["sinh", everywhere.slice(1), Math.cosh, Math.sinh],
  ["cosh", everywhere.slice(1), Math.sinh, Math.cosh],
  ["tanh", everywhere.slice(1), squaredSech, (a) => -2 * Math.tanh(a) * squaredSech(a)],
  ["asinh", large, (a) => 1 / Math.hypot(1, a), (a) => -(a / Math.hypot(1, a)) / Math.hypot(1, a) / Math.hypot(1, a)],
  [
    "acosh",
    aboveOne,
    (a) => (a - 1) ** -0.5 * (a + 1) ** -0.5,
    (a) => -a * (a - 1) ** -0.5 * (a + 1) ** -0.5 * (1 / (a - 1)) * (1 / (a + 1)),
  ],
  ["atanh", inside, (a) => 0.5 / (1 - a) + 0.5 / (1 + a), (a) => 2 * a * ((1 - a) * (1 + a)) ** -2],
  ["fround", [0.5, 3], () => 1, () => 0],
  ["sign", everywhere, () => 0, () => 0],
  ["floor", [0.3, 1.7], () => 0, () => 0],
  ["ceil", [0.3, 1.7], () => 0, () => 0],
  ["round", [0.3, 1.7], () => 0, () => 0],
  ["trunc", [0.3, 1.7], () => 0, () => 0],
];

test.each(cases)("the first and second derivative of %s are right to 1e-12", (operation, places, first, second) => {
  const program = scalarProgram(1, (build, [a]) => build.unary(operation, a));
  for (const a of places) {
    const actual = derivatives(program, [a]);
    agrees(actual.first[0], first(a), `${operation}' at ${a}`);
    agrees(actual.second[0][0], second(a), `${operation}'' at ${a}`);
  }
});

const pairs = [
  [0.7, 1.9],
  [2.5, -1.25],
  [1e-6, 3],
  [40, 0.5],
];

/** Gradient and Hessian (aa, ab, bb). */
const binaryCases: [BinaryOperation, (a: number, b: number) => number[]][] = [
  ["add", () => [1, 1, 0, 0, 0]],
  ["sub", () => [1, -1, 0, 0, 0]],
  ["mul", (a, b) => [b, a, 0, 1, 0]],
  ["div", (a, b) => [1 / b, -a * b ** -2, 0, -(b ** -2), 2 * a * b ** -3]],
  ["rem", (a, b) => [1, -Math.trunc(a / b), 0, 0, 0]],
  [
    "pow",
    (a, b) => {
      const [r, l] = [a ** b, Math.log(a)];
      return [(b * r) / a, r * l, (b * (b - 1) * r) / (a * a), (r / a) * (1 + b * l), r * l * l];
    },
  ],
  [
    "atan2",
    (a, b) => {
      const s = a * a + b * b;
      return [b / s, -a / s, (-2 * a * b) / s ** 2, ((a - b) * (a + b)) / s ** 2, (2 * a * b) / s ** 2];
    },
  ],
  [
    "hypot",
    (a, b) => {
      const r = Math.sqrt(a * a + b * b);
      return [a / r, b / r, (b * b) / r ** 3, (-a * b) / r ** 3, (a * a) / r ** 3];
    },
  ],
  ["min", (a, b) => [Number(a <= b), Number(a > b), 0, 0, 0]],
  ["max", (a, b) => [Number(a >= b), Number(a < b), 0, 0, 0]],
];

test.each(binaryCases)("the gradient and the Hessian of %s are right to 1e-12", (operation, expected) => {
  const program = scalarProgram(2, (build, [a, b]) => build.binary(operation, a, b));
  for (const [a, b] of pairs) {
    const { first, second } = derivatives(program, [a, b]);
    const [da, db, daa, dab, dbb] = expected(a, b);
    agrees(first[0], da, `${operation} by a at ${a}, ${b}`);
    agrees(first[1], db, `${operation} by b at ${a}, ${b}`);
    const size = Math.hypot(daa, dab, dbb) || 1;
    // a second derivative that is 0, or small beside the others, is right to 1e-12 of these
    for (const [actual, entry] of [
      [second[0][0], daa],
      [second[0][1], dab],
      [second[1][0], dab],
      [second[1][1], dbb],
    ]) {
      expect(Math.abs(actual - entry), `${operation}'' at ${a}, ${b}`).toBeLessThan(
        1e-12 * Math.max(size, Math.abs(entry)),
      );
    }
  }
});

test("powers at 0 have the derivatives of the functions they are", () => {
  const byBase = (exponent: number) => {
    const program = scalarProgram(1, (build, [a]) => build.binary("pow", a, build.constant(exponent)));
    return derivatives(program, [0]);
  };
  expect(byBase(1.5).first).toEqual([0]);
  expect(byBase(2).second).toEqual([[2]]);
  expect(byBase(3).second).toEqual([[0]]);
  expect(byBase(0.5).first).toEqual([Infinity]);
  const both = scalarProgram(2, (build, [a, b]) => build.binary("pow", a, b));
  expect(derivatives(both, [0, 2]).first).toEqual([0, 0]);
  expect(derivatives(both, [3, 0]).first).toEqual([0, Math.log(3)]);
});
