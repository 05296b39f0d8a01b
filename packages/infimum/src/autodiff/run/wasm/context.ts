import type { Layout } from "./layout.ts";
import type { Parts } from "./parts.ts";

/** What the functions of one module have in common. */
export interface Context {
  readonly layout: Layout;
  readonly parts: Parts;
  readonly shared: Uint8Array;
  readonly inline: Uint8Array;
  /** Where the tape starts. */
  readonly tapeStart: number;
  /** The index of the function that makes room on the tape. */
  readonly growFunction: number;
  /** The index of an imported operation. */
  importOf(operation: string, arity: number): number;
  /** The index of the function of a part. */
  functionOf(part: number): number;
}
