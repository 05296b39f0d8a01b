import type { ArrayNode } from "../../graph/node.ts";
import { type Access, isRowMajor, ownAccess, viewOf } from "./access.ts";
import { isLoop, isView, readsAnyLayout } from "./kinds.ts";

/** How every node is read by others. */
export class Reads {
  readonly #accesses = new Map<ArrayNode, Access>();
  /** Views that need memory of their own, because their readers go row after row; with what they are copied from. */
  readonly #copied = new Map<ArrayNode, Access>();

  /** @param nodes operands first */
  constructor(nodes: readonly ArrayNode[], outputs: readonly ArrayNode[]) {
    const dense = new Set(outputs);
    for (const node of nodes) if (!readsAnyLayout(node)) for (const operand of node.operands) dense.add(operand);
    for (const node of nodes) this.#accesses.set(node, this.#accessOf(node, dense.has(node)));
  }

  #accessOf(node: ArrayNode, isDense: boolean): Access {
    const { operation, operands } = node;
    if (operation.name === "fill") {
      return isDense ? ownAccess(node) : { source: node, offset: 0, strides: node.shape.map(() => 0) };
    }
    const view = isView(node) ? viewOf(node, this.of(operands[0])) : undefined;
    if (view !== undefined && !(isDense && !isRowMajor(node.shape, view))) return view;
    if (isView(node)) this.#copied.set(node, operation.name === "reshape" ? this.of(operands[0]) : (view as Access));
    return ownAccess(node);
  }

  of(node: ArrayNode): Access {
    return this.#accesses.get(node) as Access;
  }

  /** Whether a step has to compute the entries: not those of inputs, constants, and views that take no copy. */
  isComputed(node: ArrayNode): boolean {
    if (isView(node)) return this.#copied.has(node);
    return !["input", "constant", "fill"].includes(node.operation.name);
  }

  /** What a view that takes a copy reads: a reshape its operand, any other its own shape. */
  copied(node: ArrayNode): Access {
    return this.#copied.get(node) as Access;
  }

  /** Whether it is computed in a loop over entries. */
  isLooped(node: ArrayNode): boolean {
    return isLoop(node) || this.#copied.has(node);
  }

  /** Whether a loop reads one number for all entries. */
  isFill(node: ArrayNode): boolean {
    const { source, strides } = this.of(node);
    return source.operation.name === "fill" && strides.every((stride) => stride === 0);
  }
}
