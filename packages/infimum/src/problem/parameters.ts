import { wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";

/**
 * What a start may be: an array of numbers, a (nested) record of numbers and such arrays, or a space; with an objective of
 * `overArrays` ("infimum/arrays") also arrays with several axes.
 */
export type Parameters = ParameterArray | ParameterRecord | SpaceStart | ShapedParameters;
export type ParameterArray = readonly number[] | Float64Array;
export interface ParameterRecord {
  readonly [name: string]: number | ParameterArray | ParameterRecord | ShapedParameters;
}
/** Numbers along several axes, row after row: what `array` of "infimum/arrays" makes. */
export interface ShapedParameters {
  readonly shape: readonly number[];
  readonly precision: "float64" | "float32" | "int32";
  readonly entries: Float64Array | Float32Array | Int32Array;
}

/** A start that says itself what the objective gets: what of a `SearchSpace` types know. */
export interface SpaceStart<Params = any> {
  statement(definition: never): unknown;
  /** For inference only. */
  readonly params?: Params;
}

/** What the objective receives for a start of type P: the same shape, numbers widened; for a space its parameters. */
export type Shape<P> = 0 extends 1 & P
  ? any
  : P extends number
    ? number
    : P extends SpaceStart<infer Params>
      ? Params
      : P extends Float64Array
        ? Float64Array
        : P extends ShapedParameters
          ? ShapedParameters
          : P extends readonly number[]
            ? { readonly [K in keyof P]: number }
            : P extends object
              ? { -readonly [K in keyof P]: Shape<P[K]> }
              : never;

/** How the variables of a problem are laid out in the record its author thinks in. */
export interface Layout {
  readonly dimension: number;
  /** One name per variable: x[0], x[1] or rate, layer.width, weights[3]. */
  readonly names: readonly string[];
  /** True when the author's parameters are the vector itself. */
  readonly flat: boolean;
  /** A fresh record of the author's shape. For a flat layout, the vector itself. */
  decode(x: Vector): unknown;
  /** Writes the numbers of a record into a vector; what the record lacks keeps what `out` had. */
  encode(params: unknown, out: Vector): Vector;
  /**
   * The author's record with the index of each variable in its place, undefined where not all of it are numbers; left out
   * where `decode` takes any numbers.
   */
  readonly positions?: unknown;
  /** The point of parameters that are not numbers; left out where `encode` writes it. */
  pointOf?(params: unknown): Vector;
  /** See `describePoint`; left out where parameters are the numbers of the vector. */
  readonly describe?: (x: Vector, most: number) => string;
}

type Leaf = {
  readonly path: readonly string[];
  readonly start: number;
  readonly length: number;
  readonly kind: LeafKind;
};
type LeafKind = "number" | "array" | "float64";

/** @throws InfimumError `x0-empty`, `x0-not-numbers` */
export function layoutOf(x0: Parameters): Layout {
  if (isArrayLike(x0)) return new FlatLayout(x0.length);
  if (typeof x0 !== "object" || x0 === null) {
    throw wrongKind("x0-not-numbers", "x0", "an array of numbers or a record of them", x0);
  }
  const leaves: Leaf[] = [];
  let dimension = 0;
  const collect = (node: unknown, path: readonly string[]): void => {
    if (typeof node === "number" || isArrayLike(node)) {
      const length = typeof node === "number" ? 1 : node.length;
      const kind: LeafKind = typeof node === "number" ? "number" : node instanceof Float64Array ? "float64" : "array";
      leaves.push({ path, start: dimension, length, kind });
      dimension += length;
    } else if (typeof node === "object" && node !== null && !ArrayBuffer.isView(node)) {
      for (const [name, child] of Object.entries(node)) collect(child, [...path, name]);
    } else {
      throw wrongKind("x0-not-numbers", `x0.${path.join(".")}`, "a number or numbers", node);
    }
  };
  collect(x0, []);
  return recordLayout(leaves, dimension);
}

/** A class, since an engine takes ten times as long to make an object that has a getter of its own. */
class FlatLayout implements Layout {
  readonly dimension: number;
  readonly flat = true;
  #names: readonly string[] | undefined;

  constructor(dimension: number) {
    this.dimension = dimension;
  }

  get names(): readonly string[] {
    this.#names ??= Array.from({ length: this.dimension }, (_, i) => `x[${i}]`);
    return this.#names;
  }

  decode(x: Vector): Vector {
    return x;
  }

  encode(params: unknown, out: Vector): Vector {
    const numbers = params as ArrayLike<number>;
    for (let i = 0; i < this.dimension; i++) out[i] = numbers[i] ?? out[i];
    return out;
  }
}

function recordLayout(leaves: readonly Leaf[], dimension: number): Layout {
  return {
    dimension,
    names: leaves.flatMap(leafNames),
    flat: false,
    decode: (x) => {
      const record: Record<string, unknown> = {};
      for (const leaf of leaves) parentOf(record, leaf.path)[leaf.path[leaf.path.length - 1]] = decodeLeaf(leaf, x);
      return record;
    },
    encode: (params, out) => {
      for (const leaf of leaves) encodeLeaf(leaf, valueAt(params, leaf.path), out);
      return out;
    },
  };
}

function leafNames({ path, length, kind }: Leaf): string[] {
  const name = path.join(".");
  return kind === "number" ? [name] : Array.from({ length }, (_, i) => `${name}[${i}]`);
}

function decodeLeaf({ start, length, kind }: Leaf, x: Vector): unknown {
  if (kind === "number") return x[start];
  const numbers = x.slice(start, start + length);
  return kind === "float64" ? numbers : Array.from(numbers);
}

function encodeLeaf({ start, length, kind }: Leaf, value: unknown, out: Vector): void {
  if (value === undefined) return;
  if (kind === "number" || typeof value === "number") out.fill(value as number, start, start + length);
  else for (let i = 0; i < length; i++) out[start + i] = (value as ArrayLike<number>)[i] ?? out[start + i];
}

function valueAt(params: unknown, path: readonly string[]): unknown {
  let node = params;
  for (const name of path) node = ownEntry(node, name);
  return node;
}

function parentOf(root: Record<string, unknown>, path: readonly string[]): Record<string, unknown> {
  let node = root;
  for (const name of path.slice(0, -1)) {
    if (!Object.hasOwn(node, name)) node[name] = {};
    node = node[name] as Record<string, unknown>;
  }
  return node;
}

/** The entry of that name; a variable may be called like something every object inherits, such as "constructor". */
function ownEntry(node: unknown, name: string): unknown {
  return node !== undefined && node !== null && Object.hasOwn(node, name)
    ? (node as Record<string, unknown>)[name]
    : undefined;
}

function isArrayLike(value: unknown): value is ParameterArray {
  return Array.isArray(value) || value instanceof Float64Array;
}
