import type { ArrayNode, ArrayOperation } from "../../graph/node.ts";
import { reachable } from "../../graph/reachable.ts";
import type { ArrayProgram } from "../array-evaluator.ts";
import { isView } from "./kinds.ts";

/**
 * The program with zeros around images put there first: windows of what is then in memory are views of it. Inputs stay the
 * nodes they are.
 */
export function withPaddedWindows({ inputs, outputs }: ArrayProgram): ArrayProgram {
  const made = new Map<ArrayNode, ArrayNode>();
  const of = (node: ArrayNode): ArrayNode => made.get(node) ?? node;
  for (const node of reachable(outputs)) {
    const operands = node.operands.map(of);
    const { operation } = node;
    if (operation.name === "windows" && !isView(node)) made.set(node, paddedWindows(node, operation, operands[0]));
    else if (operands.some((operand, k) => operand !== node.operands[k])) made.set(node, { ...node, operands });
  }
  return { inputs, outputs: outputs.map(of) };
}

function paddedWindows(
  node: ArrayNode,
  { vertical, horizontal }: Extract<ArrayOperation, { name: "windows" }>,
  image: ArrayNode,
): ArrayNode {
  const [batch, height, width, channels] = image.shape;
  const padded: ArrayNode = {
    // after the image, and before all that is made of it
    id: node.id - 0.5,
    operation: { name: "pad", starts: [0, vertical.before, horizontal.before, 0], steps: [1, 1, 1, 1] },
    operands: [image],
    shape: [batch, vertical.before + height + vertical.after, horizontal.before + width + horizontal.after, channels],
    precision: image.precision,
  };
  const none = { before: 0, after: 0 };
  const operation = {
    name: "windows",
    vertical: { ...vertical, ...none },
    horizontal: { ...horizontal, ...none },
  } as const;
  return { ...node, operation, operands: [padded] };
}
