import { type ArrayNode, type Shape, sizeOf } from "../../graph/node.ts";
import { stridesOf } from "../../graph/shape.ts";

/**
 * How an array is read in the memory of another: its entry (i_0, i_1, ...) stands `offset` + i_0 strides[0] +
 * i_1 strides[1] + ... entries after the first of `source`, which is row-major.
 */
export interface Access {
  readonly source: ArrayNode;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** The array itself, in memory of its own, as one of this shape. */
export function ownAccess(node: ArrayNode, shape: Shape = node.shape): Access {
  return { source: node, offset: 0, strides: stridesOf(shape) };
}

/** How a view is read, of how its operand is; undefined when it takes a copy. */
export function viewOf({ operation, operands, shape }: ArrayNode, read: Access): Access | undefined {
  const { source, offset, strides } = read;
  switch (operation.name) {
    case "broadcast":
      return { source, offset, strides: strides.map((stride, k) => (operands[0].shape[k] === shape[k] ? stride : 0)) };
    case "transpose":
      return { source, offset, strides: operation.order.map((axis) => strides[axis]) };
    case "slice":
      return {
        source,
        // nothing starts anywhere
        offset: sizeOf(shape) === 0 ? 0 : operation.starts.reduce((sum, start, k) => sum + start * strides[k], offset),
        strides: operation.steps.map((step, k) => step * strides[k]),
      };
    case "reshape":
      return reshaped(operands[0].shape, shape, read);
    case "windows": {
      const { vertical, horizontal } = operation;
      const [batch, y, x, channel] = strides;
      const [row, column] = [y * vertical.step, x * horizontal.step];
      return { source, offset, strides: [batch, row, column, y * vertical.dilation, x * horizontal.dilation, channel] };
    }
    default:
      return undefined;
  }
}

/** Whether the entries stand one after the other in row-major order. */
export function isRowMajor(shape: Shape, { strides }: Access): boolean {
  const dense = stridesOf(shape);
  return sizeOf(shape) <= 1 || shape.every((length, k) => length === 1 || strides[k] === dense[k]);
}

function reshaped(from: Shape, to: Shape, read: Access): Access | undefined {
  const { source, offset, strides } = read;
  if (isRowMajor(from, read)) return { source, offset, strides: stridesOf(to) };
  // axes of length 1 come and go freely
  const long = from.flatMap((length, k) => (length === 1 ? [] : [{ length, stride: strides[k] }]));
  const isSame = to.filter((length) => length !== 1).join() === long.map(({ length }) => length).join();
  if (!isSame) return undefined;
  let next = 0;
  return { source, offset, strides: to.map((length) => (length === 1 ? 0 : long[next++].stride)) };
}
