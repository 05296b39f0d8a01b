import type { ArrayNode } from "../../graph/node.ts";
import { isElementwise } from "../plan/kinds.ts";
import type { LoopStep } from "../plan/schedule.ts";
import { vectorInstructions } from "./vector-instructions.ts";

const none: ReadonlySet<ArrayNode> = new Set();

/** What the nodes of a loop are needed for. */
export class Branches {
  readonly inside: ReadonlySet<ArrayNode>;
  readonly #stored: ReadonlySet<ArrayNode>;
  readonly #users = new Map<ArrayNode, ArrayNode[]>();

  constructor({ nodes, stored }: LoopStep) {
    this.inside = new Set(nodes);
    this.#stored = new Set(stored);
    for (const node of nodes) {
      for (const operand of new Set(node.operands)) this.#users.set(operand, [...this.#usersOf(operand), node]);
    }
  }

  /** The nodes that are needed for this operand of a select alone, if any of them calls a function; else none. */
  ownNodes(select: ArrayNode, operand: number): ReadonlySet<ArrayNode> {
    const root = select.operands[operand];
    if (select.operands.indexOf(root) !== select.operands.lastIndexOf(root)) return none;
    const own = new Set<ArrayNode>();
    const visit = (node: ArrayNode): void => {
      const isOwn = this.#usersOf(node).every((user) => own.has(user) || (user === select && node === root));
      if (own.has(node) || !isOwn || !this.inside.has(node) || this.#stored.has(node) || !isElementwise(node)) return;
      own.add(node);
      for (const next of node.operands) visit(next);
    };
    visit(root);
    return [...own].some(isCall) ? own : none;
  }

  #usersOf(node: ArrayNode): ArrayNode[] {
    return this.#users.get(node) ?? [];
  }
}

/** Functions without an instruction of their own, but for what takes a few instructions. */
function isCall({ operation, precision }: ArrayNode): boolean {
  if (operation.name !== "unary" && operation.name !== "binary") return false;
  const name = operation.function;
  return vectorInstructions[precision][name] === undefined && !["sign", "round", "fround"].includes(name);
}
