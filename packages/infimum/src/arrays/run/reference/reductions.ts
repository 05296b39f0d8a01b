import { type ArrayNode, type Entries, sizeOf } from "../../graph/node.ts";
import { linesOf, stridesOf } from "../../graph/shape.ts";
import { emptyEntries } from "../../values/numeric-array.ts";
import { type Kernels, rounding } from "./kernel.ts";
import { positions } from "./positions.ts";

export const reductions: Kernels<"sum" | "max" | "min" | "argmax" | "argmin" | "cumulative-sum" | "argsort"> = {
  sum: (_operation, node, [a], out) => reduce(node, a, out, 0, (sum, entry) => sum + entry),
  max: (_operation, node, [a], out) =>
    reduce(node, a, out, node.precision === "int32" ? -(2 ** 31) : -Infinity, Math.max),
  min: (_operation, node, [a], out) =>
    reduce(node, a, out, node.precision === "int32" ? 2 ** 31 - 1 : Infinity, Math.min),
  argmax: ({ axis }, node, [a], out) => extremes(node, axis, a, out, (entry, best) => entry > best),
  argmin: ({ axis }, node, [a], out) => extremes(node, axis, a, out, (entry, best) => entry < best),
  "cumulative-sum": ({ axis, backwards }, node, [a], out) => {
    const round = rounding(node);
    eachLine(node, axis, (start, length, step) => {
      let sum = 0;
      for (let k = 0; k < length; k++) {
        const at = start + step * (backwards ? length - 1 - k : k);
        sum = round(sum + a[at]);
        out[at] = sum;
      }
    });
  },
  argsort: ({ axis }, node, [a], out) => {
    eachLine(node, axis, (start, length, step) => {
      const sorted = Array.from({ length }, (_, k) => k).toSorted((p, q) =>
        ascending(a[start + p * step], a[start + q * step]),
      );
      sorted.forEach((index, k) => {
        out[start + k * step] = index;
      });
    });
  },
};

/**
 * Entries are folded in their order; the axes have length 1 in the result. Where the last axis is among them, in parts: the
 * i-th entry of a run, which is all axes after the last one that is left, goes to part i mod p, p = 16, or 8 in
 * float64, and parts are joined by halves, as in numerics/partial-sums.ts.
 */
function reduce(
  node: ArrayNode,
  a: Entries,
  out: Entries,
  initial: number,
  fold: (reduced: number, entry: number) => number,
): void {
  const { shape } = node.operands[0];
  const isKept = (length: number, k: number): boolean => length !== 1 && node.shape[k] === length;
  const run = sizeOf(shape.slice(shape.findLastIndex(isKept) + 1));
  const count = run === 1 ? 1 : 64 / a.BYTES_PER_ELEMENT;
  const parts = emptyEntries(node.precision, out.length * count);
  const strides = stridesOf(node.shape).map((stride, k) => (node.shape[k] === 1 ? 0 : stride));
  parts.fill(initial);
  // an array rounds what is stored in it
  positions(shape, strides).forEach((to, i) => {
    const part = to * count + ((i % run) % count);
    parts[part] = fold(parts[part], a[i]);
  });
  for (let to = 0; to < out.length; to++) {
    const first = to * count;
    for (let half = count / 2; half >= 1; half /= 2) {
      for (let k = first; k < first + half; k++) parts[k] = fold(parts[k], parts[k + half]);
    }
    out[to] = parts[first];
  }
}

/** NaN is more extreme than any number, as for `max` and `min`. */
function extremes(
  { operands: [{ shape }] }: ArrayNode,
  axis: number,
  a: Entries,
  out: Entries,
  isBetter: (entry: number, best: number) => boolean,
): void {
  const { outer, length, inner } = linesOf(shape, axis);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const start = o * length * inner + i;
      let best = 0;
      for (let k = 1; k < length && !Number.isNaN(a[start + best * inner]); k++) {
        const entry = a[start + k * inner];
        if (Number.isNaN(entry) || isBetter(entry, a[start + best * inner])) best = k;
      }
      out[o * inner + i] = best;
    }
  }
}

function eachLine(
  { shape }: ArrayNode,
  axis: number,
  visit: (start: number, length: number, step: number) => void,
): void {
  const { outer, length, inner } = linesOf(shape, axis);
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(o * length * inner + i, length, inner);
}

/** NaN comes last; equals stay as they are, since the sort is stable. */
function ascending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : Number(a > b);
}
