import type { ArrayNode, Entries } from "../../graph/node.ts";
import { type Kernels, rounding } from "./kernel.ts";

export const matrices: Kernels<"product" | "cholesky" | "solve-triangular"> = {
  product: (_operation, node, [a, b], out) => {
    const round = rounding(node);
    const [rows, columns] = node.shape.slice(-2);
    const inner = node.operands[0].shape[node.shape.length - 1];
    for (let batch = 0; batch * rows * columns < out.length; batch++) {
      const [left, right, to] = [batch * rows * inner, batch * inner * columns, batch * rows * columns];
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) {
            sum = round(sum + round(a[left + i * inner + k] * b[right + k * columns + j]));
          }
          out[to + i * columns + j] = sum;
        }
      }
    }
  },
  cholesky: (_operation, node, [a], out) => {
    const n = node.shape[node.shape.length - 1];
    for (let start = 0; start < out.length; start += n * n) {
      factorize(node, a.subarray(start, start + n * n), out.subarray(start, start + n * n), n);
    }
  },
  "solve-triangular": ({ triangle, transposed }, node, [triangles, b], out) => {
    const round = rounding(node);
    const [n, columns] = node.shape.slice(-2);
    const isForward = (triangle === "lower") !== transposed;
    for (let batch = 0; batch * n * columns < out.length; batch++) {
      const [matrix, to] = [batch * n * n, batch * n * columns];
      const at = (i: number, k: number): number => triangles[matrix + (transposed ? k * n + i : i * n + k)];
      for (let j = 0; j < columns; j++) {
        for (let step = 0; step < n; step++) {
          const i = isForward ? step : n - 1 - step;
          let rest = b[to + i * columns + j];
          for (let before = 0; before < step; before++) {
            const k = isForward ? before : n - 1 - before;
            rest = round(rest - round(at(i, k) * out[to + k * columns + j]));
          }
          out[to + i * columns + j] = rest / at(i, i);
        }
      }
    }
  },
};

/** Row by row, of the lower triangle alone; NaN in the lower triangle where a pivot is not positive. */
function factorize(node: ArrayNode, a: Entries, out: Entries, n: number): void {
  const round = rounding(node);
  out.fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * n + j];
      for (let k = 0; k < j; k++) rest = round(rest - round(out[i * n + k] * out[j * n + k]));
      if (j < i) out[i * n + j] = rest / out[j * n + j];
      else if (rest > 0) out[i * n + i] = Math.sqrt(rest);
      else {
        out.fill(NaN);
        return;
      }
    }
  }
}
