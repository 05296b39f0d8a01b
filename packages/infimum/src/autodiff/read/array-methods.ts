import { arrayOf, copyOf, fewEntries } from "./array-making.ts";
import { entryOf, listOf, repeat, requireOwn, setEntry } from "./arrays.ts";
import { branch } from "./branches.ts";
import { call } from "./calls.ts";
import type { Reading } from "./reading.ts";
import { roll } from "./roll.ts";
import { binaryValue, conditionOf, scalarOf, textOf } from "./scalars.ts";
import { CannotRoll, NeedsRoom } from "./signals.ts";
import { isScalar, isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, EntriesValue, Intrinsic, type Value } from "./values.ts";

interface Context {
  readonly reading: Reading;
  readonly array: ArrayValue;
  readonly node: object;
}

type Method = (context: Context, args: readonly Value[]) => Value;

/** The method of an array, bound to it. */
export function arrayMethod(reading: Reading, array: ArrayValue, name: string, node: object): Value {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const isOfTyped = name === "subarray" || name === "set";
  const isOfArrays = growing.has(name) || name === "concat" || name === "flat" || name === "flatMap";
  if (method === undefined || (array.typed === undefined ? isOfTyped : isOfArrays)) {
    const what = array.typed === undefined ? "arrays" : "typed arrays";
    throw reading.obstacle(node, `the field ${name} of ${what} is not read`, "write it with a loop");
  }
  return new Intrinsic(name, { call: (args, at) => method({ reading, array, node: at }, args) });
}

const growing: ReadonlySet<string> = new Set(["push", "pop", "shift", "unshift", "splice"]);

/** True where a function may be called once for all entries. */
function canRoll({ array }: Context): boolean {
  return !("items" in array.storage) && array.length > fewEntries;
}

function callFor({ reading, array, node }: Context, f: Value, index: Scalar): Value {
  return call(reading, f, [entryOf(reading, array, index), index, array], node);
}

function truth(context: Context, f: Value, index: number): boolean {
  const { reading, node } = context;
  return reading.decide(conditionOf(reading, callFor(context, f, index)), node, "what an array is searched for");
}

/** Calls the function for every entry, in order; once for all where it can be. */
function forAll(context: Context, from: number, body: (index: Scalar) => void): void {
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

function reduce(context: Context, args: readonly Value[]): Value {
  const { reading, array, node } = context;
  const [f, initial] = args;
  if (args.length < 2 && array.length === 0)
    throw reading.obstacle(node, "an empty array is reduced", "give the first value");
  const result = reading.cell(args.length < 2 ? entryOf(reading, array, 0) : initial, node);
  forAll(context, args.length < 2 ? 1 : 0, (i) => {
    const entry = entryOf(reading, array, i);
    reading.write(result, call(reading, f, [reading.read(result), entry, i, array], node));
  });
  return reading.read(result);
}

/** some, every: one condition after the other, as long as none decides. */
function quantifier(context: Context, f: Value, decides: boolean): Value {
  const { reading, array, node } = context;
  let result: Scalar = !decides;
  for (let i = 0; i < array.length; i++) {
    const next = (): Value => conditionOf(reading, callFor(context, f, i));
    if (!isTraced(result)) result = next() as Scalar;
    else {
      const arms = decides ? ([() => true, next] as const) : ([next, () => false] as const);
      result = branch<Value>(reading, node, reading.trace.condition(result) as never, arms, (a, b, choose) =>
        choose(a, b),
      ) as Scalar;
    }
    if (result === decides) return decides;
  }
  return result;
}

function find(context: Context, f: Value, fromEnd = false): number {
  const { length } = context.array;
  for (let k = 0; k < length; k++) {
    const i = fromEnd ? length - 1 - k : k;
    if (truth(context, f, i)) return i;
  }
  return -1;
}

function indexOf({ reading, array, node }: Context, wanted: Value): number {
  return listOf(reading, array).findIndex((item) => {
    const same = conditionOf(reading, binaryValue(reading, "===", item, wanted, node));
    return reading.decide(same, node, "what an array is searched for");
  });
}

/** An index as slice, splice, fill and at take it: from the end where it is below 0. */
function bound({ reading, array, node }: Context, value: Value, missing: number): number {
  if (value === undefined) return missing;
  const index = Math.trunc(reading.settle(scalarOf(reading, value, node), node)) || 0;
  return index < 0 ? Math.max(0, array.length + index) : Math.min(index, array.length);
}

function slice(context: Context, args: readonly Value[]): ArrayValue {
  const { reading, array, node } = context;
  const part = portion(context, args);
  if ("items" in part.storage) return part;
  return part.storage.writable ? copyOf(reading, array.typed, part, node) : part;
}

/** The part of an array between two indices: in memory, the same memory. */
function portion(context: Context, [start, end]: readonly Value[]): ArrayValue {
  const { reading, array } = context;
  const from = bound(context, start, 0);
  const to = Math.max(from, bound(context, end, array.length));
  const { storage } = array;
  if ("items" in storage) return reading.array(storage.items.slice(from, to), array.typed);
  const first = from === 0 ? storage.first : reading.trace.binary("add", storage.first, from);
  return reading.view(storage.of, first, to - from, array.typed, storage.writable);
}

function fill(context: Context, [value, start, end]: readonly Value[]): Value {
  const { reading, array, node } = context;
  const from = bound(context, start, 0);
  const to = bound(context, end, array.length);
  const { storage } = array;
  if (
    !("items" in storage) &&
    storage.writable &&
    to - from > fewEntries &&
    isScalar(value) &&
    storage.of.shape === "leaf"
  ) {
    const target = portion(context, [from, to]);
    repeat(reading, to - from, (i) => setEntry(reading, target, i, value, node));
  } else for (let i = from; i < to; i++) setEntry(reading, array, i, value, node);
  return array;
}

function push({ reading, array, node }: Context, args: readonly Value[]): Value {
  const growth = reading.growths.get(array);
  if (growth !== undefined) {
    const [value] = args;
    if (args.length !== 1 || !isScalar(value) || reading.trace.current !== growth.block) {
      throw new CannotRoll("not every iteration adds one number to an array");
    }
    growth.pushes++;
    reading.at(node);
    reading.trace.store(growth.memory, growth.at, value);
    return undefined;
  }
  if ("items" in array.storage && reading.trace.current.loopsSince(array.block)) throw new NeedsRoom(array);
  const items = growable(reading, array);
  items.push(...args);
  return items.length;
}

/** The items of an array that is about to change its length; one in memory is taken out of it. */
function growable(reading: Reading, array: ArrayValue): Value[] {
  requireOwn(reading, array);
  if (!("items" in array.storage)) {
    if (reading.trace.current.loopsSince(array.block)) throw new CannotRoll("an array in memory changes its length");
    reading.restore(array, { items: listOf(reading, array).slice() });
  }
  return reading.touch(array);
}

function sorted({ reading, node }: Context, items: Value[], compare: Value): Value[] {
  if (compare === undefined && items.some(isTraced)) {
    throw reading.obstacle(node, "numbers are sorted as texts", "give the comparison, (a, b) => a - b");
  }
  if (compare === undefined) return items.toSorted();
  return items.toSorted((a, b) => {
    const order = scalarOf(reading, call(reading, compare, [a, b], node), node);
    if (!isTraced(order)) return Number(order);
    const { trace } = reading;
    const below = reading.decide(trace.condition(trace.compare("lt", order, 0)), node, "the order of an array");
    if (below) return -1;
    return reading.decide(trace.condition(trace.compare("gt", order, 0)), node, "the order of an array") ? 1 : 0;
  });
}

function numbersSorted(context: Context, compare: Value): Value {
  if (compare !== undefined || context.array.typed === undefined) return compare;
  const { reading } = context;
  return new Intrinsic("by number", { call: ([a, b]) => reading.trace.binary("sub", a as Scalar, b as Scalar) });
}

const methods: Readonly<Record<string, Method>> = {
  map: (context, [f]) => {
    const { reading, array, node } = context;
    return arrayOf(reading, node, array.length, array.typed, canRoll(context), (i) => callFor(context, f, i));
  },
  forEach: (context, [f]) => {
    forAll(context, 0, (i) => {
      callFor(context, f, i);
    });
    return undefined;
  },
  reduce,
  reduceRight: (context, args) => {
    const { reading, array } = context;
    const reversed = reading.array(listOf(reading, array).toReversed());
    return reduce({ ...context, array: reversed }, args);
  },
  filter: (context, [f]) => {
    const { reading, array } = context;
    const kept = listOf(reading, array).filter((_, i) => truth(context, f, i));
    return reading.array(kept, array.typed);
  },
  some: (context, [f]) => quantifier(context, f, true),
  every: (context, [f]) => quantifier(context, f, false),
  find: (context, [f]) => entryOf(context.reading, context.array, find(context, f)),
  findIndex: (context, [f]) => find(context, f),
  findLast: (context, [f]) => entryOf(context.reading, context.array, find(context, f, true)),
  findLastIndex: (context, [f]) => find(context, f, true),
  indexOf: (context, [wanted]) => indexOf(context, wanted),
  includes: (context, [wanted]) => indexOf(context, wanted) >= 0,
  at: ({ reading, array, node }, [index]) => {
    const i = scalarOf(reading, index, node);
    if (isTraced(i)) return entryOf(reading, array, i);
    const whole = Math.trunc(Number(i)) || 0;
    return entryOf(reading, array, whole < 0 ? array.length + whole : whole);
  },
  slice,
  subarray: (context, args) => {
    if ("items" in context.array.storage) {
      throw context.reading.obstacle(context.node, "a part of an array is shared", "use slice, which copies");
    }
    const part = portion(context, args);
    // where both write to the same memory they see each other's changes; else neither may be changed
    if (!("items" in part.storage || part.storage.writable)) context.array.shared = true;
    part.shared = true;
    return part;
  },
  concat: ({ reading, array }, args) => {
    const items = [...listOf(reading, array)];
    for (const argument of args) {
      if (argument instanceof ArrayValue && argument.typed === undefined) items.push(...listOf(reading, argument));
      else items.push(argument);
    }
    return reading.array(items);
  },
  flat: ({ reading, array }) =>
    reading.array(
      listOf(reading, array).flatMap((item) => (item instanceof ArrayValue ? listOf(reading, item) : [item])),
    ),
  flatMap: (context, [f]) => {
    const { reading, array } = context;
    const items = listOf(reading, array).flatMap((_, i) => {
      const made = callFor(context, f, i);
      return made instanceof ArrayValue ? listOf(reading, made) : [made];
    });
    return reading.array(items);
  },
  fill,
  set: (context, [source, offset]) => {
    const { reading, array, node } = context;
    const from = bound(context, offset, 0);
    const values = listOf(reading, source as ArrayValue);
    for (const [i, value] of values.entries()) setEntry(reading, array, from + i, value, node);
    return undefined;
  },
  push,
  pop: ({ reading, array }) => growable(reading, array).pop(),
  shift: ({ reading, array }) => growable(reading, array).shift(),
  unshift: ({ reading, array }, args) => growable(reading, array).unshift(...args),
  splice: (context, [start, count, ...added]) => {
    const { reading, array, node } = context;
    const from = bound(context, start, 0);
    const removed = count === undefined ? array.length - from : reading.settle(scalarOf(reading, count, node), node);
    return reading.array(growable(reading, array).splice(from, removed, ...added));
  },
  reverse: (context) => replaceItems(context, (items) => items.toReversed()),
  toReversed: ({ reading, array }) => reading.array(listOf(reading, array).toReversed(), array.typed),
  sort: (context, [compare]) =>
    replaceItems(context, (items) => sorted(context, items, numbersSorted(context, compare))),
  toSorted: (context, [compare]) => {
    const { reading, array } = context;
    return reading.array(sorted(context, listOf(reading, array).slice(), numbersSorted(context, compare)), array.typed);
  },
  join: ({ reading, array, node }, [separator]) =>
    listOf(reading, array)
      .map((item) => textOf(reading, item, node))
      .join(separator === undefined ? "," : textOf(reading, separator, node)),
  keys: ({ array }) => new EntriesValue(array, true),
  values: ({ array }) => array,
  entries: ({ array }) => new EntriesValue(array, false),
};

function replaceItems({ reading, array }: Context, change: (items: Value[]) => Value[]): Value {
  requireOwn(reading, array);
  const items = change(listOf(reading, array).slice());
  if (reading.trace.current.loopsSince(array.block)) throw new CannotRoll("an array is put in order within a loop");
  reading.restore(array, { items });
  return array;
}
