import { membersOf } from "./collections.ts";
import { Obstacle } from "./obstacle.ts";
import type { Reading } from "./reading.ts";
import type { Leaf, Shape } from "./shapes.ts";
import { CannotRoll, NeedsMemory } from "./signals.ts";
import { isScalar, type Memory, type Scalar, Traced } from "./traced.ts";
import { ArrayValue, CollectionValue, type ElementKind, EntriesValue, type Stored, type Value } from "./values.ts";

/** Longer arrays are put into memory by a loop, shorter ones entry by entry. */
export const longArray = 16;

/** The entry at an index, which may be traced; undefined outside the array, as in JavaScript. */
export function entryOf(reading: Reading, array: ArrayValue, index: Scalar): Value {
  const { storage } = array;
  if (index instanceof Traced) {
    if (!("items" in storage)) return atPosition(reading, storage.of, added(reading, storage.first, index));
    if (storage.items.length === 0) return undefined;
    toMemoryHere(reading, array);
    return entryOf(reading, array, index);
  }
  const i = Number(index);
  if (!(i >= 0 && i < array.length) || i !== Math.floor(i)) return undefined;
  if ("items" in storage) return storage.items[i];
  return atPosition(reading, storage.of, added(reading, storage.first, i));
}

/** Writes the entry at an index, which may be traced. */
export function setEntry(reading: Reading, array: ArrayValue, index: Scalar, value: Value, node: object): void {
  const rounded = roundedFor(reading, array.typed, value, node);
  const { storage } = array;
  if (!("items" in storage)) {
    storeEntry(reading, array, storage, index, rounded, node);
    return;
  }
  if (index instanceof Traced) {
    toMemoryHere(reading, array);
    setEntry(reading, array, index, value, node);
    return;
  }
  const i = Number(index);
  if (!(i >= 0) || i !== Math.floor(i)) {
    throw reading.obstacle(node, `an array is written at ${i}`, "write at whole numbers from 0 on");
  }
  if (array.typed !== undefined && i >= array.length) return;
  const items = reading.touch(array);
  if (i > items.length + 1e6)
    throw reading.obstacle(node, `an array is written at ${i}`, "fill arrays from their start");
  while (items.length < i) items.push(undefined);
  items[i] = rounded;
}

function storeEntry(
  reading: Reading,
  array: ArrayValue,
  storage: Stored,
  index: Scalar,
  value: Value,
  node: object,
): void {
  if (!storage.writable) {
    requireOwn(reading, array);
    if (reading.trace.current.loopsSince(array.block)) throw new NeedsMemory(array);
    ownCopy(reading, array);
    setEntry(reading, array, index, value, node);
    return;
  }
  if (storage.of.shape !== "leaf") {
    throw new CannotRoll("a row of an array in memory cannot be replaced");
  }
  if (!isScalar(value)) throw new CannotRoll("only numbers can be stored in memory");
  if (!(index instanceof Traced) && !(Number(index) >= 0 && Number(index) < storage.length)) {
    if (array.typed !== undefined) return;
    throw new CannotRoll("an array in memory cannot grow");
  }
  reading.at(node);
  reading.trace.store(storage.of.memory, added(reading, added(reading, storage.first, index), storage.of.base), value);
}

/** @throws Obstacle for an array whose entries are those of something else too */
export function requireOwn(reading: Reading, array: ArrayValue): void {
  if (!array.shared) return;
  throw new Obstacle(
    "an array is changed that is data, or a part of another array",
    "copy it first, with slice()",
    reading.trace.place,
  );
}

/**
 * What is iterated over, as an array: the entries of an array as they are now, the characters of a text, the members of a
 * `Map` or `Set`; undefined for anything else.
 */
export function iterated(reading: Reading, value: Value): ArrayValue | undefined {
  if (typeof value === "string") return reading.array([...value]);
  if (value instanceof CollectionValue)
    return reading.array(membersOf(reading, value, value.isSet ? "keys" : "entries"));
  if (!(value instanceof EntriesValue)) return value instanceof ArrayValue ? value : undefined;
  return reading.array(Array.from({ length: value.array.length }, (_, i) => iteratedEntry(reading, value, i)));
}

/** What iterating over `entries()` or `keys()` gives for an index. */
export function iteratedEntry(reading: Reading, { array, isKeys }: EntriesValue, index: Scalar): Value {
  return isKeys ? index : reading.array([index, entryOf(reading, array, index)]);
}

/** All entries, as values. */
export function listOf(reading: Reading, array: ArrayValue): Value[] {
  const { storage } = array;
  if ("items" in storage) return storage.items;
  return Array.from({ length: storage.length }, (_, i) => entryOf(reading, array, i));
}

/** Puts an array into memory, in the block where it was made; further out, whoever opened the blocks since has to. */
function toMemoryHere(reading: Reading, array: ArrayValue): void {
  if (reading.trace.current !== array.block) throw new NeedsMemory(array);
  toMemory(reading, array);
}

/** Puts an array into memory: its entries have to be scalars, or arrays of one length that can be put there. */
export function toMemory(reading: Reading, array: ArrayValue): void {
  const { storage } = array;
  if (!("items" in storage)) {
    if (!storage.writable) {
      requireOwn(reading, array);
      copyToMemory(reading, array, storage);
    }
    return;
  }
  const lengths = uniformLengths(array);
  if (lengths === undefined)
    throw new CannotRoll("an array whose entries are not all numbers cannot be put into memory");
  const single = array.typed === "float32";
  const size = lengths.reduce((product, length) => product * length, 1);
  const memory = reading.trace.local(size, fillOf(array), single);
  place(reading, array, memory, 0, lengths);
}

/** The lengths at each depth of nested arrays of scalars that are the same everywhere; undefined where they are not. */
function uniformLengths(array: ArrayValue): number[] | undefined {
  if (!("items" in array.storage)) return undefined;
  const { items } = array.storage;
  if (items.every((item) => isScalar(item) || item === undefined)) return [items.length];
  let inner: number[] | undefined;
  for (const item of items) {
    const lengths = item instanceof ArrayValue ? uniformLengths(item) : undefined;
    if (lengths === undefined || (inner !== undefined && lengths.join() !== inner.join())) return undefined;
    inner = lengths;
  }
  return [items.length, ...(inner as number[])];
}

/** What most entries are likely to be: what the first one is, where it is a number. An entry that is missing reads as NaN. */
function fillOf(array: ArrayValue): number {
  const { items } = array.storage as { items: Value[] };
  if (items.includes(undefined)) return NaN;
  const [first] = items;
  return first instanceof ArrayValue ? fillOf(first) : typeof first === "number" ? first : NaN;
}

function place(
  reading: Reading,
  array: ArrayValue,
  memory: Memory,
  position: number,
  lengths: readonly number[],
): void {
  if (!("items" in array.storage)) throw new CannotRoll("an array stands in another twice");
  const { items } = array.storage;
  const [, ...inner] = lengths;
  const size = inner.reduce((product, length) => product * length, 1);
  for (const [i, item] of items.entries()) {
    if (item instanceof ArrayValue) place(reading, item, memory, position + i * size, inner);
    else if (item !== undefined && !Object.is(item, memory.fill))
      reading.trace.store(memory, position + i, item as Scalar);
  }
  const of = nested({ shape: "leaf", memory, base: 0 }, inner);
  reading.restore(array, {
    of,
    first: inner.length === 0 ? position : position / size,
    length: items.length,
    writable: true,
  });
}

function nested(leaf: Leaf, lengths: readonly number[]): Shape {
  return lengths.reduceRight<Shape>((of, length) => ({ shape: "array", length, of, typed: undefined }), leaf);
}

/** Gives an array that shares the point or data a copy of its own. */
function ownCopy(reading: Reading, array: ArrayValue): void {
  const storage = array.storage as Stored;
  if (storage.length > longArray && storage.of.shape === "leaf" && reading.trace.current === array.block) {
    copyToMemory(reading, array, storage);
  } else {
    const items = listOf(reading, array).slice();
    reading.restore(array, { items });
  }
}

function copyToMemory(reading: Reading, array: ArrayValue, storage: Stored): void {
  const { of, first, length } = storage;
  if (of.shape !== "leaf") throw new CannotRoll("only arrays of numbers can be copied into memory");
  const memory = reading.trace.local(length, 0, array.typed === "float32");
  repeat(reading, length, (i) => {
    const value = reading.trace.load(of.memory, added(reading, added(reading, first, i), of.base));
    reading.trace.store(memory, i, value);
  });
  reading.restore(array, { of: { shape: "leaf", memory, base: 0 }, first: 0, length, writable: true });
}

/** A rolled loop that only moves numbers in memory. */
export function repeat(reading: Reading, length: number, body: (index: Scalar) => void): void {
  const { trace } = reading;
  const index = trace.defined("parameter", { integer: true });
  const block = trace.open("loop");
  body(index);
  trace.close(block);
  trace.current.entries.push({
    entry: "loop",
    start: 0,
    end: length,
    stride: 1,
    index,
    initial: [],
    carried: [],
    body: block,
    next: [],
    results: [],
    place: trace.place,
  });
}

/** What lies at a position of a shape: a number, or a view of the array or record there. */
export function atPosition(reading: Reading, shape: Shape, position: Scalar): Value {
  switch (shape.shape) {
    case "leaf":
      return reading.trace.load(shape.memory, added(reading, position, shape.base));
    case "array": {
      const first = times(reading, position, shape.length);
      const row = reading.view(shape.of, first, shape.length, shape.typed, isLocal(shape));
      row.shared = true;
      return row;
    }
    case "record":
      return reading.record(
        Array.from(shape.fields, ([name, of]) => [name, atPosition(reading, of, position)] as const),
      );
  }
}

function isLocal(shape: Shape): boolean {
  switch (shape.shape) {
    case "leaf":
      return shape.memory.role === "local";
    case "array":
      return isLocal(shape.of);
    default:
      return false;
  }
}

/** Sums and products of positions, without operations that do nothing. */
export function added(reading: Reading, a: Scalar, b: Scalar): Scalar {
  if (a === 0) return b;
  return b === 0 ? a : reading.trace.binary("add", a, b);
}

export function times(reading: Reading, a: Scalar, b: number): Scalar {
  return b === 1 ? a : reading.trace.binary("mul", a, b);
}

/** What a typed array makes of a number that is stored in it. */
function roundedFor(reading: Reading, typed: ElementKind, value: Value, node: object): Value {
  if (typed === undefined) return value;
  if (!isScalar(value)) {
    throw reading.obstacle(node, "something that is no number is stored in a typed array", "store numbers");
  }
  if (typed === "narrow") throw narrow(reading, node);
  if (typed === "float64") return reading.trace.number(value);
  if (typed === "float32") return reading.trace.unary("fround", value);
  if (value instanceof Traced && value.integer) return value;
  if (value instanceof Traced) {
    throw reading.obstacle(
      node,
      "a number is stored in an array of integers",
      "use a Float64Array, and Math.trunc where it is meant",
    );
  }
  return Number(value) | 0;
}

export function narrow(reading: Reading, node: object): Obstacle {
  return reading.obstacle(
    node,
    "an array of small integers is made or changed",
    "make a Float64Array or an ordinary array of it first, with Array.from",
  );
}

/** True for arrays over which loops are worth rolling: long, and with their entries in memory. */
export function isLongInMemory(array: ArrayValue): boolean {
  return !("items" in array.storage) && array.storage.length > longArray;
}
