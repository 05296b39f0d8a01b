import type { Value } from "./value.ts";

/** What a value is remembered by: the operation and its operands. */
export type Key = number | string;

/** Numbers of the operations, from 1. */
const codes = new Map<string, number>();

function codeOf(operation: string): number {
  let code = codes.get(operation);
  if (code === undefined) {
    code = codes.size + 1;
    codes.set(operation, code);
  }
  return code;
}

/** Ids below this, two of them and the number of an operation fit into one exact number; it is found faster than a text. */
const smallId = 2 ** 23;

export function keyOf(operation: string, operands: readonly Value[]): Key {
  const [a, b, c] = operands;
  const code = codeOf(operation);
  if (c !== undefined || a.id >= smallId || (b !== undefined && b.id >= smallId) || code > 126) {
    return `${operation} ${operands.map(({ id }) => id).join(" ")}`;
  }
  return (code * smallId + a.id) * smallId + (b === undefined ? 0 : b.id);
}
