import { isFlat } from "../../autodiff/derivatives/rules.ts";
import type { ArrayNode, ArrayOperation } from "../graph/node.ts";
import { elementwiseRules } from "./elementwise-rules.ts";
import { indexingRules } from "./indexing-rules.ts";
import { matrixRules } from "./matrix-rules.ts";
import { movementRules } from "./movement-rules.ts";
import { reductionRules } from "./reduction-rules.ts";
import type { ArrayRule } from "./rule.ts";
import { windowRules } from "./window-rules.ts";

const rules: { readonly [Name in ArrayOperation["name"]]?: unknown } = {
  ...elementwiseRules,
  ...movementRules,
  ...reductionRules,
  ...indexingRules,
  ...matrixRules,
  ...windowRules,
};

/** The derivative of an operation; undefined where it is 0 wherever there is one. */
export function ruleOf({ operation, precision }: ArrayNode): ArrayRule | undefined {
  if (precision === "int32" || (operation.name === "unary" && isFlat(operation.function))) return undefined;
  if (operation.name === "reshape" && operation.stops) return undefined;
  // the rule of a name takes the operations of this name
  return rules[operation.name] as ArrayRule | undefined;
}

/** The operands through which derivatives pass: neither indices nor conditions. */
export function differentiableOperands({ operation, operands }: ArrayNode): readonly ArrayNode[] {
  switch (operation.name) {
    case "select":
      return operands.slice(1);
    case "gather":
    case "scatter":
    case "gather-along":
    case "scatter-along":
      return operands.slice(0, 1);
    default:
      return operands;
  }
}
