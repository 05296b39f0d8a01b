import { type ArrayNode, type Entries, sizeOf } from "../../graph/node.ts";
import { reachable } from "../../graph/reachable.ts";
import { emptyEntries } from "../../values/numeric-array.ts";
import { type ArrayEvaluator, type ArrayProgram, setInput } from "../array-evaluator.ts";
import { kernelOf } from "./kernels.ts";

/**
 * Runs a program node by node, in plain loops. What others compute is tested against it; it is also what runs where
 * nothing can be compiled.
 */
export class ReferenceEvaluator implements ArrayEvaluator {
  readonly how = "interpreted";
  readonly why: string | undefined;
  readonly #program: ArrayProgram;
  readonly #entries = new Map<ArrayNode, Entries>();
  readonly #steps: (() => void)[] = [];

  constructor(program: ArrayProgram, why = "the plain loops were asked for") {
    this.#program = program;
    this.why = why;
    for (const node of reachable([...program.inputs, ...program.outputs])) {
      const out = emptyEntries(node.precision, sizeOf(node.shape));
      this.#entries.set(node, out);
      const kernel = kernelOf(node);
      if (kernel === undefined) continue;
      const operands = node.operands.map((operand) => this.#entries.get(operand) as Entries);
      this.#steps.push(() => kernel(node.operation, node, operands, out));
    }
  }

  set(k: number, entries: Entries): void {
    setInput(this.#entries.get(this.#program.inputs[k]) as Entries, k, entries);
  }

  run(): void {
    for (const step of this.#steps) step();
  }

  get(k: number, out: Entries): void {
    out.set(this.#entries.get(this.#program.outputs[k]) as Entries);
  }
}
