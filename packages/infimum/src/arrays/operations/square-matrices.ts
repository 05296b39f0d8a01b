import { InfimumError } from "../../error.ts";
import type { ArrayNode } from "../graph/node.ts";
import { describeShape } from "../graph/shape.ts";

/** The array, if it has two axes or more. @throws InfimumError `not-matrices` */
export function requireMatrices(operation: string, node: ArrayNode): ArrayNode {
  if (node.shape.length >= 2) return node;
  throw new InfimumError(
    "not-matrices",
    `${operation} got an array of shape ${describeShape(node.shape)}: give a matrix, or several along more axes.`,
  );
}

/** The array, if it is square matrices. @throws InfimumError `not-matrices` */
export function requireSquare(operation: string, node: ArrayNode): ArrayNode {
  const [rows, columns] = requireMatrices(operation, node).shape.slice(-2);
  if (rows === columns) return node;
  throw new InfimumError(
    "not-matrices",
    `${operation} got an array of shape ${describeShape(node.shape)}: give square matrices.`,
  );
}
