import { partial, type RuleBuilder } from "../../autodiff/derivatives/rules.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { fillOf } from "../graph/node-table.ts";
import { type ArrayRule, type ArrayRules, linear, total, zerosLike } from "./rule.ts";

/** The derivatives of scalars (`autodiff/derivatives/rules.ts`), entry by entry. */
const ofScalars: ArrayRule = {
  push: (graph, _operation, node, tangents) =>
    total(
      graph,
      tangents.map((tangent, k) => tangent && scaled(graph, tangent, partialOf(graph, node, k))),
    ),
  pull: (graph, _operation, node, adjoint, k) => scaled(graph, adjoint, partialOf(graph, node, k)),
};

export const elementwiseRules: ArrayRules<"unary" | "binary" | "select" | "convert"> = {
  unary: ofScalars,
  binary: ofScalars,
  select: {
    push: (graph, _operation, node, [, a, b]) => {
      if (a === undefined && b === undefined) return undefined;
      const zeros = zerosLike(graph, node);
      return graph.select(node.operands[0], a ?? zeros, b ?? zeros);
    },
    pull: (graph, _operation, node, adjoint, k) => {
      const zeros = zerosLike(graph, node);
      return graph.select(node.operands[0], k === 1 ? adjoint : zeros, k === 2 ? adjoint : zeros);
    },
  },
  convert: linear(
    (graph, _operation, a, { precision }) => graph.convert(a, precision),
    (graph, _operation, adjoint, { operands }) => graph.convert(adjoint, operands[0].precision),
  ),
};

function partialOf(graph: ArrayGraph, node: ArrayNode, k: number): ArrayNode {
  const { operation, operands } = node;
  const name = operation.name === "unary" || operation.name === "binary" ? operation.function : operation.name;
  return partial(ruleBuilder(graph, node), name, k, operands, node);
}

function ruleBuilder(graph: ArrayGraph, { shape, precision }: ArrayNode): RuleBuilder<ArrayNode> {
  return {
    constant: (value) => graph.fill(value, shape, precision),
    unary: (operation, a) => graph.unary(operation, a),
    binary: (operation, a, b) => graph.binary(operation, a, b),
    compare: (comparison, a, b) => graph.compare(comparison, a, b),
    not: (condition) => graph.not(condition),
    select: (condition, a, b) => graph.select(condition, a, b),
  };
}

/** factor * derivative, where a derivative that is 1 or 0 by a condition selects instead of multiplying. */
function scaled(graph: ArrayGraph, factor: ArrayNode, derivative: ArrayNode): ArrayNode {
  const source = derivative.operation.name === "broadcast" ? derivative.operands[0] : derivative;
  if (source.operation.name === "select") {
    const [condition, ...arms] = source.operands;
    const [one, zero] = arms.map(fillOf);
    const spread = graph.broadcast(condition, factor.shape);
    const zeros = zerosLike(graph, factor);
    if (one === 1 && zero === 0) return graph.select(spread, factor, zeros);
    if (one === 0 && zero === 1) return graph.select(spread, zeros, factor);
  }
  return graph.binary("mul", factor, derivative);
}
