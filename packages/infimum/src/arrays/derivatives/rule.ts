import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode, ArrayOperation } from "../graph/node.ts";

/**
 * The derivative of an operation, in both directions. Both are nodes of the same graph, so that they can be differentiated
 * again.
 */
export interface ArrayRule<Operation extends ArrayOperation = ArrayOperation> {
  /** The derivative of the node along those of its operands (undefined is 0); undefined where it is 0. */
  push(
    graph: ArrayGraph,
    operation: Operation,
    node: ArrayNode,
    tangents: readonly (ArrayNode | undefined)[],
  ): ArrayNode | undefined;
  /** What the derivative by the node, `adjoint`, adds to that by its k-th operand. */
  pull(graph: ArrayGraph, operation: Operation, node: ArrayNode, adjoint: ArrayNode, k: number): ArrayNode;
}

export type ArrayRules<Name extends ArrayOperation["name"]> = {
  readonly [N in Name]: ArrayRule<Extract<ArrayOperation, { readonly name: N }>>;
};

/** The rule of an operation that is linear in its first operand, by itself and its transpose; others are indices. */
export function linear<Operation extends ArrayOperation>(
  apply: (graph: ArrayGraph, operation: Operation, a: ArrayNode, node: ArrayNode) => ArrayNode,
  transposed: (graph: ArrayGraph, operation: Operation, adjoint: ArrayNode, node: ArrayNode) => ArrayNode,
): ArrayRule<Operation> {
  return {
    push: (graph, operation, node, [tangent]) => tangent && apply(graph, operation, tangent, node),
    pull: (graph, operation, node, adjoint) => transposed(graph, operation, adjoint, node),
  };
}

/** The sum of terms of which some are 0. */
export function total(graph: ArrayGraph, terms: readonly (ArrayNode | undefined)[]): ArrayNode | undefined {
  return terms.reduce((sum, term) => (sum && term ? graph.binary("add", sum, term) : (sum ?? term)), undefined);
}

export function zerosLike(graph: ArrayGraph, { shape, precision }: ArrayNode): ArrayNode {
  return graph.fill(0, shape, precision);
}
