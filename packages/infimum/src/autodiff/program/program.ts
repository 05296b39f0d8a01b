import type { Position, Value } from "./value.ts";

/**
 * Memory of a program. `input`: the point (and directions), read-only; `data`: the caller's numbers, read-only, may be
 * exchanged between runs; `local`: memory of the program, filled anew each time its `local` step is executed; `output`:
 * zero when a run starts, and what the run leaves there is an answer.
 */
export interface Buffer {
  readonly id: number;
  readonly role: "input" | "data" | "local" | "output";
  readonly element: "float" | "integer";
  readonly length: number;
  /** What a data buffer holds until it is bound to other numbers. */
  readonly contents: DataArray | undefined;
}

export type DataArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | Uint8ClampedArray
  | readonly number[];

/** Something that can be found to be otherwise while a program runs: the run then has no result, and names the site. */
export interface Site {
  readonly what: "index" | "integer" | "guard";
  readonly position: Position | undefined;
  readonly note: string;
}

export type Step =
  | { readonly step: "compute"; readonly value: Value }
  | {
      readonly step: "load";
      readonly value: Value;
      readonly buffer: Buffer;
      readonly index: Value;
      /** The site to name when the index is out of range; -1 when it cannot be. */
      readonly site: number;
    }
  | {
      readonly step: "store";
      readonly buffer: Buffer;
      readonly index: Value;
      readonly value: Value;
      readonly site: number;
    }
  /** The value of an operation `index`: the operand as an integer; the run fails at the site when it is not one. */
  | { readonly step: "convert"; readonly value: Value; readonly site: number }
  | { readonly step: "local"; readonly buffer: Buffer; readonly fill: number }
  | LoopStep
  | BranchStep
  | { readonly step: "guard"; readonly condition: Value; readonly expected: boolean; readonly site: number }
  /** Puts values on the tape, which is a stack. */
  | { readonly step: "push"; readonly group: number; readonly values: readonly Value[] }
  /** Takes from the tape what the push of the same group put there, in the same order. */
  | { readonly step: "pop"; readonly group: number; readonly values: readonly Value[] };

/** index = start, start + stride, ... while below end (above, when the stride is negative). */
export interface LoopStep {
  readonly step: "loop";
  readonly start: Value;
  readonly end: Value;
  readonly stride: number;
  readonly index: Value;
  readonly initial: readonly Value[];
  /** The carried values as the body sees them; the results of the body are their next ones. */
  readonly carried: readonly Value[];
  readonly body: Block;
  readonly results: readonly Value[];
}

/** Only the arm that is taken is executed. */
export interface BranchStep {
  readonly step: "branch";
  readonly condition: Value;
  readonly whenTrue: Block;
  readonly whenFalse: Block;
  readonly results: readonly Value[];
}

export interface Block {
  readonly steps: readonly Step[];
  readonly results: readonly Value[];
}

/** A finished program. Its parts are never changed: every transformation builds another. */
export interface Program {
  /** The length of the point. */
  readonly dimension: number;
  /** The point first, then what derivatives need besides (directions, weights). */
  readonly inputs: readonly Buffer[];
  readonly data: readonly Buffer[];
  readonly locals: readonly Buffer[];
  readonly outputs: readonly Buffer[];
  readonly body: Block;
  /** The scalars it answers with: `body.results`. */
  readonly results: readonly Value[];
  /** The output that holds the answer of a function whose answer is an array written by loops. */
  readonly vector: Buffer | undefined;
  readonly sites: readonly Site[];
  /** Ids of values are below this. */
  readonly valueCount: number;
  readonly bufferCount: number;
}
