import type { ArrayNode } from "../graph/node.ts";
import { reachable } from "../graph/reachable.ts";
import { differentiableOperands, ruleOf } from "./array-rules.ts";

/** What lies between some arrays and those computed of them: nodes that depend differentiably on the former, operands first. */
export function activeNodes(outputs: readonly ArrayNode[], from: readonly ArrayNode[]): Set<ArrayNode> {
  const active = new Set<ArrayNode>();
  const sources = new Set(from);
  for (const node of reachable(outputs)) {
    if (sources.has(node)) active.add(node);
    else if (ruleOf(node) !== undefined && differentiableOperands(node).some((operand) => active.has(operand))) {
      active.add(node);
    }
  }
  return active;
}
