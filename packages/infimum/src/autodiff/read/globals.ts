import { alike, arrayFrom, typedArray } from "./array-making.ts";
import { entryOf, iterated, listOf } from "./arrays.ts";
import { collectionMaker } from "./collections.ts";
import { mathObject } from "./math.ts";
import { ownEntries } from "./members.ts";
import type { Reading } from "./reading.ts";
import { conditionOf, scalarOf, textOf } from "./scalars.ts";
import { isScalar, isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, type Cell, type ElementKind, Intrinsic, RecordValue, type Value } from "./values.ts";

/** What a name of the language itself stands for; undefined for a name that is none of its. */
export function globalNamed(reading: Reading, name: string): { readonly value: Value } | undefined {
  if (name === "undefined") return { value: undefined };
  const { globals } = reading;
  if (!globals.has(name)) {
    const made = makers[name]?.(reading) ?? typedMaker(name)?.(reading) ?? errorMaker(name);
    if (made === undefined) return undefined;
    globals.set(name, made);
  }
  return { value: globals.get(name) };
}

type Maker = (reading: Reading) => Value;

const makers: Readonly<Record<string, Maker>> = {
  __proto__: null as never,
  NaN: () => NaN,
  Infinity: () => Infinity,
  Math: mathObject,
  Number: numberObject,
  Array: arrayObject,
  Object: objectObject,
  Boolean: (reading) => new Intrinsic("Boolean", { call: ([value]) => conditionOf(reading, value) }),
  String: (reading) => new Intrinsic("String", { call: ([value], node) => textOf(reading, value, node) }),
  isFinite: (reading) => predicate(reading, "isFinite"),
  isNaN: (reading) => predicate(reading, "isNaN"),
  Map: (reading) => collectionMaker(reading, "Map"),
  Set: (reading) => collectionMaker(reading, "Set"),
  structuredClone: (reading) =>
    new Intrinsic("structuredClone", { call: ([value], node) => cloned(reading, value, node) }),
  parseFloat: (reading) => parser(reading, "parseFloat"),
  parseInt: (reading) => parser(reading, "parseInt"),
};

function predicate(reading: Reading, name: "isFinite" | "isNaN" | "isInteger" | "isSafeInteger"): Intrinsic {
  const { trace } = reading;
  const call = ([value]: readonly Value[], node: object): Value => {
    if (!isTraced(value)) return isScalar(value) ? Number[name](value) : name === "isNaN" && value === undefined;
    reading.at(node);
    const number = scalarOf(reading, value, node);
    if (name === "isNaN") return trace.compare("ne", number, number);
    const limit = name === "isSafeInteger" ? 2 ** 53 : Infinity;
    const finite = trace.compare("lt", trace.unary("abs", number), limit);
    if (name === "isFinite") return finite;
    return trace.both("and", finite, trace.compare("eq", trace.unary("floor", number), number));
  };
  return new Intrinsic(name, { call });
}

function parser(reading: Reading, name: "parseFloat" | "parseInt"): Intrinsic {
  return new Intrinsic(name, {
    call: ([value, radix], node) => {
      if (!isTraced(value)) {
        const base = radix === undefined ? undefined : reading.settle(scalarOf(reading, radix, node), node);
        return name === "parseInt"
          ? Number.parseInt(textOf(reading, value, node), base)
          : Number.parseFloat(textOf(reading, value, node));
      }
      if (name === "parseInt" && !value.integer)
        throw reading.obstacle(node, "the text of a computed number is parsed", "use Math.trunc");
      return value;
    },
  });
}

function numberObject(reading: Reading): Intrinsic {
  const fields = new Map<string, Value>();
  for (const name of Object.getOwnPropertyNames(Number)) {
    const own = (Number as unknown as Record<string, unknown>)[name];
    if (typeof own === "number" && name !== "length") fields.set(name, own);
  }
  for (const name of ["isFinite", "isNaN", "isInteger", "isSafeInteger"] as const)
    fields.set(name, predicate(reading, name));
  for (const name of ["parseFloat", "parseInt"] as const) fields.set(name, parser(reading, name));
  return new Intrinsic("Number", {
    fields,
    call: ([value], node) => reading.trace.number(value === undefined ? NaN : scalarOf(reading, value, node)),
  });
}

function arrayObject(reading: Reading): Intrinsic {
  const make = (args: readonly Value[], node: object): Value => {
    if (args.length !== 1 || !isScalar(args[0])) return reading.array([...args]);
    return reading.array(alike(lengthOf(reading, args[0], node), undefined));
  };
  const fields = new Map<string, Value>([
    [
      "isArray",
      new Intrinsic("Array.isArray", { call: ([value]) => value instanceof ArrayValue && value.typed === undefined }),
    ],
    ["of", new Intrinsic("Array.of", { call: (args) => reading.array([...args]) })],
    ["from", new Intrinsic("Array.from", { call: (args, node) => arrayFrom(reading, undefined, args, node) })],
  ]);
  return new Intrinsic("Array", { fields, call: make, construct: make });
}

/** A length, which has to be known. */
export function lengthOf(reading: Reading, value: Scalar, node: object): number {
  const length = reading.settle(value, node);
  if (length >= 0 && length <= 1e7 && Number.isInteger(length)) return length;
  throw reading.obstacle(node, `an array is given the length ${length}`, "give a whole number from 0 to 10 million");
}

const typedKinds: Readonly<Record<string, ElementKind>> = {
  __proto__: null as never,
  Float64Array: "float64",
  Float32Array: "float32",
  Int32Array: "integer",
};

function typedMaker(name: string): Maker | undefined {
  const typed = typedKinds[name];
  if (typed === undefined) return undefined;
  return (reading) =>
    new Intrinsic(name, {
      construct: (args, node) => typedArray(reading, typed, args, node),
      fields: new Map<string, Value>([
        ["from", new Intrinsic(`${name}.from`, { call: (args, node) => arrayFrom(reading, typed, args, node) })],
        [
          "of",
          new Intrinsic(`${name}.of`, {
            call: (args, node) => typedArray(reading, typed, [reading.array([...args])], node),
          }),
        ],
      ]),
    });
}

function errorMaker(name: string): Intrinsic | undefined {
  if (!/^(Error|TypeError|RangeError|EvalError)$/.test(name)) return undefined;
  // an error that is made is thrown, and then its text does not matter
  const make = (): Value => undefined;
  return new Intrinsic(name, { call: make, construct: make });
}

function objectObject(reading: Reading): Intrinsic {
  const fieldsOf = (value: Value, node: object): ReadonlyMap<string, Cell> => {
    if (value instanceof RecordValue)
      return new Map(ownEntries(reading, value, node).map(([name, entry]) => [name, reading.cell(entry)]));
    if (value instanceof ArrayValue) {
      return new Map(listOf(reading, value).map((_, i) => [String(i), reading.cell(entryOf(reading, value, i))]));
    }
    throw reading.obstacle(node, "the fields of something that is no object are listed", "list the fields of objects");
  };
  const functions: Readonly<Record<string, (args: readonly Value[], node: object) => Value>> = {
    keys: ([value], node) => reading.array([...fieldsOf(value, node).keys()]),
    values: ([value], node) => reading.array(Array.from(fieldsOf(value, node).values(), (cell) => reading.read(cell))),
    entries: ([value], node) =>
      reading.array(Array.from(fieldsOf(value, node), ([name, cell]) => reading.array([name, reading.read(cell)]))),
    fromEntries: ([value], node) => {
      const entries = iterated(reading, value);
      if (entries === undefined)
        throw reading.obstacle(node, "an object is made of something that is no array", "give an array of entries");
      const pairs = listOf(reading, entries);
      return reading.record(
        pairs.map((pair) => {
          const [name, entry] = listOf(reading, pair as ArrayValue);
          return [textOf(reading, name, node), entry] as const;
        }),
      );
    },
    assign: ([target, ...sources], node) => {
      for (const source of sources) {
        for (const [name, cell] of fieldsOf(source, node))
          reading.setField(target as RecordValue, name, reading.read(cell));
      }
      return target;
    },
    is: ([a, b], node) => {
      if (isTraced(a) || isTraced(b)) throw reading.obstacle(node, "Object.is of a computed number", "write ===");
      return Object.is(a, b);
    },
    hasOwn: ([value, name], node) =>
      value instanceof RecordValue
        ? value.fields.has(textOf(reading, name, node))
        : fieldsOf(value, node).has(textOf(reading, name, node)),
    freeze: ([value]) => value,
    seal: ([value]) => value,
  };
  const fields = new Map(
    Object.entries(functions).map(([name, call]) => [name, new Intrinsic(`Object.${name}`, { call })]),
  );
  return new Intrinsic("Object", { fields });
}

/** A copy of arrays and plain objects, as deep as they go; what stands in it twice does so in the copy. */
function cloned(reading: Reading, value: Value, node: object, copies = new Map<Value, Value>()): Value {
  if (copies.has(value)) return copies.get(value);
  if (value instanceof ArrayValue) {
    const copy = reading.array([], value.typed);
    copies.set(value, copy);
    reading.restore(copy, { items: listOf(reading, value).map((item) => cloned(reading, item, node, copies)) });
    return copy;
  }
  if (value instanceof RecordValue) {
    const copy = reading.record([]);
    copies.set(value, copy);
    for (const [name, entry] of ownEntries(reading, value, node))
      reading.setField(copy, name, cloned(reading, entry, node, copies));
    return copy;
  }
  if (typeof value !== "object" || value === null || isTraced(value)) return value;
  throw reading.obstacle(node, "something else than arrays and plain objects is cloned", "copy it step by step");
}
