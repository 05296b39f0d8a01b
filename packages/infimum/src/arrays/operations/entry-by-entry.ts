import type { BinaryOperation, Comparison, UnaryOperation } from "../../autodiff/program/operations.ts";
import { TracedArray } from "../values/traced-array.ts";
import { alike, floats, type Operand } from "./operands.ts";

/** An operation on every entry. */
export function unary(name: string, operation: UnaryOperation, a: Operand): TracedArray {
  const { graph, nodes } = floats(name, [a]);
  return new TracedArray(graph, graph.unary(operation, nodes[0]));
}

/** An operation on the entries of two arrays, which are broadcast. */
export function binary(name: string, operation: BinaryOperation, a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = alike(name, [a, b]);
  return new TracedArray(graph, graph.binary(operation, nodes[0], nodes[1]));
}

/** 1 where the comparison holds, else 0; the arrays are broadcast. */
export function compare(name: string, comparison: Comparison, a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = alike(name, [a, b]);
  return new TracedArray(graph, graph.compare(comparison, nodes[0], nodes[1]));
}
