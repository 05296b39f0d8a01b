import fc from "fast-check";
import { expect, test } from "vitest";
import { programOf, randomFunction } from "../fixtures/random-functions.ts";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Value } from "../program/value.ts";
import { Interpreter } from "../run/interpreter.ts";
import { gradient } from "./reverse.ts";

function operations(program: Program, x: Float64Array): number {
  const interpreter = new Interpreter(program);
  expect(interpreter.run(x)).toBe(-1);
  return interpreter.operations;
}

/** In loops over loops, with state carried from one to the next: the case in which most is computed twice. */
function nested(depth: number): Program {
  const build = new ProgramBuilder(1);
  const inner = (level: number, state: Value): Value => {
    if (level === 0) {
      const product = build.binary("mul", state, build.binary("add", build.constant(1.5), state));
      return build.unary("sin", build.binary("div", product, build.constant(3)));
    }
    const [after] = build.loop(build.integer(0), build.integer(4), 1, [state], (_, [s]) => [inner(level - 1, s)]);
    return after;
  };
  return build.finish([inner(depth, build.load(build.input, build.integer(0)))]);
}

test("the gradient costs at most 5 times the value in operations, however deep the loops", () => {
  for (let depth = 0; depth <= 4; depth++) {
    const program = nested(depth);
    const x = Float64Array.of(0.4);
    expect(operations(gradient(program), x) / operations(program, x), `depth ${depth}`).toBeLessThanOrEqual(5);
  }
});

test("over random functions too", () => {
  const x = Float64Array.of(0.3, -0.6, 1.2);
  let [values, gradients] = [0, 0];
  fc.assert(
    fc.property(randomFunction, (list) => {
      const program = prune(programOf(list, Float64Array.of(0.3, -0.8, 1.1, 0.6)));
      const cost = operations(program, x);
      const both = operations(gradient(program), x);
      values += cost;
      gradients += both;
      // the rules for single operations are at most 10 operations long (tanh), so tiny functions may be above
      expect(both).toBeLessThanOrEqual(12 * cost + 20);
    }),
    { numRuns: 300 },
  );
  expect(gradients / values).toBeLessThanOrEqual(5);
});
