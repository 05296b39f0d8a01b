import { InfimumError, wrongKind } from "../../error.ts";
import { type Entries, type Precision, type Shape, sizeOf } from "../graph/node.ts";
import { precisionOf } from "../graph/node-table.ts";
import { array, emptyEntries, isNumericArray, type NestedNumbers, type NumericArray } from "../values/numeric-array.ts";
import type { TracedArray } from "../values/traced-array.ts";

/** One array or number, or (nested) records and lists of them. */
export type ArrayTree = ArrayLeaf | readonly ArrayTree[] | { readonly [name: string]: ArrayTree };
export type ArrayLeaf = number | NestedNumbers | Entries | NumericArray;

/** What a function gets for a tree: the same shape, with traced arrays in place of arrays and numbers. */
export type TracedTree<T> = 0 extends 1 & T
  ? any
  : T extends ArrayLeaf
    ? TracedArray
    : { readonly [K in keyof T]: TracedTree<T[K]> };

/** What a derivative by a tree is: the same shape, numbers widened. */
export type LikeTree<T> = 0 extends 1 & T
  ? any
  : T extends number
    ? number
    : T extends ArrayLeaf
      ? T
      : { -readonly [K in keyof T]: LikeTree<T[K]> };

/** One array of a tree. */
export interface Leaf {
  /** The names and indices that lead to it. */
  readonly path: readonly (string | number)[];
  readonly shape: Shape;
  readonly precision: Precision;
  /** Numbers as the author has them: in a list, say. */
  readonly like: (entries: Entries) => unknown;
}

/** The arrays of a record, and how records of the same shape are made of others. */
export interface Tree {
  readonly leaves: readonly Leaf[];
  /** The entries of each leaf: the author's own where they are a typed array. */
  readonly entries: readonly Entries[];
  /** The same for trees of the same names, shapes and precisions. */
  readonly signature: string;
  /** A record of the same shape, with other things in place of the arrays. */
  build(leaf: (leaf: Leaf, k: number) => unknown): unknown;
}

/**
 * Reads a record of arrays.
 *
 * @param what how errors call it
 * @param precision what floats are computed in, whatever they are given in; left out, what they are given in
 * @throws InfimumError `not-an-array`, and what `array` throws
 */
export function treeOf(what: string, value: unknown, precision?: Precision): Tree {
  const leaves: Leaf[] = [];
  const entries: Entries[] = [];
  const shapes: string[] = [];
  const visit = (part: unknown, path: readonly (string | number)[]): Build => {
    const leaf = leafOf(part);
    if (leaf !== undefined) {
      const own = leaf.precision === "int32" ? leaf.precision : (precision ?? leaf.precision);
      const k = leaves.push({ path, shape: leaf.shape, precision: own, like: leaf.like }) - 1;
      entries.push(leaf.entries);
      shapes.push(`${path.join(".")}:${own}[${leaf.shape.join()}]`);
      return (make) => make(leaves[k], k);
    }
    if (Array.isArray(part)) {
      const children = part.map((child, k) => visit(child, [...path, k]));
      return (make) => children.map((child) => child(make));
    }
    if (typeof part === "object" && part !== null && !ArrayBuffer.isView(part)) {
      const children = Object.entries(part).map(([name, child]) => [name, visit(child, [...path, name])] as const);
      return (make) => Object.fromEntries(children.map(([name, child]) => [name, child(make)]));
    }
    throw wrongKind("not-an-array", [what, ...path].join("."), "a number, an array, or a record of them", part);
  };
  const build = visit(value, []);
  return { leaves, entries, signature: shapes.join(" "), build };
}

type Build = (make: (leaf: Leaf, k: number) => unknown) => unknown;

interface ReadLeaf extends NumericArray {
  readonly like: (entries: Entries) => unknown;
}

function leafOf(part: unknown): ReadLeaf | undefined {
  if (typeof part === "number") return { ...array(part), like: ([number]) => number };
  if (isNumericArray(part)) {
    const { shape, precision, entries } = part;
    if (sizeOf(shape) !== entries.length || precisionOf(entries) !== precision) {
      throw new InfimumError(
        "shape-mismatch",
        `an array of ${entries.length} entries says that its shape is [${shape.join(", ")}] and its precision ${precision}: make it with array(entries, { shape, precision }).`,
      );
    }
    return { shape, precision, entries, like: (own) => ({ shape, precision, entries: copyAs(precision, own) }) };
  }
  if (part instanceof Float64Array || part instanceof Float32Array || part instanceof Int32Array) {
    const precision = precisionOf(part);
    return { shape: [part.length], precision, entries: part, like: (own) => copyAs(precision, own) };
  }
  if (!isNumbers(part)) return undefined;
  const read = array(part);
  return { ...read, like: (own) => nested(read.shape, own) };
}

function copyAs(precision: Precision, entries: Entries): Entries {
  const copy = emptyEntries(precision, entries.length);
  copy.set(entries);
  return copy;
}

/** Lists of numbers are one array; lists of anything else are lists of arrays. */
function isNumbers(part: unknown): part is NestedNumbers {
  if (!Array.isArray(part) || part.length === 0) return false;
  return typeof part[0] === "number" || isNumbers(part[0]);
}

function nested(shape: Shape, entries: Entries): unknown {
  if (shape.length === 1) return Array.from(entries);
  const [first, ...rest] = shape;
  const size = sizeOf(rest);
  return Array.from({ length: first }, (_, k) => nested(rest, entries.subarray(k * size, (k + 1) * size)));
}
