import { bound, type Context, callFor, canRoll, forAll, type Method, reduce } from "./array-iteration.ts";
import { arrayOf, copyOf, fewEntries } from "./array-making.ts";
import { find, indexOf, quantifier, truth } from "./array-search.ts";
import { entryOf, listOf, repeat, requireOwn, setEntry } from "./arrays.ts";
import { call } from "./calls.ts";
import type { Reading } from "./reading.ts";
import { scalarOf, textOf } from "./scalars.ts";
import { CannotRoll, NeedsRoom } from "./signals.ts";
import { isScalar, isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, EntriesValue, Intrinsic, type Value } from "./values.ts";

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

const growing: ReadonlySet<string> = new Set(["push", "pop", "shift", "unshift", "splice", "toSpliced"]);

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
  reduce: (context, args) => reduce(context, args),
  reduceRight: (context, args) => reduce(context, args, true),
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
  indexOf: (context, args) => indexOf(context, args),
  lastIndexOf: (context, args) => indexOf(context, args, { fromEnd: true }),
  includes: (context, args) => indexOf(context, args, { findsNaN: true }) >= 0,
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
  flat: ({ reading, array, node }, [depth]) => {
    const levels = depth === undefined ? 1 : reading.settle(scalarOf(reading, depth, node), node);
    return reading.array(flattened(reading, array, levels));
  },
  flatMap: (context, [f]) => {
    const { reading, array } = context;
    const items = listOf(reading, array).flatMap((_, i) => {
      const made = callFor(context, f, i);
      return made instanceof ArrayValue ? listOf(reading, made) : [made];
    });
    return reading.array(items);
  },
  fill,
  with: (context, [index, value]) => {
    const { reading, array, node } = context;
    const i = Math.trunc(reading.settle(scalarOf(reading, index, node), node)) || 0;
    const at = i < 0 ? array.length + i : i;
    if (!(at >= 0 && at < array.length))
      throw reading.obstacle(node, `an entry ${i} is replaced that is not there`, "mend the index");
    const copy = reading.array(listOf(reading, array).slice(), array.typed);
    setEntry(reading, copy, at, value, node);
    return copy;
  },
  copyWithin: (context, [target, start, end]) => {
    const { reading, array, node } = context;
    const to = bound(context, target, 0);
    const part = listOf(reading, array).slice(bound(context, start, 0), bound(context, end, array.length));
    for (const [i, value] of part.slice(0, array.length - to).entries()) setEntry(reading, array, to + i, value, node);
    return array;
  },
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
  splice: (context, args) => {
    const { reading, array } = context;
    const { from, count, added } = spliced(context, args);
    return reading.array(growable(reading, array).splice(from, count, ...added));
  },
  toSpliced: (context, args) => {
    const { reading, array } = context;
    const { from, count, added } = spliced(context, args);
    return reading.array(listOf(reading, array).toSpliced(from, count, ...added));
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

/** Where a splice begins, and what it takes out and puts in. */
function spliced(
  context: Context,
  args: readonly Value[],
): { readonly from: number; readonly count: number; readonly added: readonly Value[] } {
  const { reading, array, node } = context;
  const [start, removed, ...added] = args;
  const from = bound(context, start, 0);
  if (args.length === 0) return { from, count: 0, added };
  if (args.length === 1) return { from, count: array.length - from, added };
  return { from, count: removed === undefined ? 0 : reading.settle(scalarOf(reading, removed, node), node), added };
}

/** The entries, with those of arrays among them in their place, so many levels deep. */
function flattened(reading: Reading, array: ArrayValue, levels: number): Value[] {
  return listOf(reading, array).flatMap((item) => {
    const isOpened = levels >= 1 && item instanceof ArrayValue && item.typed === undefined;
    return isOpened ? flattened(reading, item, levels - 1) : [item];
  });
}

function replaceItems({ reading, array }: Context, change: (items: Value[]) => Value[]): Value {
  requireOwn(reading, array);
  const items = change(listOf(reading, array).slice());
  if (reading.trace.current.loopsSince(array.block)) throw new CannotRoll("an array is put in order within a loop");
  reading.restore(array, { items });
  return array;
}
