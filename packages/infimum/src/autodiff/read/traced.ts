import type { BinaryOperation, Comparison, UnaryOperation } from "../program/operations.ts";
import type { DataArray } from "../program/program.ts";
import type { Place } from "./obstacle.ts";

/** What a traced value does: the operations of programs, and what only control flow and memory give. */
export type Operation =
  | UnaryOperation
  | BinaryOperation
  | Comparison
  | "and"
  | "or"
  | "not"
  | "select"
  /** A condition as 0 or 1. */
  | "number"
  | "load"
  /** The index of a loop, or a value it carries. */
  | "parameter"
  /** What a loop or a branch leaves. */
  | "result";

/** Memory of the function that is read. */
export interface Memory {
  readonly role: "point" | "data" | "local";
  readonly length: number;
  readonly fill: number;
  readonly contents: DataArray | undefined;
  /** Stored numbers are rounded to float32. */
  readonly single: boolean;
}

/** A number or condition that depends on the point, on data or on the index of a loop. */
export class Traced {
  readonly kind: "number" | "condition";
  readonly operation: Operation;
  readonly operands: readonly Scalar[];
  /** True where it is an integer by the way it is made: an index, integer data, sums and products of them. */
  readonly integer: boolean;
  /** What it is at the point of this reading, where that is known without running a loop. */
  value: number | boolean | undefined;
  readonly memory: Memory | undefined;
  readonly place: Place | undefined;

  constructor(
    kind: "number" | "condition",
    operation: Operation,
    operands: readonly Scalar[],
    known: { integer?: boolean; value?: number | boolean; memory?: Memory; place?: Place },
  ) {
    this.kind = kind;
    this.operation = operation;
    this.operands = operands;
    this.integer = known.integer ?? false;
    this.value = known.value;
    this.memory = known.memory;
    this.place = known.place;
  }
}

export type Scalar = number | boolean | Traced;

export function isScalar(value: unknown): value is Scalar {
  return typeof value === "number" || typeof value === "boolean" || value instanceof Traced;
}

export function isTraced(value: unknown): value is Traced {
  return value instanceof Traced;
}

/** True for what is an integer of 32 bits by the way it is made. */
export function isIndex(value: unknown): boolean {
  return value instanceof Traced
    ? value.integer
    : typeof value === "number" && value === (value | 0) && !Object.is(value, -0);
}

/** What is recorded, in the order of execution. Pure values are recorded too: where they stand says where they exist. */
export type Entry =
  | { readonly entry: "value"; readonly traced: Traced }
  | {
      readonly entry: "store";
      readonly memory: Memory;
      readonly index: Scalar;
      readonly value: Scalar;
      readonly place: Place | undefined;
    }
  | { readonly entry: "memory"; readonly memory: Memory }
  | {
      readonly entry: "guard";
      readonly condition: Traced;
      readonly expected: boolean;
      readonly note: string;
      readonly place: Place | undefined;
    }
  | LoopEntry
  | BranchEntry;

export interface LoopEntry {
  readonly entry: "loop";
  readonly start: Scalar;
  readonly end: Scalar;
  readonly stride: number;
  readonly index: Traced;
  readonly initial: readonly Scalar[];
  readonly carried: readonly Traced[];
  readonly body: Block;
  readonly next: readonly Scalar[];
  readonly results: readonly Traced[];
  readonly place: Place | undefined;
}

export interface BranchEntry {
  readonly entry: "branch";
  readonly condition: Traced;
  readonly whenTrue: Block;
  readonly whenFalse: Block;
  readonly trueResults: readonly Scalar[];
  readonly falseResults: readonly Scalar[];
  readonly results: readonly Traced[];
  readonly place: Place | undefined;
}

/** Entries that are executed together: the whole function, the body of a rolled loop, an arm of a branch. */
export class Block {
  readonly kind: "function" | "loop" | "arm";
  readonly parent: Block | undefined;
  readonly entries: Entry[] = [];

  constructor(kind: "function" | "loop" | "arm", parent: Block | undefined) {
    this.kind = kind;
    this.parent = parent;
  }

  /** True where a rolled loop begins between `outer` and this block. */
  loopsSince(outer: Block): boolean {
    if (this === outer) return false;
    return this.kind === "loop" || (this.parent?.loopsSince(outer) ?? false);
  }
}
