import { InfimumError } from "../../error.ts";
import { type ArrayNode, type Shape, sizeOf } from "../graph/node.ts";
import { axisOf, broadcastShape, describeShape, sameShape, withLength } from "../graph/shape.ts";
import { indicesAlong } from "../graph/triangles.ts";
import { TracedArray } from "../values/traced-array.ts";
import { broadcastTo, floats, indexNode, type Operand } from "./operands.ts";

/** Along which axis indices count. */
interface AlongAxis {
  readonly axis?: number;
}

/**
 * The slices of an array at indices of an axis, the first unless said: the axis is replaced by those of the indices.
 *
 * @param indices whole numbers from 0 on, of any shape; in data an `Int32Array`
 * @throws InfimumError `indices-not-integers`, `bad-axis`; `bad-index`, when it is computed, for one outside of the axis
 *
 * @example
 * import { evaluated, gather } from "infimum/arrays";
 * Array.from(evaluated(gather([[1, 2], [3, 4], [5, 6]], [2, 0])).entries); // [5, 6, 1, 2]
 */
export function gather(a: Operand, indices: Operand, { axis = 0 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("gather", [a, 0, ...tracedOf(indices)]);
  const places = indexNode(graph, "gather", indices);
  const { shape } = nodes[0];
  const along = axisOf("gather", axis, shape);
  const taken = graph.gather(nodes[0], graph.reshape(places, [sizeOf(places.shape)]), along);
  return new TracedArray(graph, graph.reshape(taken, shape.toSpliced(along, 1, ...places.shape)));
}

/**
 * Entries of each line along an axis (the last unless said): the indices have as many axes as the array, and both are broadcast on the
 * others. With `argsort` it sorts.
 *
 * @throws InfimumError `indices-not-integers`, `shape-mismatch`, `bad-axis`; `bad-index` when it is computed
 *
 * @example
 * import { evaluated, takeAlong } from "infimum/arrays";
 * Array.from(evaluated(takeAlong([[1, 2, 3], [4, 5, 6]], [[2], [0]])).entries); // [3, 4]
 */
export function takeAlong(a: Operand, indices: Operand, { axis = -1 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("takeAlong", [a, 0, ...tracedOf(indices)]);
  const places = indexNode(graph, "takeAlong", indices);
  const { shape } = nodes[0];
  const along = axisOf("takeAlong", axis, shape);
  if (places.shape.length !== shape.length) throw mismatch("takeAlong", shape, places.shape);
  const others = broadcastShape("takeAlong", withLength(shape, along, 1), withLength(places.shape, along, 1));
  const source = broadcastTo(graph, nodes[0], withLength(others, along, shape[along]));
  const picked = broadcastTo(graph, places, withLength(others, along, places.shape[along]));
  return new TracedArray(graph, graph.gatherAlong(source, picked, along));
}

/**
 * The array with slices added at indices of an axis, the first unless said; what comes to one index more than once is added up.
 *
 * @param updates of the shape that `gather(a, indices, { axis })` has, or broadcast to it
 * @throws InfimumError `indices-not-integers`, `shape-mismatch`, `bad-axis`; `bad-index` when it is computed
 *
 * @example
 * import { evaluated, scatterAdd } from "infimum/arrays";
 * Array.from(evaluated(scatterAdd([0, 0, 0], [2, 0, 2], [1, 10, 100])).entries); // [10, 0, 101]
 */
export function scatterAdd(a: Operand, indices: Operand, updates: Operand, { axis = 0 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("scatterAdd", [a, updates, ...tracedOf(indices)]);
  const places = indexNode(graph, "scatterAdd", indices);
  const { shape } = nodes[0];
  const along = axisOf("scatterAdd", axis, shape);
  const expected = shape.toSpliced(along, 1, ...places.shape);
  if (!sameShape(broadcastShape("scatterAdd", expected, nodes[1].shape), expected)) {
    throw mismatch("scatterAdd", expected, nodes[1].shape);
  }
  const spread = broadcastTo(graph, nodes[1], expected);
  const lines = graph.reshape(spread, withLength(shape, along, sizeOf(places.shape)));
  const added = graph.scatter(lines, graph.reshape(places, [sizeOf(places.shape)]), along, shape[along]);
  return new TracedArray(graph, graph.binary("add", nodes[0], added));
}

/**
 * For each index a line of `length` entries along a new last axis, 1 at the index and 0 elsewhere: integers, which take the precision of
 * what they meet.
 *
 * @throws InfimumError `indices-not-integers`
 *
 * @example
 * import { evaluated, oneHot } from "infimum/arrays";
 * Array.from(evaluated(oneHot([1, 0], 3)).entries); // [0, 1, 0, 1, 0, 0]
 */
export function oneHot(indices: Operand, length: number): TracedArray {
  const { graph } = floats("oneHot", [0, ...tracedOf(indices)]);
  const places = graph.convert(indexNode(graph, "oneHot", indices), "float64");
  const shape = [...places.shape, length];
  const classes = graph.broadcast(indicesAlong(graph, length, shape.length - 1, shape.length, "float64"), shape);
  const spread = graph.broadcast(graph.reshape(places, [...places.shape, 1]), shape);
  return new TracedArray(graph, graph.convert(graph.compare("eq", spread, classes), "int32"));
}

/** The indices of the largest entry along an axis, which is dropped; of all entries, row after row, without one. The first of equals, or NaN. */
export function argmax(a: Operand, options?: AlongAxis): TracedArray {
  return argExtreme("argmax", a, options);
}

/** The indices of the smallest entry; see `argmax`. */
export function argmin(a: Operand, options?: AlongAxis): TracedArray {
  return argExtreme("argmin", a, options);
}

function argExtreme(name: "argmax" | "argmin", a: Operand, { axis }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats(name, [a]);
  const node = axis === undefined ? graph.reshape(nodes[0], [sizeOf(nodes[0].shape)]) : nodes[0];
  const along = axisOf(name, axis ?? 0, node.shape);
  if (node.shape[along] === 0) {
    throw new InfimumError(
      "no-entries",
      `${name} got an array of shape ${describeShape(node.shape)}: give one with entries.`,
    );
  }
  const indices: ArrayNode = graph.argExtreme(name, node, along);
  return new TracedArray(graph, graph.reshape(indices, node.shape.toSpliced(along, 1)));
}

/** Indices that are traced decide in which graph everything is. */
function tracedOf(indices: Operand): Operand[] {
  return indices instanceof TracedArray ? [indices] : [];
}

function mismatch(operation: string, shape: Shape, other: Shape): InfimumError {
  return new InfimumError(
    "shape-mismatch",
    `${operation} got arrays of shapes ${describeShape(shape)} and ${describeShape(other)}, which do not fit: see its documentation.`,
  );
}
