import { linesOf, stridesOf } from "../../graph/shape.ts";
import type { Kernels } from "./kernel.ts";
import { offsetOf, positions } from "./positions.ts";

export const movement: Kernels<"broadcast" | "reshape" | "transpose" | "slice" | "pad" | "concatenate"> = {
  broadcast: (_operation, { shape, operands }, [a], out) => {
    const strides = stridesOf(operands[0].shape).map((stride, k) => (operands[0].shape[k] === 1 ? 0 : stride));
    positions(shape, strides).forEach((from, i) => {
      out[i] = a[from];
    });
  },
  reshape: (_operation, _node, [a], out) => out.set(a),
  transpose: ({ order }, { shape, operands }, [a], out) => {
    const strides = stridesOf(operands[0].shape);
    const moved = order.map((axis) => strides[axis]);
    positions(shape, moved).forEach((from, i) => {
      out[i] = a[from];
    });
  },
  slice: ({ starts, steps }, { shape, operands }, [a], out) => {
    const strides = stridesOf(operands[0].shape);
    const stepped = strides.map((stride, k) => stride * steps[k]);
    positions(shape, stepped, offsetOf(starts, strides)).forEach((from, i) => {
      out[i] = a[from];
    });
  },
  pad: ({ starts, steps }, { shape, operands }, [a], out) => {
    const strides = stridesOf(shape);
    const stepped = strides.map((stride, k) => stride * steps[k]);
    out.fill(0);
    positions(operands[0].shape, stepped, offsetOf(starts, strides)).forEach((to, i) => {
      out[to] = a[i];
    });
  },
  concatenate: ({ axis }, { shape, operands }, parts, out) => {
    const { outer, inner } = linesOf(shape, axis);
    let at = 0;
    for (let o = 0; o < outer; o++) {
      parts.forEach((part, k) => {
        const length = operands[k].shape[axis] * inner;
        out.set(part.subarray(o * length, (o + 1) * length), at);
        at += length;
      });
    }
  },
};
