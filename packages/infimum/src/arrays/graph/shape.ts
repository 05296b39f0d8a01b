import { InfimumError } from "../../error.ts";
import type { Shape } from "./node.ts";

/** [2, 3], as people write it. */
export function describeShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, k) => length === b[k]);
}

/** How many entries lie between neighbors along each axis. */
export function stridesOf(shape: Shape): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let k = shape.length - 1; k >= 0; k--) {
    strides[k] = stride;
    stride *= shape[k];
  }
  return strides;
}

/** The shape with another length on one axis. */
export function withLength(shape: Shape, axis: number, length: number): number[] {
  return shape.map((old, k) => (k === axis ? length : old));
}

/** An array as lines along an axis: `outer` times `inner` lines, whose entries are `inner` apart. */
export function linesOf(shape: Shape, axis: number): { outer: number; length: number; inner: number } {
  let [outer, inner] = [1, 1];
  shape.forEach((length, k) => {
    if (k < axis) outer *= length;
    if (k > axis) inner *= length;
  });
  return { outer, length: shape[axis], inner };
}

/**
 * The shape that arrays of these are broadcast to: aligned at the last axis, where a length of 1 becomes any other.
 *
 * @throws InfimumError `shape-mismatch`
 */
export function broadcastShape(operation: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(0, ...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, k) => {
    let result = 1;
    for (const shape of shapes) {
      const length = shape[k - rank + shape.length] ?? 1;
      if (length === 1 || length === result) continue;
      if (result !== 1) {
        throw new InfimumError(
          "shape-mismatch",
          `${operation} got arrays of shapes ${shapes.map(describeShape).join(" and ")}: give lengths that are equal or 1, counted from the last axis.`,
        );
      }
      result = length;
    }
    return result;
  });
}

/**
 * The axis counted from the first, of one that may be counted from the last by a negative number.
 *
 * @throws InfimumError `bad-axis`
 */
export function axisOf(operation: string, axis: number, shape: Shape): number {
  const rank = shape.length;
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  throw new InfimumError(
    "bad-axis",
    `${operation} got the axis ${axis} of an array of shape ${describeShape(shape)}: ${
      rank === 0 ? "a number has no axes" : `give one from ${-rank} to ${rank - 1}`
    }.`,
  );
}

/**
 * Axes in ascending order: all of them where none are named.
 *
 * @throws InfimumError `bad-axis`, also when one is named twice
 */
export function axesOf(operation: string, axes: number | readonly number[] | undefined, shape: Shape): number[] {
  if (axes === undefined) return shape.map((_, k) => k);
  const list = (typeof axes === "number" ? [axes] : axes).map((axis) => axisOf(operation, axis, shape));
  if (new Set(list).size === list.length) return list.toSorted((a, b) => a - b);
  throw new InfimumError("bad-axis", `${operation} got an axis twice, [${list.join(", ")}]: name each once.`);
}
