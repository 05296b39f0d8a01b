import type * as acorn from "acorn";
import { iterated, listOf } from "./arrays.ts";
import { branch, isHarmless } from "./branches.ts";
import { callExpression, constructExpression, taggedTemplate } from "./calls.ts";
import { addMethod, classOf, selfOf } from "./classes.ts";
import { globalNamed } from "./globals.ts";
import { isCounting, isModuleObject } from "./loaders.ts";
import { fieldOf, ownEntries, setFieldOf, superField } from "./members.ts";
import { assignPattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { binaryValue, conditionOf, scalarOf, textOf, unaryValue } from "./scalars.ts";
import { Scope } from "./scopes.ts";
import { isTraced, Traced } from "./traced.ts";
import { type Cell, Closure, privateMark, RecordValue, RegularExpression, type Value } from "./values.ts";

type Expression = acorn.Expression | acorn.Super | acorn.PrivateIdentifier | acorn.SpreadElement;

/** The value of an expression. */
export function evaluate(reading: Reading, scope: Scope, node: Expression): Value {
  switch (node.type) {
    case "Literal":
      return literal(reading, node);
    case "Identifier":
      return named(reading, scope, node.name, node);
    case "ParenthesizedExpression":
      return evaluate(reading, scope, node.expression);
    case "ChainExpression":
      return chain(() => evaluate(reading, scope, node.expression));
    case "SequenceExpression":
      return node.expressions.map((part) => evaluate(reading, scope, part)).at(-1);
    case "TemplateLiteral":
      return template(reading, scope, node);
    case "ArrayExpression":
      return reading.array(spreadValues(reading, scope, node.elements));
    case "ObjectExpression":
      return objectLiteral(reading, scope, node);
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return closureOf(reading, scope, node);
    case "UnaryExpression":
      return unary(reading, scope, node);
    case "UpdateExpression":
      return update(reading, scope, node);
    case "BinaryExpression": {
      const left = evaluate(reading, scope, node.left);
      return binaryValue(reading, node.operator, left, evaluate(reading, scope, node.right), node);
    }
    case "LogicalExpression":
      return logical(reading, scope, node);
    case "ConditionalExpression":
      return conditional(reading, scope, node);
    case "AssignmentExpression":
      return assignment(reading, scope, node);
    case "MemberExpression":
      return member(reading, scope, node);
    case "CallExpression":
      return callExpression(reading, scope, node);
    case "NewExpression":
      return constructExpression(reading, scope, node);
    case "TaggedTemplateExpression":
      return taggedTemplate(reading, scope, node);
    case "ThisExpression":
      return selfOf(reading, scope, node);
    case "ClassExpression":
      return classOf(reading, scope, node);
    default:
      throw reading.obstacle(node, `an expression of the kind ${node.type} is not read`, "write it in another way");
  }
}

/** What ends a chain of ?. where something is missing. */
class Missing extends Error {}

function chain(body: () => Value): Value {
  try {
    return body();
  } catch (error) {
    if (error instanceof Missing) return undefined;
    throw error;
  }
}

/** Ends the chain of `?.` where the value is missing. */
export function requirePresent(value: Value, isOptional: boolean): void {
  if (isOptional && (value === undefined || value === null)) throw new Missing();
}

function literal(reading: Reading, node: acorn.Literal): Value {
  const { value, regex } = node;
  if (regex) return new RegularExpression(new RegExp(regex.pattern, regex.flags));
  if (typeof value === "bigint") throw reading.obstacle(node, "a bigint is used", "compute with numbers");
  return value as Value;
}

/** What a name stands for: a variable, what `using` names, or something of the language. */
export function named(reading: Reading, scope: Scope, name: string, node: object): Value {
  const cell = scope.find(name);
  if (cell) return reading.read(cell);
  const known = globalNamed(reading, name);
  if (known !== undefined) return known.value;
  throw missingName(reading, name, node);
}

function missingName(reading: Reading, name: string, node: object): Error {
  const remedies: Readonly<Record<string, string>> = {
    console: "take the printing out",
    arguments: "name the parameters",
    Date: "pass the time in data",
    performance: "take the measuring of time out",
    window: "pass what it needs through data",
    process: "pass what it needs through data",
  };
  const isNarrow = /^(Uint|Int|BigInt|BigUint)\d+(Clamped)?Array$/.test(name);
  const remedy = isNarrow
    ? "use a Float64Array or an Int32Array"
    : (remedies[name] ?? `add using: { ${reading.missing(name).join(", ")} }`);
  return reading.obstacle(node, `${name} comes from outside the function`, remedy);
}

function template(reading: Reading, scope: Scope, node: acorn.TemplateLiteral): string {
  let text = "";
  for (const [i, { value }] of node.quasis.entries()) {
    text += value.cooked ?? "";
    if (i < node.expressions.length) {
      text += textOf(reading, evaluate(reading, scope, node.expressions[i]), node.expressions[i]);
    }
  }
  return text;
}

/** The values of the entries of an array, or of arguments, with what is spread among them. */
export function spreadValues(
  reading: Reading,
  scope: Scope,
  elements: readonly (acorn.Expression | acorn.SpreadElement | null)[],
): Value[] {
  const values: Value[] = [];
  for (const element of elements) {
    if (element === null) values.push(undefined);
    else if (element.type !== "SpreadElement") values.push(evaluate(reading, scope, element));
    else {
      const spread = iterated(reading, evaluate(reading, scope, element.argument));
      if (spread === undefined)
        throw reading.obstacle(element, "something that is no array is spread", "spread arrays only");
      for (const entry of listOf(reading, spread)) values.push(entry);
    }
  }
  return values;
}

function objectLiteral(reading: Reading, scope: Scope, node: acorn.ObjectExpression): RecordValue {
  const record = reading.record([]);
  for (const property of node.properties) {
    if (property.type === "SpreadElement") {
      const spread = evaluate(reading, scope, property.argument);
      if (spread === undefined || spread === null) continue;
      if (!(spread instanceof RecordValue))
        throw reading.obstacle(property, "something that is no object is spread into one", "spread objects only");
      for (const [name, value] of ownEntries(reading, spread, property)) reading.setField(record, name, value);
    } else if (property.kind !== "init") {
      const name = keyOf(reading, scope, property);
      addMethod(reading, record, name, property.kind, closureOf(reading, scope, property.value as Closure["syntax"]));
    } else reading.setField(record, keyOf(reading, scope, property), evaluate(reading, scope, property.value));
  }
  return record;
}

/** The name of the field that a property of a literal or pattern speaks of. */
export function keyOf(
  reading: Reading,
  scope: Scope,
  { key, computed }: { key: acorn.Expression | acorn.PrivateIdentifier; computed: boolean },
): string {
  if (!computed && key.type === "Identifier") return key.name;
  if (key.type === "PrivateIdentifier") return privateMark + key.name;
  return textOf(reading, evaluate(reading, scope, key), key);
}

export function closureOf(reading: Reading, scope: Scope, node: Closure["syntax"]): Closure {
  const inner = new Scope(scope);
  const closure = new Closure(node, inner, reading.source);
  if (node.type === "FunctionExpression" && node.id) inner.declare(node.id.name, reading.cell(closure, node.id));
  return closure;
}

function unary(reading: Reading, scope: Scope, node: acorn.UnaryExpression): Value {
  const { operator, argument } = node;
  if (
    operator === "typeof" &&
    argument.type === "Identifier" &&
    !scope.find(argument.name) &&
    !globalNamed(reading, argument.name)
  ) {
    throw missingName(reading, argument.name, argument);
  }
  if (operator !== "delete") return unaryValue(reading, operator, evaluate(reading, scope, argument), node);
  if (argument.type !== "MemberExpression") throw reading.obstacle(node, "a variable is deleted", "leave it");
  const record = evaluate(reading, scope, argument.object);
  if (!(record instanceof RecordValue)) throw reading.obstacle(node, "an entry of an array is deleted", "use splice");
  reading.deleteField(record, memberKey(reading, scope, argument) as string);
  return true;
}

function update(reading: Reading, scope: Scope, node: acorn.UpdateExpression): Value {
  if (isCounting(node)) return 0;
  const before = reading.trace.number(scalarOf(reading, evaluate(reading, scope, node.argument), node));
  const after = binaryValue(reading, node.operator === "++" ? "+" : "-", before, 1, node);
  assignTo(reading, scope, node.argument as acorn.Identifier | acorn.MemberExpression, after);
  return node.prefix ? after : before;
}

function logical(reading: Reading, scope: Scope, node: acorn.LogicalExpression): Value {
  const left = evaluate(reading, scope, node.left);
  const right = (): Value => evaluate(reading, scope, node.right);
  if (node.operator === "??") return left === undefined || left === null ? right() : left;
  return logicalValue(reading, node.operator === "&&", left, right, node);
}

/** `left && right`, or `left || right`. */
function logicalValue(reading: Reading, isAnd: boolean, left: Value, right: () => Value, node: object): Value {
  if (!isTraced(left)) return Boolean(left) === isAnd ? right() : left;
  const condition = conditionOf(reading, left);
  if (typeof condition === "boolean") return condition === isAnd ? right() : left;
  if (left.kind === "condition") {
    const plain = evaluatedPlainly(reading, right);
    if (plain !== undefined) return reading.trace.both(isAnd ? "and" : "or", condition, plain);
  }
  // where the left side decides, it is known what it is
  const decided = left.kind === "condition" ? !isAnd : left;
  const arms = isAnd ? ([right, () => decided] as const) : ([() => decided, right] as const);
  return branch<Value>(reading, node, condition, arms, (a, b, choose) => choose(a, b));
}

/** A condition whose computation cannot fail, recorded where it stands; undefined, and nothing recorded, for any other. */
function evaluatedPlainly(reading: Reading, evaluation: () => Value): Traced | boolean | undefined {
  const { trace } = reading;
  const changes = reading.begin();
  const block = trace.open("arm");
  let value: Value;
  try {
    value = evaluation();
  } catch {
    reading.rollback(changes);
    trace.close(block);
    return undefined;
  }
  const isPlain = changes.cells.size + changes.arrays.size + changes.records.size === 0 && isHarmless(block);
  reading.rollback(changes);
  trace.close(block);
  const isCondition = typeof value === "boolean" || (value instanceof Traced && value.kind === "condition");
  if (!isPlain || !isCondition) return undefined;
  trace.current.entries.push(...block.entries);
  return value as Traced | boolean;
}

function conditional(reading: Reading, scope: Scope, node: acorn.ConditionalExpression): Value {
  const condition = conditionOf(reading, evaluate(reading, scope, node.test));
  const then = (): Value => evaluate(reading, scope, node.consequent);
  const otherwise = (): Value => evaluate(reading, scope, node.alternate);
  if (typeof condition === "boolean") return condition ? then() : otherwise();
  return branch<Value>(reading, node, condition, [then, otherwise], (a, b, choose) => choose(a, b));
}

function assignment(reading: Reading, scope: Scope, node: acorn.AssignmentExpression): Value {
  const { left, operator, right } = node;
  if (operator === "=") {
    const value = evaluate(reading, scope, right);
    if (left.type === "ArrayPattern" || left.type === "ObjectPattern") assignPattern(reading, scope, left, value);
    else assignTo(reading, scope, left as acorn.Identifier | acorn.MemberExpression, value);
    return value;
  }
  if (isCounting(left)) return 0;
  const target = left as acorn.Identifier | acorn.MemberExpression;
  const place = placeOf(reading, scope, target);
  const before = place.get();
  if (operator === "&&=" || operator === "||=" || operator === "??=") {
    return logicalAssignment(reading, scope, node, before, place.set);
  }
  const value = binaryValue(reading, operator.slice(0, -1), before, evaluate(reading, scope, right), node);
  place.set(value);
  return value;
}

function logicalAssignment(
  reading: Reading,
  scope: Scope,
  { operator, right }: acorn.AssignmentExpression,
  before: Value,
  set: (value: Value) => void,
): Value {
  if (operator === "??=" ? before !== undefined && before !== null : false) return before;
  const isKnown = operator === "??=" || !isTraced(before);
  if (isKnown && operator !== "??=" && Boolean(before) !== (operator === "&&=")) return before;
  const next = (): Value => evaluate(reading, scope, right);
  const value = isKnown ? next() : logicalValue(reading, operator === "&&=", before, next, right);
  set(value);
  return value;
}

/** Something that can be read and assigned, its object and key evaluated once. */
function placeOf(
  reading: Reading,
  scope: Scope,
  target: acorn.Identifier | acorn.MemberExpression,
): { get: () => Value; set: (value: Value) => void } {
  if (target.type === "Identifier") {
    return {
      get: () => named(reading, scope, target.name, target),
      set: (value) => assignTo(reading, scope, target, value),
    };
  }
  const object = evaluate(reading, scope, target.object);
  const key = memberKey(reading, scope, target);
  return {
    get: () => fieldOf(reading, object, key, target),
    set: (value) => setFieldOf(reading, object, key, value, target),
  };
}

export function assignTo(
  reading: Reading,
  scope: Scope,
  target: acorn.Identifier | acorn.MemberExpression | acorn.Pattern,
  value: Value,
): void {
  if (target.type === "Identifier") {
    const cell: Cell | undefined = scope.find(target.name);
    if (cell === undefined) {
      throw reading.obstacle(
        target,
        `${target.name}, which is outside the function, is assigned`,
        "return what is computed instead",
      );
    }
    if (cell.constant)
      throw reading.obstacle(target, `${target.name} is constant and is assigned`, "declare it with let");
    reading.write(cell, value);
  } else if (target.type === "MemberExpression") {
    const object = evaluate(reading, scope, target.object);
    setFieldOf(reading, object, memberKey(reading, scope, target), value, target);
  } else assignPattern(reading, scope, target, value);
}

/** What stands between the brackets, or behind the dot. */
export function memberKey(reading: Reading, scope: Scope, { computed, property }: acorn.MemberExpression): Value {
  if (property.type === "PrivateIdentifier") return privateMark + property.name;
  if (!computed) return (property as acorn.Identifier).name;
  return evaluate(reading, scope, property);
}

function member(reading: Reading, scope: Scope, node: acorn.MemberExpression): Value {
  const imported = importedName(scope, node);
  if (imported !== undefined) return named(reading, scope, imported, node);
  if (isCounting(node)) return 0;
  if (node.object.type === "Super") return superField(reading, scope, node);
  const object = evaluate(reading, scope, node.object);
  requirePresent(object, node.optional);
  return fieldOf(reading, object, memberKey(reading, scope, node), node);
}

/** The name that was imported where a loader has made `import_0.name` of it. */
export function importedName(scope: Scope, { object, property, computed }: acorn.MemberExpression): string | undefined {
  if (object.type !== "Identifier" || scope.find(object.name) || !isModuleObject(object.name)) return undefined;
  if (!computed && property.type === "Identifier") return property.name;
  return computed && property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
}
