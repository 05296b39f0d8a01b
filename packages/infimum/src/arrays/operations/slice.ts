import { badValue, InfimumError } from "../../error.ts";
import { axesOf, describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { type AxisOptions, nodesOf, type Operand } from "./operands.ts";

/** What is taken of an axis: one entry, the axis being dropped; or from `start` to before `end` in steps. */
export type Range = number | { readonly start?: number; readonly end?: number; readonly step?: number };

/**
 * A part of an array: one range for each axis, from the first on; axes without one are taken whole. Negative numbers count from the
 * end, a negative step goes backwards (from the last entry unless said), and ends beyond the axis mean its end.
 *
 * @throws InfimumError `bad-axis` for more ranges than axes, `bad-index`, `bad-step`
 *
 * @example
 * import { evaluated, slice } from "infimum/arrays";
 * const a = [[1, 2, 3], [4, 5, 6]];
 * Array.from(evaluated(slice(a, {}, { start: 1 })).entries); // [2, 3, 5, 6]
 * Array.from(evaluated(slice(a, -1, { step: -1 })).entries); // [6, 5, 4]
 */
export function slice(a: Operand, ...ranges: readonly Range[]): TracedArray {
  const { graph, nodes } = nodesOf("slice", [a]);
  const [node] = nodes;
  if (ranges.length > node.shape.length) {
    throw new InfimumError(
      "bad-axis",
      `slice got ${ranges.length} ranges for an array of shape ${describeShape(node.shape)}: give one for each axis at most.`,
    );
  }
  const taken = node.shape.map((length, k) => progression(ranges[k] ?? {}, length));
  const part = graph.slice(
    node,
    taken.map(({ start }) => start),
    taken.map(({ step }) => step),
    taken.map(({ count }) => count),
  );
  const kept = part.shape.filter((_, k) => typeof ranges[k] !== "number");
  return new TracedArray(graph, graph.reshape(part, kept));
}

/** The entries in the opposite order along axes, along all when none are named. @throws InfimumError `bad-axis` */
export function flip(a: Operand, { axis }: Pick<AxisOptions, "axis"> = {}): TracedArray {
  const { shape } = nodesOf("flip", [a]).nodes[0];
  const axes = axesOf("flip", axis, shape);
  return slice(a, ...shape.map((_, k) => (axes.includes(k) ? { step: -1 } : {})));
}

/** @throws InfimumError `bad-index`, `bad-step` */
function progression(range: Range, length: number): { start: number; step: number; count: number } {
  if (typeof range === "number") {
    const index = range < 0 ? range + length : range;
    if (Number.isInteger(index) && index >= 0 && index < length) return { start: index, step: 1, count: 1 };
    throw badValue("bad-index", "an index of slice", range, `a whole number from ${-length} to ${length - 1}`);
  }
  const { step = 1 } = range;
  if (!Number.isInteger(step) || step === 0) {
    throw badValue("bad-step", "a step of slice", step, "a whole number other than 0");
  }
  const [first, last] = step > 0 ? [0, length] : [length - 1, -1];
  const start = bound(range.start, first, length, step);
  const end = bound(range.end, last, length, step);
  const count = Math.max(0, Math.ceil((end - start) / step));
  return { start: count === 0 ? 0 : start, step: count === 0 ? 1 : step, count };
}

/** A start or an end within the axis, or just outside of it. */
function bound(given: number | undefined, otherwise: number, length: number, step: number): number {
  if (given === undefined) return otherwise;
  if (!Number.isInteger(given)) throw badValue("bad-index", "an end of slice", given, "a whole number");
  const from = given < 0 ? given + length : given;
  return step > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1);
}
