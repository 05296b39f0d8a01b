import { InfimumError } from "../../error.ts";
import type { ArrayNode, Entries } from "../graph/node.ts";

/** Arrays to be computed of given ones; nodes that no output depends on are not computed. */
export interface ArrayProgram {
  /** The inputs in their order: nodes whose operation is `input`. */
  readonly inputs: readonly ArrayNode[];
  readonly outputs: readonly ArrayNode[];
}

/** Runs one array program, again and again. It is not reentrant. */
export interface ArrayEvaluator {
  readonly how: "compiled" | "interpreted";
  /** Why it is not compiled; undefined when it is. */
  readonly why: string | undefined;
  /**
   * Gives the k-th input its entries, which are copied; an input keeps them until it is set again.
   *
   * @throws InfimumError `wrong-length`
   */
  set(k: number, entries: Entries): void;
  /** Computes all outputs. @throws InfimumError `bad-index` when a gathered index is outside */
  run(): void;
  /** Copies the k-th output to `out`, which is of its precision and size. */
  get(k: number, out: Entries): void;
}

/** Copies what the k-th input is given to its own place. @throws InfimumError `wrong-length` */
export function setInput(own: Entries, k: number, entries: Entries): void {
  if (entries.length !== own.length) {
    throw new InfimumError(
      "wrong-length",
      `input ${k} has ${entries.length} entries where ${own.length} are needed: give as many.`,
    );
  }
  own.set(entries);
}
