import type { Memory, Scalar } from "./traced.ts";

/**
 * How nested data lie in memory: a leaf is one memory with an entry for every position of the arrays around it, in row-major
 * order, so that one position serves all fields of a record.
 */
export type Shape = Leaf | ArrayShape | RecordShape | Pair | IndexShape;

export interface Leaf {
  readonly shape: "leaf";
  readonly memory: Memory;
  /** The entry of the memory at position 0. */
  readonly base: number;
}

export interface ArrayShape {
  readonly shape: "array";
  readonly length: number;
  readonly of: Shape;
  readonly typed: "float64" | "float32" | "integer" | undefined;
}

export interface RecordShape {
  readonly shape: "record";
  readonly fields: ReadonlyMap<string, Shape>;
}

/** An index and the entry there: what `entries()` gives. */
export interface Pair {
  readonly shape: "pair";
  readonly of: Shape;
  /** The position of index 0. */
  readonly first: Scalar;
}

/** The index alone: what `keys()` gives. */
export interface IndexShape {
  readonly shape: "index";
}
