import { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { nodesOf, type Operand } from "../operations/operands.ts";
import { TracedArray } from "../values/traced-array.ts";
import type { Tree } from "./tree.ts";

/** What a function has computed for arrays of certain shapes. */
export interface Trace {
  readonly graph: ArrayGraph;
  readonly parameters: readonly ArrayNode[];
  readonly result: ArrayNode;
  /** Inputs for derivatives, after those of the parameters and the data: an array like the result, and one like each parameter. */
  readonly weights: ArrayNode;
  readonly directions: readonly ArrayNode[];
}

export type ArrayFunction = (parameters: any, data: any) => Operand;

/** Calls the function once, with arrays of the shapes that the parameters and the data have. */
export function trace(f: ArrayFunction, parameters: Tree, data: Tree | undefined): Trace {
  const graph = new ArrayGraph();
  const inputsOf = (tree: Tree): ArrayNode[] =>
    tree.leaves.map(({ shape, precision }) => graph.input(shape, precision));
  const nodes = inputsOf(parameters);
  const others = data === undefined ? [] : inputsOf(data);
  const answer = f(
    parameters.build((_, k) => new TracedArray(graph, nodes[k])),
    data?.build((_, k) => new TracedArray(graph, others[k])),
  );
  // an answer that depends on nothing is a constant of this graph too
  const anchor = new TracedArray(graph, nodes[0]);
  const [, result] = nodesOf("the function", [anchor, answer]).nodes;
  return {
    graph,
    parameters: nodes,
    result,
    weights: graph.input(result.shape, result.precision),
    directions: inputsOf(parameters),
  };
}
