import type { ArrayEvaluator, ArrayProgram } from "./array-evaluator.ts";
import { ReferenceEvaluator } from "./reference/reference-evaluator.ts";

/** Something that runs the program. `ArrayEvaluator.how` says how. */
export function arrayEvaluatorOf(program: ArrayProgram): ArrayEvaluator {
  return new ReferenceEvaluator(program);
}
