import type { KernelExports } from "../../../numerics/kernels/kernel-exports.ts";
import { type ArrayNode, type Entries, sizeOf } from "../../graph/node.ts";
import { isProduct, widthOf } from "../plan/kinds.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Products of the matrices of the last two axes by the kernel, which takes factors with any strides; so what is transposed
 * or sliced is never copied. The kernel writes columns one after the other: rows are the columns of the transposed product
 * C^T = B^T A^T, whose sums have the same order.
 */
export function productStep(
  node: ArrayNode,
  plan: Plan,
  kernels: KernelExports,
  work: number,
  out: Entries,
): () => void {
  const width = widthOf(node.precision);
  const multiply = width === 8 ? kernels.addProduct64 : kernels.addProduct32;
  const { shape } = node;
  const batchAxes = shape.length - 2;
  const [rows, columns] = shape.slice(-2);
  const inner = node.operands[0].shape[shape.length - 1];
  const [left, right] = node.operands.map((operand) => {
    const { source, offset, strides } = plan.reads.of(operand);
    return {
      address: (plan.arena.addresses.get(source) as number) + offset * width,
      strides: strides.map((s) => s * width),
    };
  });
  const batch = shape.slice(0, batchAxes);
  const lefts = addresses(left, batch);
  const rights = addresses(right, batch);
  const start = plan.arena.addresses.get(node) as number;
  const [aRow, aColumn] = left.strides.slice(-2);
  const [bRow, bColumn] = right.strides.slice(-2);
  const line = columns * width;
  return () => {
    out.fill(0);
    for (let k = 0; k < lefts.length; k++) {
      const to = start + k * rows * line;
      multiply(1, rights[k], bColumn, bRow, lefts[k], aColumn, aRow, columns, inner, rows, to, line, work);
    }
  };
}

/** The work space that the products of a plan need. */
export function workBytes({ steps }: Plan, kernels: KernelExports): number {
  let most = 0;
  for (const step of steps) {
    if (step.step === "loop" || !isProduct(step.node)) continue;
    const { precision, operands } = step.node;
    const [rows, inner] = operands[0].shape.slice(-2);
    const needed = precision === "float64" ? kernels.productWork64 : kernels.productWork32;
    most = Math.max(most, needed(inner, rows));
  }
  return most;
}

/** The addresses of all matrices of a batch. */
function addresses(
  { address, strides }: { address: number; strides: readonly number[] },
  batch: readonly number[],
): Int32Array {
  const all = new Int32Array(sizeOf(batch));
  for (let k = 0; k < all.length; k++) {
    let [rest, at] = [k, address];
    for (let axis = batch.length - 1; axis >= 0; axis--) {
      at += (rest % batch[axis]) * strides[axis];
      rest = Math.floor(rest / batch[axis]);
    }
    all[k] = at;
  }
  return all;
}
