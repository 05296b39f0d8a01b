import type { ArrayNode, ArrayOperation, Entries } from "../../graph/node.ts";

/** Writes the entries of a node, of those of its operands. */
export type Kernel<Operation extends ArrayOperation = ArrayOperation> = (
  operation: Operation,
  node: ArrayNode,
  operands: readonly Entries[],
  out: Entries,
) => void;

/** The kernel of the operation of each name. */
export type Kernels<Name extends ArrayOperation["name"]> = {
  readonly [N in Name]: Kernel<Extract<ArrayOperation, { readonly name: N }>>;
};

/** What every intermediate result is rounded by: what is stored is rounded by the array it is stored in. */
export function rounding({ precision }: ArrayNode): (value: number) => number {
  return precision === "float32" ? Math.fround : (value) => value;
}
