import { TracedArray } from "../values/traced-array.ts";
import { nodesOf, type Operand } from "./operands.ts";

/** The array itself, taken for a constant by all derivatives. */
export function stopGradient(a: Operand): TracedArray {
  const { graph, nodes } = nodesOf("stopGradient", [a]);
  return new TracedArray(graph, graph.stop(nodes[0]));
}
