import { badValue, InfimumError, wrongKind } from "../../error.ts";
import { type Entries, type Precision, type Shape, sizeOf } from "../graph/node.ts";
import { precisionOf } from "../graph/node-table.ts";
import { describeShape } from "../graph/shape.ts";

/** An array of numbers that are there: plain data. Entries stand row after row. */
export interface NumericArray {
  readonly shape: Shape;
  readonly precision: Precision;
  readonly entries: Entries;
}

/** Numbers in lists of lists, all of one length on each level. */
export type NestedNumbers = readonly number[] | readonly NestedNumbers[];

export interface ArrayOptions {
  /** The lengths of the axes; left out, those of the nested lists, or one axis. */
  readonly shape?: Shape;
  /** Left out, that of a typed array, and float64 for numbers. */
  readonly precision?: Precision;
}

/**
 * An array of numbers, nested lists of numbers, or the entries of a typed array, which are copied.
 *
 * @throws InfimumError `shape-mismatch` when the numbers do not fill the shape, or lists have different lengths; `not-numbers`,
 * `bad-shape`
 *
 * @example
 * import { array } from "infimum/arrays";
 * array([[1, 2, 3], [4, 5, 6]]).shape; // [2, 3]
 * array(new Float32Array(6), { shape: [3, 2] }).precision; // "float32"
 */
export function array(numbers: number | NestedNumbers | Entries, options: ArrayOptions = {}): NumericArray {
  const nested = ArrayBuffer.isView(numbers) ? undefined : flattened(numbers);
  const given = nested?.entries ?? (numbers as Entries);
  const precision = options.precision ?? precisionOf(given);
  const shape = options.shape ?? nested?.shape ?? [given.length];
  requireShape(shape);
  if (sizeOf(shape) !== given.length) {
    throw new InfimumError(
      "shape-mismatch",
      `${given.length} numbers do not fill an array of shape ${describeShape(shape)}: give ${sizeOf(shape)}, or another shape.`,
    );
  }
  const entries = emptyEntries(precision, given.length);
  entries.set(given);
  return { shape: [...shape], precision, entries };
}

/** An array of zeros. @throws InfimumError `bad-shape` */
export function zeros(shape: Shape, { precision = "float64" }: { precision?: Precision } = {}): NumericArray {
  requireShape(shape);
  return { shape: [...shape], precision, entries: emptyEntries(precision, sizeOf(shape)) };
}

/** An array of ones. @throws InfimumError `bad-shape` */
export function ones(shape: Shape, options?: { precision?: Precision }): NumericArray {
  return fill(shape, 1, options);
}

/**
 * An array with one number everywhere.
 *
 * @throws InfimumError `bad-shape`
 *
 * @example
 * import { fill } from "infimum/arrays";
 * Array.from(fill([2, 2], 0.5).entries); // [0.5, 0.5, 0.5, 0.5]
 */
export function fill(shape: Shape, value: number, options?: { precision?: Precision }): NumericArray {
  const made = zeros(shape, options);
  made.entries.fill(value);
  return made;
}

export function isNumericArray(value: unknown): value is NumericArray {
  return typeof value === "object" && value !== null && "entries" in value && "shape" in value && "precision" in value;
}

/** Entries of a precision, all 0. */
export function emptyEntries(precision: Precision, size: number): Entries {
  switch (precision) {
    case "float64":
      return new Float64Array(size);
    case "float32":
      return new Float32Array(size);
    case "int32":
      return new Int32Array(size);
  }
}

/** @throws InfimumError `bad-shape` */
export function requireShape(shape: Shape): void {
  if (!Array.isArray(shape)) throw wrongKind("bad-shape", "a shape", "a list of lengths", shape);
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw badValue("bad-shape", "a length of a shape", length, "a whole number from 0 on");
    }
  }
}

function flattened(numbers: number | NestedNumbers): { entries: Float64Array; shape: number[] } {
  const shape: number[] = [];
  for (let level: unknown = numbers; Array.isArray(level); level = level[0]) shape.push(level.length);
  const entries = new Float64Array(sizeOf(shape));
  let at = 0;
  const visit = (part: unknown, depth: number): void => {
    if (Array.isArray(part)) {
      if (part.length !== shape[depth]) {
        throw new InfimumError(
          "shape-mismatch",
          `a list has ${part.length} entries where another of its level has ${shape[depth] ?? "none"}: give lists of one length.`,
        );
      }
      for (const child of part) visit(child, depth + 1);
    } else if (typeof part === "number" && depth === shape.length) entries[at++] = part;
    else throw wrongKind("not-numbers", "an entry of an array", depth < shape.length ? "a list" : "a number", part);
  };
  visit(numbers, 0);
  return { entries, shape };
}
