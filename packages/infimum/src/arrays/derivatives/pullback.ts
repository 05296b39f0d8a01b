/**
 * Reverse mode over a graph: the derivatives of a sum of its arrays, weighted, by others. Costs at most about 4 times what
 * the graph costs, by however many arrays one differentiates.
 *
 * What is computed and not picked (`select`) passes no NaN on: beside an adjoint stands, where there is one, the condition
 * under which it is used, and what comes of it through elementwise operations is selected by the same condition. (That the adjoint
 * is 0 there does not suffice, 0 times infinity being NaN; nor can one select by that, as its own derivative may not be 0.)
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 3, 10.1137/1.9780898717761
 */
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { activeNodes } from "./activity.ts";
import { differentiableOperands, ruleOf } from "./array-rules.ts";
import { repeatedAxes } from "./movement-rules.ts";
import { type ArrayRule, zerosLike } from "./rule.ts";

interface Adjoint {
  readonly value: ArrayNode;
  /** Not 0 where the value is used; undefined where it always is. */
  readonly mask: ArrayNode | undefined;
}

/** The derivatives of sum_k <weights_k, outputs_k> by each of the arrays `by`. */
export function pullback(
  graph: ArrayGraph,
  outputs: readonly ArrayNode[],
  weights: readonly ArrayNode[],
  by: readonly ArrayNode[],
): ArrayNode[] {
  const adjoints = new Map<ArrayNode, Adjoint>();
  const active = activeNodes(outputs, by);
  const add = (node: ArrayNode, value: ArrayNode, mask: ArrayNode | undefined): void => {
    if (!active.has(node)) return;
    const before = adjoints.get(node);
    adjoints.set(node, before === undefined ? { value, mask } : sumOf(graph, before, { value, mask }));
  };
  outputs.forEach((output, k) => {
    add(output, weights[k], undefined);
  });
  for (const node of [...active].toReversed()) {
    const adjoint = adjoints.get(node);
    const rule = ruleOf(node);
    if (adjoint === undefined || rule === undefined) continue;
    pass(graph, node, rule, adjoint, active, add);
  }
  return by.map((node) => adjoints.get(node)?.value ?? zerosLike(graph, node));
}

/** Passes the adjoint of a node on to its operands. */
function pass(
  graph: ArrayGraph,
  node: ArrayNode,
  rule: ArrayRule,
  { value, mask }: Adjoint,
  active: ReadonlySet<ArrayNode>,
  add: (node: ArrayNode, value: ArrayNode, mask: ArrayNode | undefined) => void,
): void {
  const through = differentiableOperands(node);
  node.operands.forEach((operand, k) => {
    if (!active.has(operand) || !through.includes(operand)) return;
    const term = rule.pull(graph, node.operation, node, value, k);
    const passed = maskOfOperand(graph, node, mask, k);
    const isElementwise = node.operation.name === "unary" || node.operation.name === "binary";
    const isMasked = isElementwise && passed !== undefined;
    add(operand, isMasked ? graph.select(passed, term, zerosLike(graph, term)) : term, passed);
  });
}

function sumOf(graph: ArrayGraph, a: Adjoint, b: Adjoint): Adjoint {
  const mask = a.mask && b.mask && graph.binary("max", a.mask, b.mask);
  return { value: graph.binary("add", a.value, b.value), mask };
}

/** The condition under which the k-th operand of a node is used, by that of the node: as far as it is the same entries. */
function maskOfOperand(
  graph: ArrayGraph,
  { operation, operands, shape }: ArrayNode,
  mask: ArrayNode | undefined,
  k: number,
): ArrayNode | undefined {
  if (operation.name === "select") {
    const [condition] = operands;
    const zeros = zerosLike(graph, condition);
    const own = graph.compare(k === 1 ? "ne" : "eq", condition, zeros);
    return mask === undefined ? own : graph.binary("mul", mask, own);
  }
  if (mask === undefined) return undefined;
  const [{ shape: given, precision }] = operands;
  switch (operation.name) {
    case "unary":
    case "binary":
      return mask;
    case "convert":
      return graph.convert(mask, precision);
    case "reshape":
      return graph.reshape(mask, given);
    case "transpose":
      return graph.transpose(
        mask,
        operation.order.map((_, axis) => operation.order.indexOf(axis)),
      );
    case "broadcast":
      return graph.extreme("max", mask, repeatedAxes(given, shape));
    default:
      return undefined;
  }
}
