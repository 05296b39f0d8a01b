import { afterEach, expect, test, vi } from "vitest";
import { gradient } from "../derivatives/reverse.ts";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import type { Evaluator } from "./evaluator.ts";
import { evaluatorOf } from "./evaluator-of.ts";
import { engine } from "./wasm/engine.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The gradient of x^2 sin y, a program of its own for each call. */
function example(): Program {
  const build = new ProgramBuilder(2);
  const [x, y] = [0, 1].map((k) => build.load(build.input, build.integer(k)));
  return gradient(build.finish([build.binary("mul", build.binary("mul", x, x), build.unary("sin", y))]));
}

function answers(evaluator: Evaluator): number[] {
  expect(evaluator.run(Float64Array.of(3, 0.5))).toBe(-1);
  const out = new Float64Array(2);
  evaluator.read(0, out);
  return [evaluator.result(0), ...out];
}

/** What tests run on has WebAssembly. */
const wasm = engine() as NonNullable<ReturnType<typeof engine>>;

/** An engine whose modules are refused with this error. */
function refuse(error: Error): void {
  vi.stubGlobal("WebAssembly", {
    Instance: wasm.Instance,
    CompileError: wasm.CompileError,
    // called with `new`: a function that throws
    Module: function refused(): never {
      throw error;
    },
  });
}

test("programs are compiled where that is possible, and interpreted where it is asked for", () => {
  const compiled = evaluatorOf(example());
  const interpreted = evaluatorOf(example(), false);
  expect([compiled.how, interpreted.how]).toEqual(["compiled", "interpreted"]);
  expect(answers(compiled)).toEqual(answers(interpreted));
  expect(answers(compiled)).toEqual([9 * Math.sin(0.5), 6 * Math.sin(0.5), 9 * Math.cos(0.5)]);
});

test("without WebAssembly they are interpreted, with the same answers", () => {
  const expected = answers(evaluatorOf(example()));
  vi.stubGlobal("WebAssembly", undefined);
  const evaluator = evaluatorOf(example());
  expect(evaluator.how).toBe("interpreted");
  expect(answers(evaluator)).toEqual(expected);
});

test.each([
  [
    "Chromium",
    () =>
      new wasm.CompileError(
        "WebAssembly.Module(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script",
      ),
  ],
  [
    "V8 in other hosts",
    () => new wasm.CompileError("WebAssembly.Module(): Wasm code generation disallowed by embedder"),
  ],
  ["Firefox", () => new wasm.CompileError("call to WebAssembly.Module() blocked by CSP")],
  ["a limit on what is compiled at once", () => new RangeError("WebAssembly.Compile is disallowed on the main thread")],
])("where a policy forbids compiling they are interpreted: %s", (_, error) => {
  refuse(error());
  expect(evaluatorOf(example()).how).toBe("interpreted");
});

test("a module that is wrong is a mistake of ours and is not hidden", () => {
  refuse(new wasm.CompileError("WebAssembly.Module(): expected 4 bytes, fell off end"));
  expect(() => evaluatorOf(example())).toThrow(wasm.CompileError);
});
