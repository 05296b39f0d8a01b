import { fewEntries } from "./array-making.ts";
import { entryOf } from "./arrays.ts";
import { call } from "./calls.ts";
import type { Reading } from "./reading.ts";
import { roll } from "./roll.ts";
import { scalarOf } from "./scalars.ts";
import type { Scalar } from "./traced.ts";
import type { ArrayValue, Value } from "./values.ts";

/** What a method of arrays is called on, and where. */
export interface Context {
  readonly reading: Reading;
  readonly array: ArrayValue;
  readonly node: object;
}

/** A method of arrays. */
export type Method = (context: Context, args: readonly Value[]) => Value;

/** True where a function may be called once for all entries. */
export function canRoll({ array }: Context): boolean {
  return !("items" in array.storage) && array.length > fewEntries;
}

/** What a function gives for an entry. */
export function callFor({ reading, array, node }: Context, f: Value, index: Scalar): Value {
  return call(reading, f, [entryOf(reading, array, index), index, array], node);
}

/** Calls the function for every entry, in order; once for all where it can be. */
export function forAll(context: Context, from: number, body: (index: Scalar) => void): void {
  const { reading, array, node } = context;
  if (canRoll(context)) {
    reading.at(node);
    if (roll(reading, node, { start: from, end: array.length, stride: 1 }, body) === undefined) return;
  }
  for (let i = from; i < array.length; i++) {
    reading.tick(node);
    body(i);
  }
}

/** `reduce`, and `reduceRight` from the end. */
export function reduce(context: Context, args: readonly Value[], fromEnd = false): Value {
  const { reading, array, node } = context;
  const [f, initial] = args;
  const { length } = array;
  if (args.length < 2 && length === 0)
    throw reading.obstacle(node, "an empty array is reduced", "give the first value");
  const skipped = args.length < 2 ? 1 : 0;
  const result = reading.cell(skipped === 1 ? entryOf(reading, array, fromEnd ? length - 1 : 0) : initial, node);
  const join = (i: Scalar): void => {
    const entry = entryOf(reading, array, i);
    reading.write(result, call(reading, f, [reading.read(result), entry, i, array], node));
  };
  if (!fromEnd) forAll(context, skipped, join);
  else {
    for (let i = length - 1 - skipped; i >= 0; i--) {
      reading.tick(node);
      join(i);
    }
  }
  return reading.read(result);
}

/** An index as slice, splice, fill and at take it: from the end where it is below 0. */
export function bound({ reading, array, node }: Context, value: Value, missing: number): number {
  if (value === undefined) return missing;
  const index = Math.trunc(reading.settle(scalarOf(reading, value, node), node)) || 0;
  return index < 0 ? Math.max(0, array.length + index) : Math.min(index, array.length);
}
