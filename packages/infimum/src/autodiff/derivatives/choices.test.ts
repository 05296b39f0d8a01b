import { expect, test } from "vitest";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { Interpreter } from "../run/interpreter.ts";
import { forward } from "./forward.ts";
import { gradient, pullback } from "./reverse.ts";

function scalarProgram(n: number, f: (build: ProgramBuilder, x: Value[]) => Value): Program {
  const build = new ProgramBuilder(n);
  return build.finish([
    f(
      build,
      Array.from({ length: n }, (_, k) => build.load(build.input, build.integer(k))),
    ),
  ]);
}

/** Value, gradient and Hessian times ones. */
function all(program: Program, x: readonly number[]): number[] {
  const interpreter = new Interpreter(forward(gradient(program)));
  interpreter.run(
    Float64Array.from(x),
    Float64Array.from(x, () => 1),
  );
  const answers = [interpreter.result(0)];
  for (const output of [0, 1]) {
    const out = new Float64Array(x.length);
    interpreter.read(output, out);
    answers.push(...out);
  }
  return answers;
}

test("an arm that is not taken contributes no NaN: x > 0 ? log(x) : 0", () => {
  const inArm = scalarProgram(1, (build, [x]) => {
    const [y] = build.branch(
      build.compare("gt", x, build.constant(0)),
      () => [build.unary("log", x)],
      () => [build.constant(0)],
    );
    return y;
  });
  for (const x of [-1, 0]) expect(all(inArm, [x])).toEqual([0, 0, 0]);
  expect(all(inArm, [2])).toEqual([Math.log(2), 0.5, -0.25]);
});

test("what is computed before and not picked contributes no NaN, by selection, in arms, in loops", () => {
  const zero = 0;
  const selected = scalarProgram(1, (build, [x]) => {
    const log = build.unary("log", x);
    return build.select(build.compare("gt", x, build.constant(zero)), log, build.constant(5));
  });
  const branched = scalarProgram(1, (build, [x]) => {
    const log = build.unary("log", x);
    const [y] = build.branch(
      build.compare("gt", x, build.constant(zero)),
      () => [build.binary("mul", log, log)],
      () => [build.constant(5)],
    );
    return y;
  });
  const looped = scalarProgram(1, (build, [x]) => {
    const log = build.unary("log", x);
    const positive = build.compare("gt", x, build.constant(zero));
    const [sum] = build.loop(build.integer(0), build.integer(5), 1, [build.constant(1)], (_, [s]) =>
      build.branch(
        positive,
        () => [build.binary("mul", s, log)],
        () => [s],
      ),
    );
    return build.binary("add", sum, build.constant(4));
  });
  for (const program of [selected, branched, looped]) expect(all(program, [0])).toEqual([5, 0, 0]);
});

test("a mask is not where an adjoint happens to vanish: the second derivative at a stationary point is there", () => {
  // log(x)^2 at 1, picked by a condition: value and slope are 0, the curvature is 2
  const program = scalarProgram(1, (build, [x]) => {
    const log = build.unary("log", x);
    const [y] = build.branch(
      build.compare("gt", x, build.constant(0)),
      () => [build.binary("mul", log, log)],
      () => [build.constant(0)],
    );
    return y;
  });
  expect(all(program, [1])).toEqual([0, 0, 2]);
});

test("a loop without iterations passes nothing on", () => {
  const build = new ProgramBuilder(2);
  const [x, y] = [0, 1].map((k) => build.load(build.input, build.integer(k)));
  const count = build.index(y);
  const log = build.unary("log", x);
  const [product] = build.loop(build.integer(0), count, 1, [build.constant(1)], (_, [s]) => [
    build.binary("mul", s, log),
  ]);
  const program = build.finish([product]);
  expect(all(program, [0, 0])).toEqual([1, 0, 0, 0, 0]);
  expect(all(program, [Math.E, 2])[1]).toBeCloseTo(2 / Math.E, 14);
});

test("the pullback is the transpose of the pushforward, for scalars and for arrays", () => {
  const n = 4;
  const build = new ProgramBuilder(n);
  const values = build.local(n);
  build.loop(build.integer(0), build.integer(n), 1, [], (i) => {
    const x = build.load(build.input, i);
    const [sum] = build.loop(build.integer(0), build.binary("add", i, build.integer(1)), 1, [x], (j, [s]) => [
      build.binary("mul", s, build.unary("cos", build.load(build.input, j))),
    ]);
    build.store(values, i, sum);
    return [];
  });
  const program = build.finish(values);
  const [x, v, w] = [0.3, 1.1, -0.7].map((s) => Float64Array.from({ length: n }, (_, k) => Math.sin(s * (k + 1))));
  const pushed = new Interpreter(forward(program));
  pushed.run(x, v);
  const jv = new Float64Array(n);
  pushed.read(1, jv);
  const pulled = new Interpreter(pullback(program));
  pulled.run(x, w);
  const jw = new Float64Array(n);
  pulled.read(1, jw);
  const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, entry, k) => sum + entry * b[k], 0);
  expect(dot(jv, w)).toBeCloseTo(dot(jw, v), 13);
});

test("a gradient by reverse mode is not differentiated in reverse", () => {
  const tape = scalarProgram(1, (build, [x]) => {
    const [y] = build.loop(build.integer(0), build.integer(3), 1, [x], (_, [s]) => [build.unary("sin", s)]);
    return y;
  });
  expect(() => gradient(gradient(tape))).toThrow(TypeError);
});
