import { expect, test } from "vitest";
import { ProgramBuilder } from "../program/builder.ts";
import type { LoopStep, Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { both, usefulFor, variedBy } from "./activity.ts";
import { Structure } from "./structure.ts";

type Body = (build: ProgramBuilder, x: Value, sum: Value) => Value;

/** Whether the value that a loop carries is a sum. */
function isSum(body: Body): boolean {
  const build = new ProgramBuilder(8);
  const start = build.load(build.input, build.integer(0));
  const results = build.loop(build.integer(0), build.integer(8), 1, [start], (i, [s]) => [
    body(build, build.load(build.input, i), s),
  ]);
  const program: Program = build.finish(results);
  const active = both(variedBy(program, [build.input.id]), usefulFor(program, program.results, []));
  const loop = program.body.steps.find((step): step is LoopStep => step.step === "loop") as LoopStep;
  return new Structure(program, active).isAdditive(loop, 0);
}

const times = (build: ProgramBuilder, a: Value, b: Value): Value => build.binary("mul", a, b);
const plus = (build: ProgramBuilder, a: Value, b: Value): Value => build.binary("add", a, b);

test("what a loop adds to, subtracts from, or leaves alone is a sum", () => {
  expect(isSum((build, x, s) => plus(build, s, times(build, x, x)))).toBe(true);
  expect(isSum((build, x, s) => plus(build, plus(build, x, s), x))).toBe(true);
  expect(isSum((build, x, s) => build.binary("sub", s, x))).toBe(true);
  expect(isSum((_build, _x, s) => s)).toBe(true);
});

test("sums may go through branches, selections and inner loops", () => {
  const positive = (build: ProgramBuilder, x: Value): Value => build.compare("gt", x, build.constant(0));
  expect(
    isSum((build, x, s) => {
      const [sum] = build.branch(
        positive(build, x),
        () => [plus(build, s, times(build, x, x))],
        () => [s],
      );
      return sum;
    }),
  ).toBe(true);
  expect(isSum((build, x, s) => build.select(positive(build, x), plus(build, s, x), s))).toBe(true);
  expect(
    isSum((build, x, s) => {
      const inner = build.loop(build.integer(0), build.integer(3), 1, [s], (j, [t]) => [
        plus(build, t, times(build, x, build.float(j))),
      ]);
      return inner[0];
    }),
  ).toBe(true);
});

test("a running sum that is stored as well is not", () => {
  expect(
    isSum((build, x, s) => {
      const sum = plus(build, s, x);
      build.store(build.local(1), build.integer(0), sum);
      return sum;
    }),
  ).toBe(false);
});

test("what is used in any other way is not", () => {
  expect(isSum((build, x, s) => times(build, s, x))).toBe(false);
  expect(isSum((build, x, s) => build.binary("sub", x, s))).toBe(false);
  expect(isSum((build, _x, s) => plus(build, s, s))).toBe(false);
  expect(isSum((build, x, s) => plus(build, s, times(build, s, x)))).toBe(false);
  expect(isSum((build, x, s) => plus(build, s, build.unary("sin", plus(build, s, x))))).toBe(false);
  expect(isSum((build, x, s) => build.select(build.compare("gt", s, x), plus(build, s, x), s))).toBe(false);
});
