import type { ArrayNode } from "../graph/node.ts";
import { indicesAlong, triangleOf } from "../graph/triangles.ts";
import { TracedArray } from "../values/traced-array.ts";
import { floats, type Operand } from "./operands.ts";
import { sum } from "./reductions.ts";
import { requireMatrices } from "./square-matrices.ts";

/**
 * The entries on the diagonal of matrices, the last two axes.
 *
 * @throws InfimumError `not-matrices`
 *
 * @example
 * import { diagonal, evaluated } from "infimum/arrays";
 * Array.from(evaluated(diagonal([[1, 2, 3], [4, 5, 6]])).entries); // [1, 5]
 */
export function diagonal(a: Operand): TracedArray {
  const { graph, nodes } = floats("diagonal", [a]);
  const [node] = nodes;
  const rank = requireMatrices("diagonal", node).shape.length;
  const length = Math.min(...node.shape.slice(-2));
  // each row of the square part has one entry on the diagonal
  const starts = node.shape.map(() => 0);
  const rows: ArrayNode = graph.slice(
    node,
    starts,
    node.shape.map(() => 1),
    [...node.shape.slice(0, -2), length, node.shape[rank - 1]],
  );
  const columns = indicesAlong(graph, length, rank - 2, rank, "int32");
  const shape = [...node.shape.slice(0, -2), length, 1];
  const picked = graph.gatherAlong(rows, graph.broadcast(columns, shape), rank - 1);
  return new TracedArray(graph, graph.reshape(picked, shape.slice(0, -1)));
}

/** The sum of the diagonal of matrices, the last two axes. @throws InfimumError `not-matrices` */
export function trace(a: Operand): TracedArray {
  return sum(diagonal(a), { axis: -1 });
}

/**
 * One triangle of matrices (the last two axes) with the diagonal, zeros in place of the other.
 *
 * @param options.offset how far above the main diagonal the triangle's lies; 0 unless said
 * @throws InfimumError `not-matrices`
 *
 * @example
 * import { evaluated, triangle } from "infimum/arrays";
 * Array.from(evaluated(triangle([[1, 2], [3, 4]], "lower")).entries); // [1, 0, 3, 4]
 */
export function triangle(
  a: Operand,
  side: "lower" | "upper",
  { offset = 0 }: { readonly offset?: number } = {},
): TracedArray {
  const { graph, nodes } = floats("triangle", [a]);
  return new TracedArray(graph, triangleOf(graph, requireMatrices("triangle", nodes[0]), side, offset));
}
