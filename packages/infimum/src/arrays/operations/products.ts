import { InfimumError } from "../../error.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import { type ArrayNode, type Shape, sizeOf } from "../graph/node.ts";
import { broadcastShape, describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { multiply } from "./arithmetic.ts";
import { broadcastTo, floats, type Operand } from "./operands.ts";
import { sum } from "./reductions.ts";

/**
 * The matrix product over the last two axes; axes before them are broadcast. A vector stands for a row on the left and
 * for a column on the right, and the result lacks that axis.
 *
 * @throws InfimumError `shape-mismatch`
 *
 * @example
 * import { evaluated, matmul, ones } from "infimum/arrays";
 * evaluated(matmul(ones([5, 2, 3]), ones([3, 4]))).shape; // [5, 2, 4]
 */
export function matmul(a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = floats("matmul", [a, b]);
  const [left, right] = nodes;
  if (left.shape.length === 0 || right.shape.length === 0) throw mismatch(left, right);
  const row = left.shape.length === 1 ? graph.reshape(left, [1, left.shape[0]]) : left;
  const column = right.shape.length === 1 ? graph.reshape(right, [right.shape[0], 1]) : right;
  if (row.shape[row.shape.length - 1] !== column.shape[column.shape.length - 2]) throw mismatch(left, right);
  const product = batchProduct(graph, row, column);
  const shape = product.shape.slice(0, -2);
  if (left.shape.length > 1) shape.push(row.shape[row.shape.length - 2]);
  if (right.shape.length > 1) shape.push(column.shape[column.shape.length - 1]);
  return new TracedArray(graph, graph.reshape(product, shape));
}

/** The sum of the products of all entries of two arrays of one shape. @throws InfimumError `shape-mismatch` */
export function dot(a: Operand, b: Operand): TracedArray {
  const { nodes } = floats("dot", [a, b]);
  if (describeShape(nodes[0].shape) !== describeShape(nodes[1].shape)) {
    throw new InfimumError(
      "shape-mismatch",
      `dot got arrays of shapes ${describeShape(nodes[0].shape)} and ${describeShape(nodes[1].shape)}: give arrays of one shape.`,
    );
  }
  return sum(multiply(a, b));
}

/** The products of every entry of a with every entry of b: the axes of a come first. */
export function outer(a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = floats("outer", [a, b]);
  const [left, right] = nodes;
  const shape = [...left.shape, ...right.shape];
  const spread = graph.reshape(left, [...left.shape, ...right.shape.map(() => 1)]);
  return new TracedArray(graph, graph.binary("mul", graph.broadcast(spread, shape), broadcastTo(graph, right, shape)));
}

/**
 * One matrix against many is one product, of the many above each other: nothing is repeated, and what meets a matrix of parameters
 * can be told (`layers`).
 */
function batchProduct(graph: ArrayGraph, a: ArrayNode, b: ArrayNode): ArrayNode {
  const [rows, inner] = a.shape.slice(-2);
  const columns = b.shape[b.shape.length - 1];
  const [left, right] = [a, b].map(({ shape }) => shape.slice(0, -2));
  if (right.length === 0 && left.length > 0) {
    const stacked = graph.reshape(a, [sizeOf(left) * rows, inner]);
    return graph.reshape(graph.product(stacked, b), [...left, rows, columns]);
  }
  if (left.length === 0 && right.length > 0) {
    const product = batchProduct(graph, graph.transposeMatrices(b), graph.transposeMatrices(a));
    return graph.transposeMatrices(product);
  }
  const batch = broadcastBatch(a, b, left, right);
  return graph.product(
    broadcastTo(graph, a, [...batch, rows, inner]),
    broadcastTo(graph, b, [...batch, inner, columns]),
  );
}

/** @throws InfimumError `shape-mismatch` naming the whole shapes */
function broadcastBatch(a: ArrayNode, b: ArrayNode, left: Shape, right: Shape): Shape {
  try {
    return broadcastShape("matmul", left, right);
  } catch {
    throw mismatch(a, b);
  }
}

function mismatch({ shape: left }: ArrayNode, { shape: right }: ArrayNode): InfimumError {
  return new InfimumError(
    "shape-mismatch",
    `matmul got arrays of shapes ${describeShape(left)} and ${describeShape(right)}: the last axis of the first has to be as long as the last but one of the second, and axes before them equal or 1.`,
  );
}
