import fc from "fast-check";
import { expect, test } from "vitest";
import { Interpreter } from "../run/interpreter.ts";
import { ProgramBuilder } from "./builder.ts";
import { print } from "./print.ts";
import type { Program, Step } from "./program.ts";
import { prune } from "./prune.ts";
import { integerRange } from "./ranges.ts";
import { blocksOf } from "./uses.ts";
import type { Value } from "./value.ts";

function variables(build: ProgramBuilder): Value[] {
  return Array.from({ length: build.input.length }, (_, k) => build.load(build.input, build.integer(k)));
}

function run(program: Program, ...point: number[]): number {
  const interpreter = new Interpreter(program);
  expect(interpreter.run(Float64Array.from(point))).toBe(-1);
  return interpreter.result(0);
}

/** How many operations stand in the program, wherever. */
function countSteps(program: Program, kind: Step["step"] = "compute"): number {
  const count = (steps: readonly Step[]): number =>
    steps.reduce(
      (sum, step) =>
        sum + Number(step.step === kind) + blocksOf(step).reduce((inner, block) => inner + count(block.steps), 0),
      0,
    );
  return count(program.body.steps);
}

type Build = (build: ProgramBuilder, a: Value, b: Value) => Value;

const zero = 0;

const exact: [string, Build, (a: number, b: number) => number, number][] = [
  ["a * 1", (build, a) => build.binary("mul", a, build.constant(1)), (a) => a * 1, 0],
  ["-1 * a", (build, a) => build.binary("mul", build.constant(-1), a), (a) => -1 * a, 1],
  ["a / 1", (build, a) => build.binary("div", a, build.constant(1)), (a) => a / 1, 0],
  ["a / -1", (build, a) => build.binary("div", a, build.constant(-1)), (a) => a / -1, 1],
  ["a - 0", (build, a) => build.binary("sub", a, build.constant(0)), (a) => a - 0, 0],
  ["a + -0", (build, a) => build.binary("add", a, build.constant(-0)), (a) => a + -0, 0],
  ["a + 0", (build, a) => build.binary("add", a, build.constant(0)), (a) => a + 0, 1],
  ["|a| + 0", (build, a) => build.binary("add", build.unary("abs", a), build.constant(0)), (a) => Math.abs(a) + 0, 1],
  ["-0 - a", (build, a) => build.binary("sub", build.constant(-0), a), (a) => -0 - a, 1],
  ["--a", (build, a) => build.unary("neg", build.unary("neg", a)), (a) => a, 0],
  ["|-a|", (build, a) => build.unary("abs", build.unary("neg", a)), (a) => Math.abs(-a), 1],
  ["a + -b", (build, a, b) => build.binary("add", a, build.unary("neg", b)), (a, b) => a + -b, 1],
  ["a - -b", (build, a, b) => build.binary("sub", a, build.unary("neg", b)), (a, b) => a - -b, 1],
  ["-a * -b", (build, a, b) => build.binary("mul", build.unary("neg", a), build.unary("neg", b)), (a, b) => -a * -b, 1],
  ["-a * 3", (build, a) => build.binary("mul", build.unary("neg", a), build.constant(3)), (a) => -a * 3, 1],
  ["a / 8", (build, a) => build.binary("div", a, build.constant(8)), (a) => a / 8, 1],
  ["a / 3", (build, a) => build.binary("div", a, build.constant(3)), (a) => a / 3, 1],
  ["a ** 0", (build, a) => build.binary("pow", a, build.constant(0)), (a) => a ** 0, 0],
  ["a ** 1", (build, a) => build.binary("pow", a, build.constant(1)), (a) => a ** 1, 0],
  ["a ** 2", (build, a) => build.binary("pow", a, build.constant(2)), (a) => a * a, 1],
  ["a ** -1", (build, a) => build.binary("pow", a, build.constant(-1)), (a) => 1 / a, 1],
  ["a ** 0.5", (build, a) => build.binary("pow", a, build.constant(0.5)), (a) => a ** 0.5, 1],
  ["a * 0", (build, a) => build.binary("mul", a, build.constant(0)), (a) => a * zero, 1],
  ["a - a", (build, a) => build.binary("sub", a, a), (a) => a - a, 1],
];

const odd = [0, -0, 1, -1, 0.1, -3.7, 5e-324, -5e-324, 1e-310, 1.7e308, -1.7e308, Infinity, -Infinity, NaN];

test.each(exact)("%s is simplified without changing a bit", (_, build, expected, steps) => {
  const builder = new ProgramBuilder(2);
  const [a, b] = variables(builder);
  const program = prune(builder.finish([build(builder, a, b)]));
  expect(countSteps(program)).toBeLessThanOrEqual(steps);
  for (const x of odd) for (const y of odd) expect(run(program, x, y), `${x}, ${y}`).toBe(expected(x, y));
});

test("third and fourth powers are products, with relative errors of at most 2 and 3 roundings", () => {
  for (const exponent of [3, 4]) {
    const builder = new ProgramBuilder(1);
    const program = builder.finish([builder.binary("pow", variables(builder)[0], builder.constant(exponent))]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (mantissa) => {
        // an integer, so that its power is known exactly; errors of second order are far below a thousandth
        const power = BigInt(mantissa) ** BigInt(exponent);
        const error = Number(BigInt(run(program, mantissa)) - power);
        return Math.abs(error) <= (exponent - 1) * 2 ** -53 * Number(power) * 1.001;
      }),
    );
  }
});

test("the same operation on the same operands is built once, also with operands exchanged", () => {
  const build = new ProgramBuilder(2);
  const [a, b] = variables(build);
  expect(build.binary("add", a, b)).toBe(build.binary("add", b, a));
  expect(build.binary("sub", a, b)).not.toBe(build.binary("sub", b, a));
  expect(build.unary("sin", a)).toBe(build.unary("sin", a));
  expect(build.load(build.input, build.integer(0))).toBe(a);
  expect(build.constant(0)).not.toBe(build.constant(-0));
  expect(build.constant(NaN)).toBe(build.constant(NaN));
});

test("what an arm computes is not used outside of it, and what was computed before is used inside", () => {
  const build = new ProgramBuilder(2);
  const [a, b] = variables(build);
  const before = build.unary("exp", b);
  let inside: Value | undefined;
  const [result] = build.branch(
    build.compare("lt", a, b),
    () => {
      inside = build.unary("sin", a);
      return [build.binary("add", inside, build.unary("exp", b))];
    },
    () => [build.constant(1)],
  );
  expect(build.unary("sin", a)).not.toBe(inside);
  expect(build.unary("exp", b)).toBe(before);
  expect(run(build.finish([result]), 1, 2)).toBe(Math.sin(1) + Math.exp(2));
});

test("what does not depend on a loop is computed before it, but nothing leaves an arm", () => {
  const build = new ProgramBuilder(2);
  const [a, b] = variables(build);
  const [sum] = build.loop(build.integer(0), build.integer(9), 1, [build.constant(0)], (i, [s]) => {
    const outside = build.unary("sin", build.binary("mul", a, b));
    return build.branch(
      build.compare("gt", build.float(i), a),
      () => [build.binary("add", s, build.binary("add", outside, build.unary("exp", b)))],
      () => [s],
    );
  });
  const program = build.finish([sum]);
  const top = program.body.steps.flatMap((step) => (step.step === "compute" ? [step.value.operation] : []));
  expect(top).toEqual(["mul", "sin"]);
});

test("a load sees the last store, is forgotten by another, and by a loop that may write", () => {
  const build = new ProgramBuilder(2);
  const [a, b] = variables(build);
  const memory = build.local(4);
  const [zero, one] = [build.integer(0), build.integer(1)];
  build.store(memory, zero, a);
  expect(build.load(memory, zero)).toBe(a);
  build.store(memory, one, b);
  const first = build.load(memory, zero);
  build.loop(zero, build.integer(3), 1, [], (i) => {
    expect(build.load(memory, zero)).not.toBe(first);
    build.store(memory, i, build.binary("add", build.load(memory, zero), build.constant(1)));
    return [];
  });
  const last = build.load(memory, zero);
  expect(last).not.toBe(first);
  expect(run(build.finish([build.binary("add", last, build.load(memory, build.integer(2)))]), 5, 7)).toBe(13);
});

test("memory made in a loop is fresh in every iteration", () => {
  const build = new ProgramBuilder(1);
  const [sum] = build.loop(build.integer(0), build.integer(5), 1, [build.constant(0)], (_, [s]) => {
    const memory = build.local(1, 2);
    const entry = build.load(memory, build.integer(0));
    build.store(memory, build.integer(0), build.binary("add", entry, build.constant(1)));
    return [build.binary("add", s, build.load(memory, build.integer(0)))];
  });
  expect(run(build.finish([sum]), 0)).toBe(15);
});

test("ranges of integers contain every result, and are given up where JavaScript would make another number", () => {
  const range = fc
    .tuple(fc.integer({ min: -9, max: 9 }), fc.nat(6))
    .map(([low, width]) => ({ low, high: low + width }));
  const operation = fc.constantFrom("add", "sub", "mul", "rem", "min", "max");
  fc.assert(
    fc.property(range, range, operation, (a, b, name) => {
      const bounds = integerRange(name as "add", a, b);
      if (bounds === undefined) return;
      for (let x = a.low; x <= a.high; x++) {
        for (let y = b.low; y <= b.high; y++) {
          const build = new ProgramBuilder(2);
          const [left, right] = variables(build);
          const result = run(build.finish([build.binary(name as "add", left, right)]), x, y);
          expect(Object.is(result, -0)).toBe(false);
          expect(result).toBeGreaterThanOrEqual(bounds.low);
          expect(result).toBeLessThanOrEqual(bounds.high);
        }
      }
    }),
    { numRuns: 100 },
  );
  const big = { low: 0, high: 2 ** 31 - 1 };
  expect(integerRange("add", big, { low: 1, high: 1 })).toBeUndefined();
  expect(integerRange("mul", big, { low: 2, high: 2 })).toBeUndefined();
  expect(integerRange("mul", { low: -1, high: 1 }, { low: 0, high: 4 })).toBeUndefined();
});

test("an index that cannot be out of range is not checked, any other is", () => {
  const build = new ProgramBuilder(10);
  build.loop(build.integer(0), build.integer(9), 1, [], (i) => {
    build.load(build.input, build.binary("add", i, build.integer(1)));
    return [];
  });
  expect(build.finish([build.constant(0)]).sites).toEqual([]);
  const other = new ProgramBuilder(10);
  other.position({ line: 3, column: 14 });
  other.loop(other.integer(0), other.integer(10), 1, [], (i) => {
    other.load(other.input, other.binary("add", i, other.integer(1)));
    return [];
  });
  const program = other.finish([other.constant(0)]);
  expect(program.sites).toEqual([{ what: "index", position: { line: 3, column: 14 }, note: "10 entries" }]);
  const failing = new Interpreter(program);
  expect(failing.run(new Float64Array(10))).toBe(0);
});

test("pruning takes away what no answer depends on, and nothing else", () => {
  const build = new ProgramBuilder(2);
  const [a, b] = variables(build);
  const [unread, read] = [build.local(3), build.local(3)];
  build.unary("exp", a);
  build.store(unread, build.integer(0), build.unary("sin", a));
  build.store(read, build.integer(0), build.unary("cos", a));
  const [kept] = build.loop(build.integer(0), build.integer(4), 1, [a, b], (_, [s, t]) => [
    build.binary("mul", s, b),
    build.binary("add", t, s),
  ]);
  build.loop(build.integer(0), build.integer(4), 1, [a], (_, [s]) => [build.unary("tan", s)]);
  // a place that is not known, so that the store is not seen through
  const place = build.index(build.binary("sub", b, build.constant(2)));
  const program = build.finish([build.binary("add", kept, build.load(read, place))]);
  const pruned = prune(program);
  expect(run(pruned, 0.5, 2)).toBe(run(program, 0.5, 2));
  expect(countSteps(pruned)).toBe(4);
  expect([countSteps(pruned, "loop"), countSteps(pruned, "store")]).toEqual([1, 1]);
  expect(pruned.locals).toHaveLength(1);
});

test("a program can be printed", () => {
  const build = new ProgramBuilder(1);
  const [x] = variables(build);
  const [sum] = build.loop(build.integer(0), build.integer(3), 1, [build.constant(0)], (_, [s]) => [
    build.binary("add", s, x),
  ]);
  expect(print(build.finish([sum]))).toMatch(/^f\d = input0\[0\]\nfor i\d+ from 0 to 3 by 1, f\d+ = 0\n {2}f\d+ = add/);
});

test("operands of the wrong kind are refused", () => {
  const build = new ProgramBuilder(2);
  const [a] = variables(build);
  expect(() => build.load(build.input, a)).toThrow(TypeError);
  expect(() => build.select(a, a, a)).toThrow(TypeError);
  expect(() => build.store(build.input, build.integer(0), a)).toThrow(TypeError);
  expect(() => build.loop(build.integer(0), build.integer(2), 0, [], () => [])).toThrow(TypeError);
  expect(() => build.integer(0.5)).toThrow(TypeError);
});
