import { InfimumError } from "../../error.ts";
import { type Shape, sizeOf } from "../graph/node.ts";
import { describeShape } from "../graph/shape.ts";
import { requireShape } from "../values/numeric-array.ts";
import { TracedArray } from "../values/traced-array.ts";
import { nodesOf, type Operand } from "./operands.ts";

/**
 * The same entries, row after row, in another shape. One length may be -1: what it has to be.
 *
 * @throws InfimumError `shape-mismatch` when the entries do not fill the shape; `bad-shape`
 *
 * @example
 * import { evaluated, reshape, zeros } from "infimum/arrays";
 * evaluated(reshape(zeros([4, 6]), [3, -1])).shape; // [3, 8]
 */
export function reshape(a: Operand, shape: Shape): TracedArray {
  const { graph, nodes } = nodesOf("reshape", [a]);
  const [node] = nodes;
  const size = sizeOf(node.shape);
  const others = shape.filter((length) => length !== -1);
  const rest = others.length === shape.length - 1 ? size / sizeOf(others) : -1;
  const whole = shape.map((length) => (length === -1 && Number.isInteger(rest) ? rest : length));
  if (sizeOf(whole) !== size || whole.some((length) => length < 0)) {
    throw new InfimumError(
      "shape-mismatch",
      `reshape got an array of shape ${describeShape(node.shape)} and the shape ${describeShape(shape)}: give one of ${size} entries.`,
    );
  }
  requireShape(whole);
  return new TracedArray(graph, graph.reshape(node, whole));
}
