import { arrayMethod } from "./array-methods.ts";
import { entryOf, setEntry } from "./arrays.ts";
import type { Reading } from "./reading.ts";
import { kindOf, textOf } from "./scalars.ts";
import { CannotRoll } from "./signals.ts";
import { isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, Intrinsic, RecordValue, type Value } from "./values.ts";

/** `object[key]`. */
export function fieldOf(reading: Reading, object: Value, key: Value, node: object): Value {
  if (object instanceof ArrayValue) return arrayField(reading, object, key, node);
  if (object instanceof RecordValue) {
    const cell = object.fields.get(textOf(reading, key, node));
    return cell && reading.read(cell);
  }
  if (object instanceof Intrinsic) {
    const name = textOf(reading, key, node);
    const value = object.fields.get(name);
    if (value === undefined)
      throw reading.obstacle(node, `${object.name}.${name} is not read`, "compute it in another way");
    return value;
  }
  if (typeof object === "string") {
    if (key === "length") return object.length;
    if (typeof key === "number") return object[key];
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
  } else if (object instanceof RecordValue) {
    reading.setField(object, textOf(reading, key, node), value);
    return;
  }
  throw reading.obstacle(
    node,
    `a field of ${kindOf(object)} is assigned`,
    "assign to variables, arrays and plain objects",
  );
}
