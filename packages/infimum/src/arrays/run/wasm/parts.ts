import { vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import type { ArrayNode } from "../../graph/node.ts";
import type { VectorCode } from "./vector-code.ts";
import { vectorInstructions } from "./vector-instructions.ts";

/** The parts of one reduction: four vectors, so that additions need not wait for each other. */
export const partBytes = 64;

/** What is left as it is by the operation of a reduction. */
export function startingValue({ operation }: ArrayNode): number {
  if (operation.name === "sum") return 0;
  return operation.name === "max" ? -Infinity : Infinity;
}

export function startParts(code: VectorCode, node: ArrayNode, address: number): void {
  for (let at = 0; at < partBytes; at += 16) {
    code
      .integer(0)
      .splat(startingValue(node), node.precision)
      .access(vectorOp.store, address + at);
  }
}

/** Puts the reduced number into the first lane of a vector on the stack: halves are joined, s_k with s_(k + p/2), until one is left. */
export function joinParts(code: VectorCode, node: ArrayNode, address: number): void {
  const { precision, operation } = node;
  const join = vectorInstructions[precision][operation.name === "sum" ? "add" : operation.name];
  for (const at of [0, 16]) {
    code.integer(0).access(vectorOp.load, address + at);
    code
      .integer(0)
      .access(vectorOp.load, address + at + 32)
      .vector(join);
  }
  code.vector(join);
  for (let half = 8; half >= (precision === "float64" ? 8 : 4); half /= 2) {
    const whole = code.held();
    code.get(whole).get(whole).get(whole).vector(vectorOp.shuffle);
    code.code.append(Array.from({ length: 16 }, (_, k) => (k + half) % 16));
    code.vector(join);
  }
}
