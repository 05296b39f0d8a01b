import type * as acorn from "acorn";
import { iterated, listOf } from "./arrays.ts";
import { assignTo, evaluate, keyOf } from "./expressions.ts";
import { fieldOf, ownEntries } from "./members.ts";
import type { Reading } from "./reading.ts";
import { declare, type Scope } from "./scopes.ts";
import { ArrayValue, RecordValue, type Value } from "./values.ts";

/** What to do with each name or target of a pattern and the value it gets. */
type Bind = (target: acorn.Identifier | acorn.MemberExpression, value: Value) => void;

/** Declares the names of a pattern with the values that it takes apart. */
export function declarePattern(
  reading: Reading,
  scope: Scope,
  pattern: acorn.Pattern,
  value: Value,
  constant = false,
): void {
  matchPattern(reading, scope, pattern, value, (target, part) => {
    const { name } = target as acorn.Identifier;
    declare(reading, scope, name, part, target, constant);
  });
}

/** Assigns to the targets of a pattern that exist already. */
export function assignPattern(reading: Reading, scope: Scope, pattern: acorn.Pattern, value: Value): void {
  matchPattern(reading, scope, pattern, value, (target, part) => assignTo(reading, scope, target, part));
}

export function matchPattern(reading: Reading, scope: Scope, pattern: acorn.Pattern, value: Value, bind: Bind): void {
  switch (pattern.type) {
    case "Identifier":
    case "MemberExpression":
      bind(pattern, value);
      return;
    case "AssignmentPattern": {
      const given = value === undefined ? evaluate(reading, scope, pattern.right) : value;
      matchPattern(reading, scope, pattern.left, given, bind);
      return;
    }
    case "ArrayPattern":
      matchArray(reading, scope, pattern, value, bind);
      return;
    case "ObjectPattern":
      matchObject(reading, scope, pattern, value, bind);
      return;
    default:
      throw reading.obstacle(
        pattern,
        `a pattern of the kind ${pattern.type} is not read`,
        "take the value apart step by step",
      );
  }
}

function matchArray(reading: Reading, scope: Scope, pattern: acorn.ArrayPattern, given: Value, bind: Bind): void {
  const value = iterated(reading, given);
  if (value === undefined) {
    throw reading.obstacle(pattern, "something that is no array is taken apart as one", "give an array");
  }
  const needed = pattern.elements.length;
  const hasRest = pattern.elements.some((element) => element?.type === "RestElement");
  const entries = hasRest ? listOf(reading, value) : firstEntries(reading, value, needed);
  for (const [i, element] of pattern.elements.entries()) {
    if (element === null) continue;
    if (element.type === "RestElement")
      matchPattern(reading, scope, element.argument, reading.array(entries.slice(i)), bind);
    else matchPattern(reading, scope, element, entries[i], bind);
  }
}

function firstEntries(reading: Reading, array: ArrayValue, count: number): Value[] {
  const { storage } = array;
  if ("items" in storage) return storage.items;
  const short = reading.view(storage.of, storage.first, Math.min(count, storage.length), array.typed, storage.writable);
  return listOf(reading, short);
}

function matchObject(reading: Reading, scope: Scope, pattern: acorn.ObjectPattern, value: Value, bind: Bind): void {
  if (value === undefined || value === null) {
    throw reading.obstacle(pattern, `${value} is taken apart`, "give an object with these fields, such as data");
  }
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === "RestElement") {
      if (!(value instanceof RecordValue))
        throw reading.obstacle(property, "the rest of something that is no record is taken", "name the fields");
      const record = reading.record(ownEntries(reading, value, property).filter(([name]) => !taken.has(name)));
      matchPattern(reading, scope, property.argument, record, bind);
      continue;
    }
    const name = keyOf(reading, scope, property);
    taken.add(name);
    matchPattern(reading, scope, property.value, fieldOf(reading, value, name, property), bind);
  }
}
