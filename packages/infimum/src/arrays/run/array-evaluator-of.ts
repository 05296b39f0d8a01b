import { isRefusal } from "../../autodiff/run/evaluator-of.ts";
import { kernelBackend } from "../../numerics/kernels/kernel-module.ts";
import type { ArrayEvaluator, ArrayProgram } from "./array-evaluator.ts";
import { ReferenceEvaluator } from "./reference/reference-evaluator.ts";
import { CompiledEvaluator } from "./wasm/compiled-evaluator.ts";

/**
 * Something that runs the program: compiled to WebAssembly, or, with the same bits, in plain loops, where the engine has
 * none or no vectors, a content security policy forbids it, or memory is refused. `ArrayEvaluator.how` says which, and `why`.
 */
export function arrayEvaluatorOf(program: ArrayProgram): ArrayEvaluator {
  const backend = kernelBackend();
  if (backend.name === "typescript") return new ReferenceEvaluator(program, backend.why);
  try {
    return new CompiledEvaluator(program);
  } catch (error) {
    if (isRefusal(error)) return new ReferenceEvaluator(program, error.message);
    throw error;
  }
}
