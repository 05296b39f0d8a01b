import { InfimumError } from "../../error.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { broadcastShape, describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { broadcastTo, floats, type Operand } from "./operands.ts";
import { requireSquare } from "./square-matrices.ts";

export interface TriangularSolveOptions {
  /** Which triangle of the matrix is looked at: "lower" unless said. */
  readonly triangle?: "lower" | "upper";
  /** Solves with the transpose of that triangle. */
  readonly transposed?: boolean;
}

/**
 * x in T x = b, for triangular T. Costs n^2 for each column of b. A zero on the diagonal gives infinities or NaN.
 *
 * @param matrix n x n; its other triangle is not looked at. Several along more axes, which are broadcast with those of b
 * @param b a vector of n, or a matrix whose columns are solved for
 * @throws InfimumError `not-matrices`, `shape-mismatch`
 *
 * @example
 * import { evaluated, triangularSolve } from "infimum/arrays";
 * Array.from(evaluated(triangularSolve([[2, 0], [1, 4]], [2, 9])).entries); // [1, 2]
 */
export function triangularSolve(
  matrix: Operand,
  b: Operand,
  { triangle = "lower", transposed = false }: TriangularSolveOptions = {},
): TracedArray {
  const { graph, nodes } = floats("triangularSolve", [matrix, b]);
  const { left, right, finish } = systems(
    "triangularSolve",
    graph,
    requireSquare("triangularSolve", nodes[0]),
    nodes[1],
  );
  return finish(graph.solveTriangular(left, right, triangle, transposed));
}

/** Matrices and right-hand sides with the same axes before the last two, and what makes vectors of the answer where b was one. */
export function systems(
  operation: string,
  graph: ArrayGraph,
  matrix: ArrayNode,
  b: ArrayNode,
): { left: ArrayNode; right: ArrayNode; finish: (x: ArrayNode) => TracedArray } {
  const n = matrix.shape[matrix.shape.length - 1];
  const isVector = b.shape.length === 1;
  const columns = isVector ? graph.reshape(b, [b.shape[0], 1]) : b;
  if (columns.shape[columns.shape.length - 2] !== n) {
    throw new InfimumError(
      "shape-mismatch",
      `${operation} got a matrix of shape ${describeShape(matrix.shape)} and right-hand sides of shape ${describeShape(b.shape)}: give columns of ${n} entries.`,
    );
  }
  const batch = broadcastShape(operation, matrix.shape.slice(0, -2), columns.shape.slice(0, -2));
  return {
    left: broadcastTo(graph, matrix, [...batch, n, n]),
    right: broadcastTo(graph, columns, [...batch, ...columns.shape.slice(-2)]),
    finish: (x) => new TracedArray(graph, isVector ? graph.reshape(x, x.shape.slice(0, -1)) : x),
  };
}
