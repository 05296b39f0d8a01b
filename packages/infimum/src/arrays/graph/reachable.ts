import type { ArrayNode } from "./node.ts";

/** The nodes that outputs depend on, themselves included, operands first. */
export function reachable(outputs: Iterable<ArrayNode>): ArrayNode[] {
  const found = new Set<ArrayNode>(outputs);
  // a set goes on with what is added to it meanwhile
  for (const { operands } of found) for (const operand of operands) found.add(operand);
  return [...found].toSorted((a, b) => a.id - b.id);
}
