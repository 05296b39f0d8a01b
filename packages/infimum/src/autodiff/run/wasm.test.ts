import fc from "fast-check";
import { expect, test } from "vitest";
import { forward } from "../derivatives/forward.ts";
import { gradient } from "../derivatives/reverse.ts";
import { programOf, randomFunction } from "../fixtures/random-functions.ts";
import { ProgramBuilder } from "../program/builder.ts";
import {
  type BinaryOperation,
  binaryOperations,
  type Comparison,
  comparisons,
  type UnaryOperation,
  unaryOperations,
} from "../program/operations.ts";
import type { Program } from "../program/program.ts";
import { Compiled } from "./compiled.ts";
import { Interpreter } from "./interpreter.ts";

const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const points = fc.tuple(coordinate, coordinate, coordinate).map((x) => Float64Array.from(x));

/** Everything a run answers with. */
function answers(evaluator: Compiled | Interpreter, ...inputs: Float64Array[]): number[] {
  const status = evaluator.run(...inputs);
  const scalars = evaluator.program.results.map((_, k) => evaluator.result(k));
  const outputs = evaluator.program.outputs.flatMap((buffer, k) => {
    const out = new Float64Array(buffer.length);
    evaluator.read(k, out);
    return [...out];
  });
  return [status, ...scalars, ...outputs];
}

test("compiled and interpreted programs give the same bits: values, gradients, products with the Hessian", () => {
  fc.assert(
    fc.property(randomFunction, points, points, (list, x, direction) => {
      const program = programOf(list, data);
      for (const derived of [program, gradient(program), forward(gradient(program))]) {
        const inputs = [x, direction].slice(0, derived.inputs.length);
        const compiled = answers(new Compiled(derived), ...inputs);
        expect(compiled).toEqual(answers(new Interpreter(derived), ...inputs));
      }
    }),
    { numRuns: 300 },
  );
});

const numbers = [
  0, -0, 0.3, -0.3, 0.5, -0.5, 0.49999999999999994, 1, -1, 1.5, -1.5, 2.5, 3, -7, 20.1, 710, -745.2, 1e-310,
];
numbers.push(2 ** 52 + 1, -(2 ** 52) - 1, 1e300, -1e300, Infinity, -Infinity, NaN, 4503599627370495.5);

function unaryProgram(operation: UnaryOperation): Program {
  const build = new ProgramBuilder(1);
  return build.finish([build.unary(operation, build.load(build.input, build.integer(0)))]);
}

test.each(Object.keys(unaryOperations) as UnaryOperation[])("%s has the bits of JavaScript", (operation) => {
  const program = unaryProgram(operation);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    for (const a of numbers) {
      evaluator.run(Float64Array.of(a));
      expect(evaluator.result(0), `${operation}(${a}), ${evaluator.how}`).toBe(unaryOperations[operation](a));
    }
  }
});

test.each(Object.keys(binaryOperations) as BinaryOperation[])("%s has the bits of JavaScript", (operation) => {
  const build = new ProgramBuilder(2);
  const [left, right] = [0, 1].map((k) => build.load(build.input, build.integer(k)));
  const program = build.finish([build.binary(operation, left, right)]);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    for (const a of numbers) {
      for (const b of numbers) {
        evaluator.run(Float64Array.of(a, b));
        expect(evaluator.result(0), `${operation}(${a}, ${b}), ${evaluator.how}`).toBe(
          binaryOperations[operation](a, b),
        );
      }
    }
  }
});

test.each(
  Object.keys(comparisons) as Comparison[],
)("%s compares floats and integers as JavaScript does", (operation) => {
  const build = new ProgramBuilder(2);
  const [left, right] = [0, 1].map((k) => build.load(build.input, build.integer(k)));
  const floats = build.compare(operation, left, right);
  const integers = build.compare(operation, build.index(left), build.index(right));
  const program = build.finish([floats, integers]);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    for (const a of [-3, 0, 5]) {
      for (const b of [-4, -3, 0, 5, 2 ** 31 - 1]) {
        expect(evaluator.run(Float64Array.of(a, b))).toBe(-1);
        expect(evaluator.result(0)).toBe(Number(comparisons[operation](a, b)));
        expect(evaluator.result(1)).toBe(Number(comparisons[operation](a, b)));
      }
    }
  }
});

test("a loop may end at the largest integer without running over", () => {
  const build = new ProgramBuilder(2);
  const [from, to] = [0, 1].map((k) => build.index(build.load(build.input, build.integer(k))));
  const count = (stride: number): readonly Float64Array[] | unknown =>
    build.loop(stride > 0 ? from : to, stride > 0 ? to : from, stride, [build.constant(0)], (_, [sum]) => [
      build.binary("add", sum, build.constant(1)),
    ]);
  const sums = [1, 2, 7, -1, -2, -7].flatMap((stride) => count(stride) as ReturnType<ProgramBuilder["loop"]>);
  const program = build.finish(sums);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    for (const [low, high] of [
      [2 ** 31 - 11, 2 ** 31 - 1],
      [-(2 ** 31), -(2 ** 31) + 10],
    ]) {
      expect(evaluator.run(Float64Array.of(low, high))).toBe(-1);
      expect([0, 1, 2, 3, 4, 5].map((k) => evaluator.result(k))).toEqual([10, 5, 2, 10, 5, 2]);
    }
  }
});

test("a failing access, conversion or guard ends the run and is named with its place", () => {
  const build = new ProgramBuilder(3);
  const list = build.data(Float64Array.of(1, 2, 3));
  const [x, y, z] = [0, 1, 2].map((k) => build.load(build.input, build.integer(k)));
  build.position({ line: 1, column: 10 });
  const index = build.index(x);
  build.position({ line: 2, column: 20 });
  const entry = build.load(list, index);
  build.position({ line: 3, column: 30 });
  build.guard(build.compare("gt", y, z), true, "y > z");
  const program = build.finish([entry]);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    const failure = (...point: number[]) => program.sites[evaluator.run(Float64Array.from(point))];
    expect(failure(2, 1, 0)).toBeUndefined();
    expect(evaluator.result(0)).toBe(3);
    for (const odd of [0.5, NaN, Infinity, 2 ** 31]) {
      expect(failure(odd, 1, 0)).toMatchObject({ what: "integer", position: { line: 1, column: 10 } });
    }
    for (const outside of [-1, 3]) {
      expect(failure(outside, 1, 0)).toMatchObject({ what: "index", position: { line: 2, column: 20 } });
    }
    expect(failure(0, 0, 0)).toMatchObject({ what: "guard", note: "y > z", position: { line: 3, column: 30 } });
  }
});

test("data can be exchanged for others of the same length and type", () => {
  const build = new ProgramBuilder(1);
  const [floats, integers] = [build.data([1.5, 2.5]), build.data(Int32Array.of(7, 8))];
  const program = build.finish([build.load(floats, build.integer(1)), build.load(integers, build.integer(0))]);
  for (const evaluator of [new Compiled(program), new Interpreter(program)]) {
    evaluator.bind(0, [3, -4.5]);
    evaluator.bind(1, Int32Array.of(-9, 0));
    evaluator.run(Float64Array.of(0));
    expect([evaluator.result(0), evaluator.result(1)]).toEqual([-4.5, -9]);
    expect(() => evaluator.bind(0, [1])).toThrow(expect.objectContaining({ code: "data-mismatch" }));
    expect(() => evaluator.bind(1, [1.5, 2])).toThrow(expect.objectContaining({ code: "data-mismatch" }));
  }
});

/** x0 + sin(x1 + sin(x2 + ...)), again and again: a program of many steps without a loop. */
function longProgram(steps: number, n: number): Program {
  const build = new ProgramBuilder(n);
  let sum = build.constant(0);
  for (let k = 0; k < steps; k++) {
    const x = build.load(build.input, build.integer(k % n));
    sum = build.unary("sin", build.binary("add", build.binary("mul", x, build.constant(1 + k / steps)), sum));
  }
  return build.finish([sum]);
}

test("programs larger than a function may be are divided, and give the same bits", () => {
  const n = 50;
  const program = gradient(longProgram(30_000, n));
  const x = Float64Array.from({ length: n }, (_, k) => Math.cos(k));
  expect(answers(new Compiled(program), x)).toEqual(answers(new Interpreter(program), x));
});

test("the tape grows as long as it has to, and is empty again in the next run", () => {
  const build = new ProgramBuilder(1);
  const x = build.load(build.input, build.integer(0));
  const [y] = build.loop(build.integer(0), build.integer(200_000), 1, [x], (_, [state]) => [
    build.unary("sin", build.binary("mul", build.constant(1.01), state)),
  ]);
  const program = gradient(build.finish([y]));
  const [compiled, interpreter] = [new Compiled(program), new Interpreter(program)];
  for (const start of [0.5, 0.6]) {
    expect(answers(compiled, Float64Array.of(start))).toEqual(answers(interpreter, Float64Array.of(start)));
  }
});
