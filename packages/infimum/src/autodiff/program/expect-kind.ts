import type { Kind, Value } from "./value.ts";

/** @throws TypeError when a value is of another kind: a mistake in what builds the program */
export function expectKind(what: string, value: Value, kind: Kind): void {
  if (value.kind !== kind) throw new TypeError(`${what} has to be of kind ${kind}, not ${value.kind}`);
}
