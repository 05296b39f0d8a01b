import type * as acorn from "acorn";
import { entryOf, isLongInMemory, iterated, iteratedEntry, listOf } from "./arrays.ts";
import { memberAt, requireSteady, stateOf } from "./collections.ts";
import { type Completion, ended } from "./completions.ts";
import { type Counting, countingOf, hasStepped, isLongEnough, sameBound, updateOf } from "./counting.ts";
import { assignTo, evaluate } from "./expressions.ts";
import { declarePattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { roll } from "./roll.ts";
import { conditionOf } from "./scalars.ts";
import { declare, Scope } from "./scopes.ts";
import { CannotRoll } from "./signals.ts";
import { execute, executeBlock, type Rest } from "./statements.ts";
import { namesIn } from "./syntax.ts";
import type { Scalar } from "./traced.ts";
import { ArrayValue, type Cell, CollectionValue, EntriesValue, fieldsInOrder, RecordValue } from "./values.ts";

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
  const counting = countingOf(reading, head, node.test, node.update);
  let why: Error | undefined;
  if (counting) {
    const declared = declaredIn(node.init, counting.name);
    why = declared
      ? rollFor(reading, head, node, counting, declared, label)
      : rollOver(reading, head, node, counting, () => {
          iterateRolled(reading, head, node.body, label);
          evaluate(reading, head, node.update as acorn.Expression);
        });
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

/** Where a loop declares its variable with `let`, so that each iteration has its own. */
function declaredIn(init: acorn.ForStatement["init"], name: string): object | undefined {
  if (init?.type !== "VariableDeclaration" || init.kind !== "let") return undefined;
  return init.declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.id;
}

/** Rolls a loop whose variable lives outside, and is there after it: it is a variable to which each iteration adds the stride. */
function rollOver(
  reading: Reading,
  scope: Scope,
  node: object,
  { cell, span, bound }: Counting,
  body: () => void,
): Error | undefined {
  if (!isLongEnough(span)) return new CannotRoll("it is short");
  reading.at(node);
  return roll(reading, node, span, () => {
    const [first, before] = [cell.value, evaluate(reading, scope, bound)];
    body();
    if (!hasStepped(first, cell.value, span.stride)) throw new CannotRoll("the loop changes its own index");
    if (!sameBound(before, evaluate(reading, scope, bound))) throw new CannotRoll("the loop changes how long it runs");
  });
}

function rollFor(
  reading: Reading,
  head: Scope,
  node: acorn.ForStatement,
  { name, span, bound }: Counting,
  declared: object,
  label: string | undefined,
): Error | undefined {
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

export function forOfLoop(
  reading: Reading,
  scope: Scope,
  node: acorn.ForOfStatement,
  label: string | undefined,
): Completion {
  if (node.await) throw reading.obstacle(node, "a loop waits for its values", "make it synchronous");
  const iterable = evaluate(reading, scope, node.right);
  const array = iterable instanceof EntriesValue ? iterable.array : iterated(reading, iterable);
  if (array === undefined) {
    throw reading.obstacle(node.right, "the loop is over something that is no array", "loop over arrays");
  }
  const before = iterable instanceof CollectionValue ? stateOf(iterable) : "";
  const bind = (index: Scalar): Scope => {
    // entries that change meanwhile are seen as they are by then
    const value =
      iterable instanceof EntriesValue
        ? iteratedEntry(reading, iterable, index)
        : iterable instanceof CollectionValue
          ? memberAt(reading, iterable, Number(index))
          : entryOf(reading, array, index);
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
    if (iterable instanceof CollectionValue) requireSteady(reading, iterable, before, node.right);
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
  const counting = countingOf(reading, scope, node.test, updateOf(node));
  let why: Error | undefined;
  if (counting) {
    why = rollOver(reading, scope, node, counting, () => iterateRolled(reading, scope, node.body, label));
    if (why === undefined) return undefined;
  }
  while (isTrue(reading, scope, node.test, why)) {
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
