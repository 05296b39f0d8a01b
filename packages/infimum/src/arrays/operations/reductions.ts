import { InfimumError } from "../../error.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import { type ArrayNode, sizeOf } from "../graph/node.ts";
import { axesOf, describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { divide, square, subtract } from "./arithmetic.ts";
import { type AxisOptions, floats, type Operand } from "./operands.ts";

/**
 * The sum over axes, over all of them when none are named; 0 of no entries.
 *
 * @throws InfimumError `bad-axis`
 *
 * @example
 * import { evaluated, sum } from "infimum/arrays";
 * Array.from(evaluated(sum([[1, 2], [3, 4]], { axis: 0 })).entries); // [4, 6]
 */
export function sum(a: Operand, options?: AxisOptions): TracedArray {
  return reduced("sum", a, options, (graph, node, axes) => graph.sum(node, axes));
}

/** The mean over axes; NaN of no entries. @throws InfimumError `bad-axis` */
export function mean(a: Operand, options?: AxisOptions): TracedArray {
  return divide(sum(a, options), countOf("mean", a, options));
}

/**
 * The mean square distance from the mean, over axes.
 *
 * @param options.correction what is taken from the number of entries before it divides: 0 unless said, 1 for the unbiased
 * estimate of the variance that a sample is from
 * @throws InfimumError `bad-axis`
 */
export function variance(a: Operand, options: AxisOptions & { readonly correction?: number } = {}): TracedArray {
  const distances = subtract(a, mean(a, { ...options, keepAxes: true }));
  return divide(sum(square(distances), options), countOf("variance", a, options) - (options.correction ?? 0));
}

/**
 * The largest entry over axes; the derivative is that of the first entry, row after row, which is it. NaN where there is one.
 *
 * @throws InfimumError `bad-axis`, `no-entries`
 */
export function max(a: Operand, options?: AxisOptions): TracedArray {
  return reduced("max", a, options, (graph, node, axes) =>
    graph.extreme("max", requireEntries("max", node, axes), axes),
  );
}

/** The smallest entry over axes; see `max`. @throws InfimumError `bad-axis`, `no-entries` */
export function min(a: Operand, options?: AxisOptions): TracedArray {
  return reduced("min", a, options, (graph, node, axes) =>
    graph.extreme("min", requireEntries("min", node, axes), axes),
  );
}

/** The array, where its axes have entries. @throws InfimumError `no-entries` */
export function requireEntries(operation: string, node: ArrayNode, axes: readonly number[]): ArrayNode {
  if (axes.every((axis) => node.shape[axis] > 0)) return node;
  throw new InfimumError(
    "no-entries",
    `${operation} got an array of shape ${describeShape(node.shape)}, which has no entries along its axes: give one that has.`,
  );
}

/** The shape without the axes that were reduced. */
export function dropAxes(graph: ArrayGraph, node: ArrayNode, axes: readonly number[]): ArrayNode {
  return graph.reshape(
    node,
    node.shape.filter((_, k) => !axes.includes(k)),
  );
}

function reduced(
  name: string,
  a: Operand,
  { axis, keepAxes = false }: AxisOptions = {},
  reduce: (graph: ArrayGraph, node: ArrayNode, axes: readonly number[]) => ArrayNode,
): TracedArray {
  const { graph, nodes } = floats(name, [a]);
  const axes = axesOf(name, axis, nodes[0].shape);
  const result = reduce(graph, nodes[0], axes);
  return new TracedArray(graph, keepAxes ? result : dropAxes(graph, result, axes));
}

/** How many entries are reduced to one. */
function countOf(name: string, a: Operand, options: AxisOptions = {}): number {
  const { shape } = floats(name, [a]).nodes[0];
  return sizeOf(axesOf(name, options.axis, shape).map((axis) => shape[axis]));
}
