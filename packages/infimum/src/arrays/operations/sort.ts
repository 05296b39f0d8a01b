import { axisOf } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { floats, type Operand } from "./operands.ts";

interface AlongAxis {
  /** The last unless said. */
  readonly axis?: number;
}

/**
 * Each line along an axis in ascending order, NaN last. The derivative is that of the permutation: of equals, in the order they came.
 *
 * @throws InfimumError `bad-axis`
 *
 * @example
 * import { evaluated, sort } from "infimum/arrays";
 * Array.from(evaluated(sort([3, 1, 2])).entries); // [1, 2, 3]
 */
export function sort(a: Operand, { axis = -1 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("sort", [a]);
  const along = axisOf("sort", axis, nodes[0].shape);
  return new TracedArray(graph, graph.gatherAlong(nodes[0], graph.argsort(nodes[0], along), along));
}

/** The indices that sort each line along an axis; of equals the first comes first. @throws InfimumError `bad-axis` */
export function argsort(a: Operand, { axis = -1 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("argsort", [a]);
  return new TracedArray(graph, graph.argsort(nodes[0], axisOf("argsort", axis, nodes[0].shape)));
}

/**
 * The sums of the entries up to each along an axis, the last unless said.
 *
 * @throws InfimumError `bad-axis`
 *
 * @example
 * import { cumulativeSum, evaluated } from "infimum/arrays";
 * Array.from(evaluated(cumulativeSum([1, 2, 3])).entries); // [1, 3, 6]
 */
export function cumulativeSum(a: Operand, { axis = -1 }: AlongAxis = {}): TracedArray {
  const { graph, nodes } = floats("cumulativeSum", [a]);
  return new TracedArray(graph, graph.cumulativeSum(nodes[0], axisOf("cumulativeSum", axis, nodes[0].shape), false));
}
