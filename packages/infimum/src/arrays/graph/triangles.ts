import type { ArrayGraph } from "./array-graph.ts";
import type { ArrayNode, Precision, Shape } from "./node.ts";
import { roundedTo } from "./node-table.ts";

/** 0, 1, 2, ... along an axis of an array that has length 1 on all others. */
export function indicesAlong(
  graph: ArrayGraph,
  length: number,
  axis: number,
  rank: number,
  precision: Precision,
): ArrayNode {
  const counted = Float64Array.from({ length }, (_, k) => roundedTo(precision, k));
  const shape = Array.from({ length: rank }, (_, k) => (k === axis ? length : 1));
  return graph.convert(graph.constant(counted, shape), precision);
}

/**
 * The entries of matrices (the last two axes) on one side of a diagonal and on it, zeros elsewhere.
 *
 * @param offset how far the diagonal lies above the main one
 */
export function triangleOf(graph: ArrayGraph, a: ArrayNode, triangle: "lower" | "upper", offset = 0): ArrayNode {
  const { shape, precision } = a;
  const [rows, columns] = places(graph, shape, precision);
  const diagonal = graph.binary("add", rows, graph.fill(offset, shape, precision));
  const isKept = graph.compare(triangle === "lower" ? "ge" : "le", diagonal, columns);
  return graph.select(isKept, a, graph.fill(0, shape, precision));
}

/** The lower triangle, with half the diagonal. */
export function halvedTriangleOf(graph: ArrayGraph, a: ArrayNode): ArrayNode {
  const { shape, precision } = a;
  const [rows, columns] = places(graph, shape, precision);
  const half = graph.binary("mul", a, graph.fill(0.5, shape, precision));
  const halved = graph.select(graph.compare("eq", rows, columns), half, a);
  return graph.select(graph.compare("ge", rows, columns), halved, graph.fill(0, shape, precision));
}

/** The row and the column of every entry. */
function places(graph: ArrayGraph, shape: Shape, precision: Precision): [ArrayNode, ArrayNode] {
  const rank = shape.length;
  const along = (axis: number): ArrayNode =>
    graph.broadcast(indicesAlong(graph, shape[axis], axis, rank, precision), shape);
  return [along(rank - 2), along(rank - 1)];
}
