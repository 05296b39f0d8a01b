import type * as acorn from "acorn";
import { arrayMethod } from "./array-methods.ts";
import { entryOf, listOf, setEntry } from "./arrays.ts";
import { call } from "./calls.ts";
import { parentFields, selfOf } from "./classes.ts";
import { collectionField } from "./collections.ts";
import { memberKey } from "./expressions.ts";
import type { Reading } from "./reading.ts";
import { kindOf, textOf } from "./scalars.ts";
import type { Scope } from "./scopes.ts";
import { CannotRoll } from "./signals.ts";
import { expressionField, textField } from "./texts.ts";
import { isTraced, type Scalar } from "./traced.ts";
import {
  Accessor,
  ArrayValue,
  type Cell,
  ClassValue,
  Closure,
  CollectionValue,
  fieldsInOrder,
  Intrinsic,
  RecordValue,
  RegularExpression,
  type Value,
} from "./values.ts";

/** `object[key]`. */
export function fieldOf(reading: Reading, object: Value, key: Value, node: object): Value {
  if (object instanceof ArrayValue) return arrayField(reading, object, key, node);
  if (object instanceof RecordValue) return recordField(reading, object, textOf(reading, key, node), node, object);
  if (object instanceof CollectionValue) return collectionField(reading, object, textOf(reading, key, node), node);
  if (object instanceof ClassValue) {
    return recordField(reading, object.statics, textOf(reading, key, node), node, object);
  }
  if (object instanceof RegularExpression) return expressionField(reading, object, textOf(reading, key, node), node);
  if (object instanceof Closure) {
    const name = textOf(reading, key, node);
    const value = functionField(reading, object, name);
    if (value === undefined)
      throw reading.obstacle(node, `the field ${name} of a function is read`, "compute it in another way");
    return value;
  }
  if (object instanceof Intrinsic) {
    const name = textOf(reading, key, node);
    const value = object.fields.get(name) ?? functionField(reading, object, name);
    if (value === undefined)
      throw reading.obstacle(node, `${object.name}.${name} is not read`, "compute it in another way");
    return value;
  }
  if (typeof object === "string" || typeof object === "number") {
    return textField(reading, object, textOf(reading, key, node), node);
  }
  if (object === undefined || object === null) {
    throw reading.obstacle(
      node,
      `a field of ${String(object)} is read: an index is out of range, or a value is missing`,
      "mend the index, or give the value, such as data",
    );
  }
  throw reading.obstacle(node, `a field of ${kindOf(object)} is read`, "compute it in another way");
}

/** A field of a record or of its class; a getter is asked, as a method of `self`. */
function recordField(reading: Reading, record: RecordValue, name: string, node: object, self: Value): Value {
  for (let at: RecordValue | undefined = record; at !== undefined; at = at.prototype) {
    const cell = at.fields.get(name);
    if (cell !== undefined) return fieldValue(reading, cell, node, self);
  }
  if (name !== "hasOwnProperty") return undefined;
  return new Intrinsic(name, { call: ([key], at) => record.fields.has(textOf(reading, key, at)) });
}

function fieldValue(reading: Reading, cell: Cell, node: object, self: Value): Value {
  const value = reading.read(cell);
  if (!(value instanceof Accessor)) return value;
  return value.get && call(reading, value.get, [], node, self);
}

/** `super.name`. */
export function superField(reading: Reading, scope: Scope, node: acorn.MemberExpression): Value {
  const name = textOf(reading, memberKey(reading, scope, node), node);
  return recordField(reading, parentFields(reading, scope, node), name, node, selfOf(reading, scope, node));
}

/** The fields that a record has itself, with what getters give. */
export function ownEntries(reading: Reading, record: RecordValue, node: object): [string, Value][] {
  return fieldsInOrder(record).map(([name, cell]) => [name, fieldValue(reading, cell, node, record)]);
}

/** `call`, `apply` and `bind` of a function. */
function functionField(reading: Reading, f: Closure | Intrinsic, name: string): Value {
  const argumentsIn = (value: Value): Value[] => (value instanceof ArrayValue ? [...listOf(reading, value)] : []);
  switch (name) {
    case "call":
      return new Intrinsic(name, { call: ([self, ...args], node) => call(reading, f, args, node, self) });
    case "apply":
      return new Intrinsic(name, { call: ([self, args], node) => call(reading, f, argumentsIn(args), node, self) });
    case "bind":
      return new Intrinsic(name, {
        call: ([self, ...first]) =>
          new Intrinsic("bound", { call: (args, node) => call(reading, f, [...first, ...args], node, self) }),
      });
    case "length":
      return f instanceof Closure ? f.syntax.params.length : undefined;
    default:
      return undefined;
  }
}

function arrayField(reading: Reading, array: ArrayValue, key: Value, node: object): Value {
  if (typeof key === "number" || isTraced(key)) {
    reading.at(node);
    return entryOf(reading, array, indexOf(reading, key, node));
  }
  const name = textOf(reading, key, node);
  if (name === "length") {
    if (reading.growths.has(array)) throw new CannotRoll("the length of an array that grows is asked");
    return array.length;
  }
  if (/^\d+$/.test(name)) return entryOf(reading, array, Number(name));
  return arrayMethod(reading, array, name, node);
}

/** An index that can be traced: a condition is none. */
function indexOf(reading: Reading, key: Scalar, node: object): Scalar {
  return isTraced(key) && key.kind === "condition" ? reading.settle(key, node) : key;
}

/** `object[key] = value`. */
export function setFieldOf(reading: Reading, object: Value, key: Value, value: Value, node: object): void {
  if (object instanceof ArrayValue) {
    if (typeof key === "number" || isTraced(key)) {
      setEntry(reading, object, indexOf(reading, key, node), value, node);
      return;
    }
    const name = textOf(reading, key, node);
    if (name === "length" && typeof value === "number") {
      const items = reading.touch(object);
      items.length = value;
      return;
    }
    if (/^\d+$/.test(name)) {
      setEntry(reading, object, Number(name), value, node);
      return;
    }
  } else if (object instanceof RecordValue || object instanceof ClassValue) {
    const name = textOf(reading, key, node);
    const record = object instanceof ClassValue ? object.statics : object;
    const accessor = accessorOf(record, name);
    if (accessor === undefined) reading.setField(record, name, value);
    else if (accessor.set) call(reading, accessor.set, [value], node, object);
    else throw reading.obstacle(node, `${name}, which has a getter only, is assigned`, "give it a setter");
    return;
  }
  throw reading.obstacle(
    node,
    `a field of ${kindOf(object)} is assigned`,
    "assign to variables, arrays and plain objects",
  );
}

/** The getter and setter of a field, of a record or of its class, where it has them. */
function accessorOf(record: RecordValue, name: string): Accessor | undefined {
  for (let at: RecordValue | undefined = record; at !== undefined; at = at.prototype) {
    const value = at.fields.get(name)?.value;
    if (value instanceof Accessor) return value;
    if (at.fields.has(name)) return undefined;
  }
  return undefined;
}
