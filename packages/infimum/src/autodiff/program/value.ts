/** What a value is: a float64, a 32-bit integer that counts or indexes, or a condition. */
export type Kind = "float" | "integer" | "condition";

/** A place in the source of the function a program was made from; both count from 1 (columns may count from 0). */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** The name of the function, where it has one. */
  readonly within?: string;
}

/**
 * A value of a program: computed once, never changed. What memory or control flow determines (a load, the index of a
 * loop, the result of a branch) has no operands here: the step that makes it says how.
 */
export interface Value {
  readonly id: number;
  readonly kind: Kind;
  readonly operation: string;
  readonly operands: readonly Value[];
  /** The number itself, for constants (conditions: 0 or 1). */
  readonly constant: number | undefined;
  /** What is known of an integer: it lies between these, both included. */
  readonly low: number;
  readonly high: number;
  /** How many loops and arms surround the place where it is computed. */
  readonly level: number;
}

/** The operation names of values that are not computed from operands. */
export const leafOperations: ReadonlySet<string> = new Set(["constant", "load", "parameter", "result", "popped"]);

export const lowestInteger = -(2 ** 31);
export const highestInteger = 2 ** 31 - 1;
