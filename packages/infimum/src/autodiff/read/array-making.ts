import { entryOf, iterated, listOf, narrow } from "./arrays.ts";
import { call } from "./calls.ts";
import { lengthOf } from "./globals.ts";
import { fieldOf } from "./members.ts";
import type { Reading } from "./reading.ts";
import { roll } from "./roll.ts";
import { kindOf, scalarOf } from "./scalars.ts";
import { CannotRoll } from "./signals.ts";
import { isScalar, isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, type ElementKind, RecordValue, type Value } from "./values.ts";

/** Functions are called for each entry of arrays up to this length; beyond, once, with a traced index. */
export const fewEntries = 8;

/**
 * The array of what a function gives for each index. For long arrays it is called once, with a traced index, and its results
 * are in memory; where it cannot be, or gives no numbers, it is called for each.
 *
 * @param fixed true for the map of a typed array, whose entries are numbers of its kind
 */
export function arrayOf(
  reading: Reading,
  key: object,
  length: number,
  typed: ElementKind,
  canRoll: boolean,
  entry: (index: Scalar) => Value,
): ArrayValue {
  const { trace } = reading;
  if (canRoll && length > fewEntries && typed !== "integer" && typed !== "narrow") {
    const mark = trace.mark;
    const memory = trace.local(length, 0, typed === "float32");
    const why = roll(reading, key, { start: 0, end: length, stride: 1 }, (index) => {
      const value = entry(index);
      if (!isScalar(value)) throw new CannotRoll("the entries are no numbers");
      trace.store(memory, index, value);
    });
    if (why === undefined) return reading.view({ shape: "leaf", memory, base: 0 }, 0, length, typed, true);
    trace.cut(mark);
  }
  const items: Value[] = [];
  for (let i = 0; i < length; i++) {
    reading.tick(key);
    items.push(entry(i));
  }
  return typed === undefined ? reading.array(items) : typedFrom(reading, typed, items, key);
}

/** `Array.from(source, f)`, and that of typed arrays. */
export function arrayFrom(reading: Reading, typed: ElementKind, [given, f]: readonly Value[], node: object): Value {
  const source = iterated(reading, given) ?? given;
  if (source instanceof ArrayValue) {
    if (f !== undefined) {
      const isStored = !("items" in source.storage);
      return arrayOf(reading, node, source.length, typed, isStored, (i) =>
        call(reading, f, [entryOf(reading, source, i), i], node),
      );
    }
    return copyOf(reading, typed, source, node);
  }
  if (!(source instanceof RecordValue))
    throw reading.obstacle(node, `an array is made from ${kindOf(source)}`, "make arrays from arrays or lengths");
  const length = lengthOf(reading, scalarOf(reading, fieldOf(reading, source, "length", node), node), node);
  if (f === undefined)
    return typed === undefined ? reading.array(alike(length, undefined)) : typedArray(reading, typed, [length], node);
  return arrayOf(reading, node, length, typed, true, (i) => call(reading, f, [undefined, i], node));
}

/** `new Float64Array(length)` or `new Float64Array(array)`. */
export function typedArray(reading: Reading, typed: ElementKind, [source]: readonly Value[], node: object): Value {
  if (source instanceof ArrayValue) return copyOf(reading, typed, source, node);
  if (source === undefined || isScalar(source)) {
    const length = source === undefined ? 0 : lengthOf(reading, source, node);
    return reading.array(alike(length, 0), typed);
  }
  throw reading.obstacle(node, `a typed array is made from ${kindOf(source)}`, "give a length or an array");
}

/** A copy with entries of its own. */
export function copyOf(reading: Reading, typed: ElementKind, source: ArrayValue, node: object): ArrayValue {
  const { storage } = source;
  const isPlain = typed === undefined || typed === "float64";
  if (!("items" in storage) && storage.of.shape === "leaf" && isPlain) {
    // what cannot be written can be shared: it is copied when the copy is written
    if (!storage.writable) return reading.view(storage.of, storage.first, storage.length, typed);
    return arrayOf(reading, source, source.length, typed, true, (i) => entryOf(reading, source, i));
  }
  const items = listOf(reading, source).slice();
  return typed === undefined ? reading.array(items) : typedFrom(reading, typed, items, node);
}

function typedFrom(reading: Reading, typed: ElementKind, items: readonly Value[], node: object): ArrayValue {
  if (typed === "narrow") throw narrow(reading, node);
  const numbers = items.map((item): Value => {
    const number = reading.trace.number(scalarOf(reading, item, node));
    if (typed === "float32") return reading.trace.unary("fround", number);
    if (typed !== "integer") return number;
    if (!isTraced(number)) return number | 0;
    if (number.integer) return number;
    throw reading.obstacle(
      node,
      "a number is stored in an array of integers",
      "use a Float64Array, and Math.trunc where it is meant",
    );
  });
  return reading.array(numbers, typed);
}

/** A list of one value. */
export function alike(length: number, value: Value): Value[] {
  return Array.from({ length }, () => value);
}
