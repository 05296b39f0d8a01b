import type { Memory } from "./traced.ts";

/**
 * How nested data lie in memory: a leaf is one memory with an entry for every position of the arrays around it, in row-major
 * order, so that one position serves all fields of a record.
 */
export type Shape = Leaf | ArrayShape | RecordShape;

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
  readonly typed: "float64" | "float32" | "integer" | "narrow" | undefined;
}

export interface RecordShape {
  readonly shape: "record";
  readonly fields: ReadonlyMap<string, Shape>;
}
