import type { Program } from "../program/program.ts";
import { Compiled } from "./compiled.ts";
import type { Evaluator } from "./evaluator.ts";
import { Interpreter } from "./interpreter.ts";
import { engine } from "./wasm/engine.ts";

/**
 * Something that runs the program: compiled to WebAssembly, or interpreted where the engine has none, a content security policy forbids it, or the
 * module is too large to be compiled at once. `Evaluator.how` says which. With `compile` false it is interpreted in any case,
 * which is ready sooner.
 */
export function evaluatorOf(program: Program, compile = true): Evaluator {
  if (!compile || engine() === undefined) return new Interpreter(program);
  try {
    return new Compiled(program);
  } catch (error) {
    if (isRefusal(error)) return new Interpreter(program);
    throw error;
  }
}

/** True for what engines throw when they do not compile; anything else is a mistake of ours and must be seen. */
export function isRefusal(error: unknown): error is Error {
  const CompileError = engine()?.CompileError;
  return (
    error instanceof RangeError ||
    error instanceof EvalError ||
    (CompileError !== undefined &&
      error instanceof CompileError &&
      /unsafe-eval|Content Security|disallowed|blocked/i.test(error.message))
  );
}
