import { type Shape, sizeOf } from "../../graph/node.ts";

/** Where the entries of an array of a shape stand, one after the other, in a memory with these strides. */
export function positions(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const out = new Int32Array(sizeOf(shape));
  const index = shape.map(() => 0);
  let position = start;
  for (let i = 0; i < out.length; i++) {
    out[i] = position;
    for (let k = shape.length - 1; k >= 0; k--) {
      position += strides[k];
      if (++index[k] < shape[k]) break;
      position -= shape[k] * strides[k];
      index[k] = 0;
    }
  }
  return out;
}

/** The sum of starts[k] * strides[k]. */
export function offsetOf(starts: readonly number[], strides: readonly number[]): number {
  return starts.reduce((sum, start, k) => sum + start * strides[k], 0);
}
