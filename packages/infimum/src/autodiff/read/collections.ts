import { iterated, listOf } from "./arrays.ts";
import { call } from "./calls.ts";
import type { Reading } from "./reading.ts";
import { CannotRoll } from "./signals.ts";
import { isTraced } from "./traced.ts";
import { type ArrayValue, CollectionValue, Intrinsic, type Value } from "./values.ts";

/** `Map` and `Set`, over keys that are known: they are records whose fields may be named by anything. */
export function collectionMaker(reading: Reading, name: "Map" | "Set"): Intrinsic {
  return new Intrinsic(name, {
    construct: ([source], node) => {
      const made = new CollectionValue(reading.record([]), name === "Set");
      if (source === undefined || source === null) return made;
      const entries = iterated(reading, source);
      if (entries === undefined)
        throw reading.obstacle(node, `a ${name} is made of no array`, "give an array of entries");
      for (const entry of listOf(reading, entries)) {
        if (made.isSet) put(reading, made, entry, entry, node);
        else {
          const [key, value] = listOf(reading, iterated(reading, entry) as ArrayValue);
          put(reading, made, key, value, node);
        }
      }
      return made;
    },
  });
}

/** What a collection gives when it is iterated over: pairs of a map, the members of a set. */
export function membersOf(reading: Reading, collection: CollectionValue, what: "keys" | "values" | "entries"): Value[] {
  return Array.from(collection.store.fields, ([name, cell]) => {
    const key = collection.keys.get(name);
    if (what === "keys") return key;
    const value = reading.read(cell);
    return what === "values" ? value : reading.array([key, value]);
  });
}

/** The i-th member of a collection as it is now. */
export function memberAt(reading: Reading, collection: CollectionValue, i: number): Value {
  return membersOf(reading, collection, collection.isSet ? "keys" : "entries")[i];
}

/** The names of the keys as they are now: to see whether a collection changes while it is iterated over. */
export function stateOf({ store }: CollectionValue): string {
  return [...store.fields.keys()].join("\n");
}

export function requireSteady(reading: Reading, collection: CollectionValue, before: string, node: object): void {
  if (stateOf(collection) === before) return;
  throw reading.obstacle(
    node,
    "a Map or Set gains or loses keys while it is iterated over",
    "iterate over a copy, [...it]",
  );
}

/** A field or method of a collection. */
export function collectionField(reading: Reading, collection: CollectionValue, name: string, node: object): Value {
  if (name === "size") return collection.store.fields.size;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const isOther = collection.isSet ? name === "get" || name === "set" : name === "add";
  if (method === undefined || isOther) {
    throw reading.obstacle(
      node,
      `${name} of a ${collection.isSet ? "Set" : "Map"} is not read`,
      "use an object or an array",
    );
  }
  return new Intrinsic(name, { call: (args, at) => method(reading, collection, args, at) });
}

type Method = (reading: Reading, collection: CollectionValue, args: readonly Value[], node: object) => Value;

const methods: Readonly<Record<string, Method>> = {
  get: (reading, { store }, [key], node) => {
    const cell = store.fields.get(nameOf(reading, key, node));
    return cell && reading.read(cell);
  },
  has: (reading, { store }, [key], node) => store.fields.has(nameOf(reading, key, node)),
  set: (reading, collection, [key, value], node) => put(reading, collection, key, value, node),
  add: (reading, collection, [key], node) => put(reading, collection, key, key, node),
  delete: (reading, { store }, [key], node) => {
    const name = nameOf(reading, key, node);
    if (!store.fields.has(name)) return false;
    reading.deleteField(store, name);
    return true;
  },
  clear: (reading, { store }) => {
    for (const name of Array.from(store.fields.keys())) reading.deleteField(store, name);
    return undefined;
  },
  forEach: (reading, collection, [f], node) => {
    const before = stateOf(collection);
    for (const [name, cell] of Array.from(collection.store.fields)) {
      call(reading, f, [reading.read(cell), collection.keys.get(name), collection], node);
    }
    requireSteady(reading, collection, before, node);
    return undefined;
  },
  keys: (reading, collection) => reading.array(membersOf(reading, collection, "keys")),
  values: (reading, collection) => reading.array(membersOf(reading, collection, "values")),
  entries: (reading, collection) => reading.array(membersOf(reading, collection, "entries")),
};

function put(reading: Reading, collection: CollectionValue, key: Value, value: Value, node: object): CollectionValue {
  const name = nameOf(reading, key, node);
  collection.keys.set(name, isTraced(key) ? reading.settle(key, node) : key);
  reading.setField(collection.store, name, value);
  return collection;
}

/** Numbers for objects, which are keys by what they are. */
const identities = new WeakMap<object, number>();
let nextIdentity = 0;

/** What stands for a key among the fields: 1 and "1" are two keys, 0 and -0 are one. */
function nameOf(reading: Reading, key: Value, node: object): string {
  if (isTraced(key)) {
    if (reading.trace.current.loopsSince(reading.trace.root))
      throw new CannotRoll("a key is known in each iteration alone");
    if (key.kind === "number" && !key.integer)
      throw reading.obstacle(
        node,
        "a Map or Set has a computed number for a key",
        "use whole numbers or texts as keys",
      );
    const settled = reading.settle(key, node);
    return nameOf(reading, key.kind === "condition" ? settled === 1 : settled, node);
  }
  if (typeof key !== "object" || key === null) return `${typeof key} ${String(key)}`;
  let identity = identities.get(key);
  if (identity === undefined) {
    identity = nextIdentity++;
    identities.set(key, identity);
  }
  return `object ${identity}`;
}
