import type * as acorn from "acorn";
import { entryOf, isLongInMemory, iteratedEntry, listOf } from "./arrays.ts";
import { type Completion, ended } from "./completions.ts";
import { assignTo, evaluate } from "./expressions.ts";
import { declarePattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { roll, type Span } from "./roll.ts";
import { conditionOf } from "./scalars.ts";
import { declare, Scope } from "./scopes.ts";
import { CannotRoll } from "./signals.ts";
import { execute, executeBlock, type Rest } from "./statements.ts";
import { namesIn } from "./syntax.ts";
import { isIndex, isTraced, type Scalar } from "./traced.ts";
import { ArrayValue, type Cell, EntriesValue, fieldsInOrder, RecordValue, type Value } from "./values.ts";

/** Loops of fewer iterations are unrolled. */
const fewIterations = 8;

/** What follows inside an iteration is its end. */
const endOfIteration: Rest = () => undefined;

/** What a loop does after an iteration. */
type After = "go on" | { readonly leave: Completion };

/** Executes the body of a loop once. */
function iterate(reading: Reading, scope: Scope, body: acorn.Statement, label: string | undefined): After {
  reading.tick(body);
  const completion = ended(executeBlock(reading, scope, body, endOfIteration));
  if (completion === undefined) return "go on";
  if (completion.kind === "return" || completion.kind === "finished") return { leave: completion };
  const isOwn = completion.label === undefined || completion.label === label;
  if (completion.kind === "continue") return isOwn ? "go on" : { leave: completion };
  return { leave: isOwn ? undefined : completion };
}

/** Executes the body of a rolled loop. */
function iterateRolled(reading: Reading, scope: Scope, body: acorn.Statement, label: string | undefined): void {
  if (iterate(reading, scope, body, label) !== "go on") throw new CannotRoll("the loop is left from within");
}

export function forLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.ForStatement,
  label: string | undefined,
): Completion {
  const head = new Scope(scope);
  if (node.init?.type === "VariableDeclaration") execute(reading, head, node.init, endOfIteration);
  else if (node.init) evaluate(reading, head, node.init);
  const counting = countingOf(reading, head, node);
  let why: Error | undefined;
  if (counting) {
    why = rollFor(reading, head, node, counting, label);
    if (why === undefined) return undefined;
  }
  return unrollFor(reading, head, node, label, why);
}

function unrollFor(
  reading: Reading,
  head: Scope,
  node: acorn.ForStatement,
  label: string | undefined,
  why: Error | undefined,
): Completion {
  const names = node.init?.type === "VariableDeclaration" && node.init.kind === "let" ? namesOf(node.init) : [];
  let scope = head;
  for (;;) {
    if (node.test && !isTrue(reading, scope, node.test, why)) return undefined;
    const after = iterate(reading, scope, node.body, label);
    if (after !== "go on") return after.leave;
    // closures keep the variables of their own iteration
    const next = new Scope(scope.parent);
    for (const name of names) {
      const { value, declaration } = scope.find(name) as Cell;
      declare(reading, next, name, value, declaration as object);
    }
    if (names.length > 0) scope = next;
    if (node.update) evaluate(reading, scope, node.update);
  }
}

function namesOf({ declarations }: acorn.VariableDeclaration): string[] {
  return declarations.flatMap(({ id }) => [...namesIn(id)]);
}

/** A condition of an unrolled loop, which is decided at the point of the reading where it is traced. */
function isTrue(reading: Reading, scope: Scope, test: acorn.Expression, why?: Error): boolean {
  const condition = conditionOf(reading, evaluate(reading, scope, test));
  try {
    return typeof condition === "boolean" ? condition : reading.decide(condition, test, "how often a loop runs");
  } catch (error) {
    // that the loop could not be rolled is why its condition has to be decided
    throw error instanceof CannotRoll && why !== undefined ? why : error;
  }
}

/** A loop that counts: `for (let i = start; i < end; i += stride)`. */
interface Counting {
  readonly cell: Cell;
  readonly name: string;
  readonly declared: object;
  readonly span: Span;
  readonly bound: acorn.Expression;
  readonly isInclusive: boolean;
}

function countingOf(reading: Reading, head: Scope, node: acorn.ForStatement): Counting | undefined {
  const { init, test, update } = node;
  if (init?.type !== "VariableDeclaration" || init.kind !== "let" || init.declarations.length < 1) return undefined;
  if (test?.type !== "BinaryExpression" || test.left.type !== "Identifier") return undefined;
  const { name } = test.left;
  const declared = init.declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.id;
  const stride = strideOf(update, name);
  if (!declared || stride === undefined || stride === 0) return undefined;
  const isInclusive = test.operator === "<=" || test.operator === ">=";
  if (stride > 0 ? !test.operator.startsWith("<") : !test.operator.startsWith(">")) return undefined;
  if (!isSteady(test.right)) return undefined;
  const cell = head.find(name) as Cell;
  const start = cell.value;
  const limit = evaluate(reading, head, test.right);
  if (!isIndex(start)) return undefined;
  const end = endOf(reading, settledLimit(reading, limit, test.right), stride, isInclusive);
  if (end === undefined) return undefined;
  return { cell, name, declared, span: { start: start as Scalar, end, stride }, bound: test.right, isInclusive };
}

/** A bound that is no integer by the way it is made, such as a number among the data, is taken for what it is here. */
function settledLimit(reading: Reading, limit: Value, node: object): Value {
  return isTraced(limit) && !limit.integer && limit.value !== undefined ? reading.settle(limit, node) : limit;
}

function endOf(reading: Reading, limit: Value, stride: number, isInclusive: boolean): Scalar | undefined {
  if (typeof limit === "number") {
    const whole = stride > 0 ? Math.ceil(limit) : Math.floor(limit);
    const end = isInclusive ? (stride > 0 ? Math.floor(limit) + 1 : Math.ceil(limit) - 1) : whole;
    return isIndex(end) ? end : undefined;
  }
  if (!isTraced(limit) || limit.kind === "condition") return undefined;
  const { trace } = reading;
  // the first whole number that is out: a bound that is none is rounded to the side of the start
  const outward = stride > 0 ? "ceil" : "floor";
  const inward = stride > 0 ? "floor" : "ceil";
  if (isInclusive) return trace.binary("add", limit.integer ? limit : trace.unary(inward, limit), Math.sign(stride));
  return limit.integer ? limit : trace.unary(outward, limit);
}

/** What the update of a loop adds to its index. */
function strideOf(update: acorn.Expression | null | undefined, name: string): number | undefined {
  if (update?.type === "UpdateExpression") {
    if (update.argument.type !== "Identifier" || update.argument.name !== name) return undefined;
    return update.operator === "++" ? 1 : -1;
  }
  if (update?.type !== "AssignmentExpression" || update.left.type !== "Identifier" || update.left.name !== name)
    return undefined;
  const { right } = update;
  if (right.type !== "Literal" || typeof right.value !== "number" || !isIndex(right.value)) return undefined;
  if (update.operator === "+=") return right.value;
  return update.operator === "-=" ? -right.value : undefined;
}

/** True for expressions that change nothing: numbers, variables, fields and sums of them. */
function isSteady(node: acorn.Expression | acorn.PrivateIdentifier | acorn.Super): boolean {
  switch (node.type) {
    case "Literal":
    case "Identifier":
      return true;
    case "MemberExpression":
      return isSteady(node.object) && (!node.computed || isSteady(node.property as acorn.Expression));
    case "BinaryExpression":
      return isSteady(node.left) && isSteady(node.right);
    case "CallExpression":
      return (
        node.callee.type === "MemberExpression" &&
        node.callee.object.type === "Identifier" &&
        node.callee.object.name === "Math" &&
        node.arguments.every((argument) => argument.type !== "SpreadElement" && isSteady(argument))
      );
    default:
      return false;
  }
}

function isLongEnough({ start, end, stride }: Span): boolean {
  if (isTraced(start) || isTraced(end)) return true;
  return (Number(end) - Number(start)) / stride > fewIterations;
}

function rollFor(
  reading: Reading,
  head: Scope,
  node: acorn.ForStatement,
  counting: Counting,
  label: string | undefined,
): Error | undefined {
  const { name, declared, span, bound } = counting;
  if (!isLongEnough(span)) return new CannotRoll("it is short");
  reading.at(node);
  return roll(reading, node, span, (index) => {
    const inner = new Scope(head);
    declare(reading, inner, name, index, declared);
    const own = inner.find(name) as Cell;
    const before = evaluate(reading, inner, bound);
    iterateRolled(reading, inner, node.body, label);
    if (own.value !== index) throw new CannotRoll("the loop changes its own index");
    if (!sameBound(before, evaluate(reading, inner, bound))) throw new CannotRoll("the loop changes how long it runs");
  });
}

/** True where a bound that is computed is the same before and after an iteration: the same operations on the same values. */
function sameBound(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (!isTraced(a) || !isTraced(b) || a.operation !== b.operation || a.memory !== b.memory) return false;
  if (a.operands.length === 0 || a.memory?.role === "local") return false;
  return a.operands.every((operand, k) => sameBound(operand, b.operands[k]));
}

export function forOfLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.ForOfStatement,
  label: string | undefined,
): Completion {
  if (node.await) throw reading.obstacle(node, "a loop waits for its values", "make it synchronous");
  const iterable = evaluate(reading, scope, node.right);
  const array = iterable instanceof EntriesValue ? iterable.array : iterable;
  if (!(array instanceof ArrayValue)) {
    throw reading.obstacle(node.right, "the loop is over something that is no array", "loop over arrays");
  }
  const bind = (index: Scalar): Scope => {
    const value =
      iterable instanceof EntriesValue ? iteratedEntry(reading, iterable, index) : entryOf(reading, array, index);
    const inner = new Scope(scope);
    if (node.left.type === "VariableDeclaration") {
      declarePattern(reading, inner, node.left.declarations[0].id, value, node.left.kind === "const");
    } else assignTo(reading, inner, node.left, value);
    return inner;
  };
  if (isLongInMemory(array) && node.left.type === "VariableDeclaration" && node.left.kind !== "var") {
    reading.at(node);
    const why = roll(reading, node, { start: 0, end: array.length, stride: 1 }, (index) => {
      iterateRolled(reading, bind(index), node.body, label);
    });
    if (why === undefined) return undefined;
  }
  // the array may grow meanwhile
  for (let i = 0; i < array.length; i++) {
    const after = iterate(reading, bind(i), node.body, label);
    if (after !== "go on") return after.leave;
  }
  return undefined;
}

export function forInLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.ForInStatement,
  label: string | undefined,
): Completion {
  const object = evaluate(reading, scope, node.right);
  const keys =
    object instanceof RecordValue
      ? fieldsInOrder(object).map(([name]) => name)
      : object instanceof ArrayValue
        ? listOf(reading, object).map((_, i) => String(i))
        : undefined;
  if (keys === undefined)
    throw reading.obstacle(node.right, "the loop is over the fields of no object", "loop over objects and arrays");
  for (const key of keys) {
    const inner = new Scope(scope);
    if (node.left.type === "VariableDeclaration") declarePattern(reading, inner, node.left.declarations[0].id, key);
    else assignTo(reading, inner, node.left, key);
    const after = iterate(reading, inner, node.body, label);
    if (after !== "go on") return after.leave;
  }
  return undefined;
}

export function whileLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.WhileStatement,
  label: string | undefined,
): Completion {
  while (isTrue(reading, scope, node.test)) {
    const after = iterate(reading, scope, node.body, label);
    if (after !== "go on") return after.leave;
  }
  return undefined;
}

export function doWhileLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.DoWhileStatement,
  label: string | undefined,
): Completion {
  do {
    const after = iterate(reading, scope, node.body, label);
    if (after !== "go on") return after.leave;
  } while (isTrue(reading, scope, node.test));
  return undefined;
}
