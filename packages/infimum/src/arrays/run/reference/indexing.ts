import { InfimumError } from "../../../error.ts";
import { linesOf } from "../../graph/shape.ts";
import type { Kernels } from "./kernel.ts";

export const indexing: Kernels<"gather" | "scatter" | "gather-along" | "scatter-along"> = {
  gather: ({ axis }, { operands }, [a, indices], out) => {
    const { outer, length, inner } = linesOf(operands[0].shape, axis);
    let to = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of indices) {
        const from = (o * length + checked(index, length)) * inner;
        out.set(a.subarray(from, from + inner), to);
        to += inner;
      }
    }
  },
  scatter: ({ axis, length }, { shape }, [a, indices], out) => {
    const { outer, inner } = linesOf(shape, axis);
    out.fill(0);
    let from = 0;
    for (let o = 0; o < outer; o++) {
      for (const index of indices) {
        const to = (o * length + checked(index, length)) * inner;
        for (let i = 0; i < inner; i++) out[to + i] += a[from + i];
        from += inner;
      }
    }
  },
  "gather-along": ({ axis }, { operands }, [a, indices], out) => {
    const { outer, length, inner } = linesOf(operands[0].shape, axis);
    const picked = operands[1].shape[axis];
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < picked; k++) {
        for (let i = 0; i < inner; i++) {
          const to = (o * picked + k) * inner + i;
          out[to] = a[(o * length + checked(indices[to], length)) * inner + i];
        }
      }
    }
  },
  "scatter-along": ({ axis, length }, { operands }, [a, indices], out) => {
    const { outer, length: picked, inner } = linesOf(operands[0].shape, axis);
    out.fill(0);
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < picked; k++) {
        for (let i = 0; i < inner; i++) {
          const from = (o * picked + k) * inner + i;
          out[(o * length + checked(indices[from], length)) * inner + i] += a[from];
        }
      }
    }
  },
};

function checked(index: number, length: number): number {
  if (index >= 0 && index < length) return index;
  throw new InfimumError(
    "bad-index",
    `the index ${index} is outside an axis of length ${length}: give indices from 0 to ${length - 1}.`,
  );
}
