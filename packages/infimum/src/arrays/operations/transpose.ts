import { InfimumError } from "../../error.ts";
import { axesOf, axisOf, describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { nodesOf, type Operand } from "./operands.ts";

/**
 * The array with its axes in another order: axis k of the result is axis order[k]. Left out, the order is turned round.
 *
 * @throws InfimumError `bad-axis` when the order does not name every axis once
 *
 * @example
 * import { evaluated, transpose } from "infimum/arrays";
 * Array.from(evaluated(transpose([[1, 2], [3, 4]])).entries); // [1, 3, 2, 4]
 */
export function transpose(a: Operand, order?: readonly number[]): TracedArray {
  const { graph, nodes } = nodesOf("transpose", [a]);
  const { shape } = nodes[0];
  const axes = order?.map((axis) => axisOf("transpose", axis, shape)) ?? [...shape.keys()].toReversed();
  if (axes.length !== shape.length || axesOf("transpose", axes, shape).length !== shape.length) {
    throw new InfimumError(
      "bad-axis",
      `transpose got the order [${axes.join(", ")}] for an array of shape ${describeShape(shape)}: name every axis once.`,
    );
  }
  return new TracedArray(graph, graph.transpose(nodes[0], axes));
}
