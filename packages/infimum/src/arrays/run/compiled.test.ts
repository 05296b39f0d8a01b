import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Entries } from "../graph/node.ts";
import type { ArrayEvaluator, ArrayProgram } from "./array-evaluator.ts";
import { emptyLike } from "./fixtures/nodes.ts";
import { RandomProgram } from "./fixtures/random-program.ts";
import { ReferenceEvaluator } from "./reference/reference-evaluator.ts";
import { CompiledEvaluator } from "./wasm/compiled-evaluator.ts";

function outputsOf(evaluator: ArrayEvaluator, { outputs }: ArrayProgram): Entries[] {
  evaluator.run();
  return outputs.map((node, k) => {
    const out = emptyLike(node);
    evaluator.get(k, out);
    return out;
  });
}

describe("compiled programs", () => {
  test("have the bits of the plain loops, on random graphs of all operations, and again when they run again", () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 0, max: 30 }), (seed, steps) => {
        const random = new RandomProgram(seed, steps);
        const program = random.program();
        const compiled = new CompiledEvaluator(program);
        const plain = new ReferenceEvaluator(program);
        for (let round = 0; round < 2; round++) {
          program.inputs.forEach((node, k) => {
            const entries = random.numbersFor(node);
            for (const evaluator of [compiled, plain]) evaluator.set(k, entries);
          });
          const expected = outputsOf(plain, program);
          expect(outputsOf(compiled, program)).toEqual(expected);
          expect(outputsOf(compiled, program)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
