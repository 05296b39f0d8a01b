import type { ArrayNode, Precision } from "../../graph/node.ts";

/** Bytes of an entry. */
export function widthOf(precision: Precision): 4 | 8 {
  return precision === "float64" ? 8 : 4;
}

/** Operations on integers that have the meaning of the plain loops in vectors too: others round or overflow differently. */
const integerOperations: ReadonlySet<string> = new Set(["neg", "abs", "add", "sub", "min", "max"]);

/** Whether the entries of the node are computed one by one of the entries of its operands at the same place, in vectors. */
export function isElementwise({ operation, operands, precision }: ArrayNode): boolean {
  switch (operation.name) {
    case "unary":
    case "binary":
      return precision !== "int32" || integerOperations.has(operation.function);
    case "compare":
      return true;
    case "select":
      return widthOf(operands[0].precision) === widthOf(precision);
    case "convert":
      return precision !== "int32";
    default:
      return false;
  }
}

/** Whether the node folds entries along axes, in vectors. */
export function isReduction({ operation, precision }: ArrayNode): boolean {
  if (operation.name === "sum") return true;
  return (operation.name === "max" || operation.name === "min") && precision !== "int32";
}

/** Whether the node is the entries of its operand, put elsewhere. */
export function isPlaced({ operation }: ArrayNode): boolean {
  return operation.name === "pad";
}

/** Whether a fused loop computes the node. */
export function isLoop(node: ArrayNode): boolean {
  return isElementwise(node) || takesOperand(node);
}

/** Whether a loop goes over the entries of the operand, and not over those of the node. */
export function takesOperand(node: ArrayNode): boolean {
  return isReduction(node) || isPlaced(node);
}

/** Whether the kernel of products computes the node. */
export function isProduct({ operation, precision }: ArrayNode): boolean {
  return operation.name === "product" && precision !== "int32";
}

/** Whether the node shows its operand as it stands in memory, if that is possible. */
export function isView({ operation }: ArrayNode): boolean {
  switch (operation.name) {
    case "broadcast":
    case "transpose":
    case "slice":
    case "reshape":
      return true;
    case "windows":
      // zeros around an image are not there
      return [operation.vertical, operation.horizontal].every(({ before, after }) => before === 0 && after === 0);
    default:
      return false;
  }
}

/** Whether the operands may stand in memory with any strides. */
export function readsAnyLayout(node: ArrayNode): boolean {
  return isProduct(node) || isLoop(node) || isView(node);
}

/** The axes of the operand over which a reduction runs. */
export function reducedAxes({ operation }: ArrayNode): readonly number[] {
  return "axes" in operation ? operation.axes : [];
}
