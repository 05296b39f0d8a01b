import type * as acorn from "acorn";
import { branch, type Choose } from "./branches.ts";
import { classOf } from "./classes.ts";
import { type Completion, ended } from "./completions.ts";
import { closureOf, evaluate } from "./expressions.ts";
import { isCounting } from "./loaders.ts";
import { doWhileLoop, forInLoop, forLoop, forOfLoop, whileLoop } from "./loops.ts";
import { declarePattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { binaryValue, conditionOf } from "./scalars.ts";
import { declare, Scope } from "./scopes.ts";
import { CannotMerge, Throws } from "./signals.ts";
import { childrenOf, namesIn } from "./syntax.ts";
import type { Traced } from "./traced.ts";
import type { Value } from "./values.ts";

type Statement = acorn.Statement | acorn.ModuleDeclaration;

/** What follows a statement, to the end of the function or of the iteration. */
export type Rest = () => Completion;

const nothing: Rest = () => undefined;

/** Executes the body of a function: what it returns. */
export function callBody(reading: Reading, scope: Scope, body: acorn.BlockStatement | acorn.Expression): Value {
  if (body.type !== "BlockStatement") return evaluate(reading, scope, body);
  for (const name of hoistedNames(body)) if (!scope.has(name)) declare(reading, scope, name, undefined, body);
  const completion = ended(executeList(reading, scope, body.body, nothing));
  return completion?.kind === "return" ? completion.value : undefined;
}

const hoistedOf = new WeakMap<object, readonly string[]>();

function hoistedNames(body: object): readonly string[] {
  let names = hoistedOf.get(body);
  if (names === undefined) {
    names = [...varNames(body)];
    hoistedOf.set(body, names);
  }
  return names;
}

function* varNames(node: object): Generator<string> {
  for (const child of childrenOf(node)) {
    if (/Function/.test(child.type)) continue;
    if (child.type === "VariableDeclaration" && child.kind === "var") {
      for (const { id } of (child as unknown as acorn.VariableDeclaration).declarations) yield* namesIn(id);
    }
    yield* varNames(child);
  }
}

/** Executes statements in a scope that is theirs. */
export function executeList(
  reading: Reading,
  scope: Scope,
  statements: readonly Statement[],
  rest: Rest,
  from = 0,
): Completion {
  if (from === 0) {
    for (const statement of statements) {
      if (statement.type === "FunctionDeclaration") {
        declare(reading, scope, statement.id.name, closureOf(reading, scope, statement), statement.id);
      }
    }
  }
  for (let k = from; k < statements.length; k++) {
    const following: Rest = () => {
      const completion = executeList(reading, scope, statements, rest, k + 1);
      return completion === undefined ? rest() : completion;
    };
    const completion = execute(reading, scope, statements[k], following);
    if (completion !== undefined) return completion;
  }
  return undefined;
}

/** Executes a block in a scope of its own. */
export function executeBlock(reading: Reading, scope: Scope, statement: Statement, rest: Rest): Completion {
  if (statement.type !== "BlockStatement") return execute(reading, scope, statement, rest);
  return executeList(reading, new Scope(scope), statement.body, rest);
}

export function execute(reading: Reading, scope: Scope, node: Statement, rest: Rest, label?: string): Completion {
  switch (node.type) {
    case "ExpressionStatement":
      if (!isCounting(node.expression)) evaluate(reading, scope, node.expression);
      return undefined;
    case "VariableDeclaration":
      declareVariables(reading, scope, node);
      return undefined;
    case "ClassDeclaration":
      declare(reading, scope, node.id.name, classOf(reading, scope, node), node.id);
      return undefined;
    case "FunctionDeclaration":
    case "EmptyStatement":
    case "DebuggerStatement":
      return undefined;
    case "ReturnStatement":
      return { kind: "return", value: node.argument ? evaluate(reading, scope, node.argument) : undefined };
    case "BlockStatement":
      return executeBlock(reading, scope, node, rest);
    case "IfStatement":
      return ifStatement(reading, scope, node, rest);
    case "ForStatement":
      return forLoop(reading, scope, node, label);
    case "ForOfStatement":
      return forOfLoop(reading, scope, node, label);
    case "ForInStatement":
      return forInLoop(reading, scope, node, label);
    case "WhileStatement":
      return whileLoop(reading, scope, node, label);
    case "DoWhileStatement":
      return doWhileLoop(reading, scope, node, label);
    case "BreakStatement":
      return { kind: "break", label: node.label?.name };
    case "ContinueStatement":
      return { kind: "continue", label: node.label?.name };
    case "LabeledStatement":
      return labeled(reading, scope, node);
    case "SwitchStatement":
      return switchStatement(reading, scope, node);
    case "ThrowStatement":
      throw new Throws("the function throws here");
    case "TryStatement":
      return tryStatement(reading, scope, node);
    default:
      throw reading.obstacle(node, `a statement of the kind ${node.type} is not read`, "write it in another way");
  }
}

function declareVariables(reading: Reading, scope: Scope, node: acorn.VariableDeclaration): void {
  for (const { id, init } of node.declarations) {
    const value = init ? evaluate(reading, scope, init) : undefined;
    if (node.kind === "var") {
      if (init) assignVar(reading, scope, id, value);
    } else declarePattern(reading, scope, id, value, node.kind === "const");
  }
}

/** A `var` belongs to the function, whose scope has it already. */
function assignVar(reading: Reading, scope: Scope, pattern: acorn.Pattern, value: Value): void {
  const parts = new Scope(scope);
  declarePattern(reading, parts, pattern, value);
  for (const name of namesIn(pattern)) reading.write(scope.find(name)!, parts.find(name)!.value);
}

function ifStatement(reading: Reading, scope: Scope, node: acorn.IfStatement, rest: Rest): Completion {
  const condition = conditionOf(reading, evaluate(reading, scope, node.test));
  const then = (): Completion => executeBlock(reading, scope, node.consequent, rest);
  const otherwise = (): Completion => (node.alternate ? executeBlock(reading, scope, node.alternate, rest) : undefined);
  if (typeof condition === "boolean") return condition ? then() : otherwise();
  return tracedIf(reading, node, condition, then, otherwise, rest);
}

/** Where one arm leaves and the other does not, the other one goes on with all that follows, and then they are merged. */
class Leaves extends Error {}

export function tracedIf(
  reading: Reading,
  node: object,
  condition: Traced,
  then: Rest,
  otherwise: Rest,
  rest: Rest,
): Completion {
  const { trace } = reading;
  const mark = trace.mark;
  const whole = reading.begin();
  try {
    const completion = branch(reading, node, condition, [then, otherwise], mergeAlike);
    reading.commit(whole);
    return completion;
  } catch (error) {
    if (!(error instanceof Leaves)) throw error;
    reading.rollback(whole);
    trace.cut(mark);
  }
  const toTheEnd =
    (arm: Rest): Rest =>
    () => {
      const completion = arm();
      return { kind: "finished", completion: completion === undefined ? rest() : completion };
    };
  return branch(reading, node, condition, [toTheEnd(then), toTheEnd(otherwise)], mergeEnds);
}

function mergeAlike(a: Completion, b: Completion, choose: Choose): Completion {
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined || a.kind === "finished" || b.kind === "finished") throw new Leaves();
  return mergeEnds(a, b, choose);
}

function mergeEnds(first: Completion, second: Completion, choose: Choose): Completion {
  const a = ended(first);
  const b = ended(second);
  const isFinished = first?.kind === "finished" || second?.kind === "finished";
  let completion: Completion;
  if (a?.kind === "return" && b?.kind === "return") completion = { kind: "return", value: choose(a.value, b.value) };
  else if (endsIteration(a) && endsIteration(b)) completion = undefined;
  else if (a?.kind === b?.kind && a?.kind === "break" && b?.kind === "break" && a.label === b.label) completion = a;
  else throw new CannotMerge("one arm leaves where the other goes on");
  return isFinished ? { kind: "finished", completion } : completion;
}

function endsIteration(completion: Completion): boolean {
  return completion === undefined || (completion.kind === "continue" && completion.label === undefined);
}

function labeled(reading: Reading, scope: Scope, node: acorn.LabeledStatement): Completion {
  const { name } = node.label;
  // what follows a labeled statement is not what follows inside it
  const completion = ended(execute(reading, scope, node.body, unknownRest, name));
  return completion?.kind === "break" && completion.label === name ? undefined : completion;
}

/** Inside a switch, a try or a label it is not known what follows an arm. */
const unknownRest: Rest = () => {
  throw new CannotMerge("what follows is not known here");
};

function switchStatement(reading: Reading, scope: Scope, node: acorn.SwitchStatement): Completion {
  const value = evaluate(reading, scope, node.discriminant);
  const inner = new Scope(scope);
  const isMatch = (test: acorn.Expression | null | undefined): boolean => {
    if (!test) return false;
    const same = binaryValue(reading, "===", value, evaluate(reading, inner, test), test);
    const condition = conditionOf(reading, same);
    return typeof condition === "boolean" ? condition : reading.decide(condition, test, "the case taken");
  };
  let start = node.cases.findIndex(({ test }) => isMatch(test));
  if (start < 0) start = node.cases.findIndex(({ test }) => !test);
  if (start < 0) return undefined;
  const statements = node.cases.slice(start).flatMap(({ consequent }) => consequent);
  const completion = ended(executeList(reading, inner, statements, unknownRest));
  return completion?.kind === "break" && completion.label === undefined ? undefined : completion;
}

function tryStatement(reading: Reading, scope: Scope, node: acorn.TryStatement): Completion {
  let completion: Completion;
  try {
    completion = ended(executeBlock(reading, scope, node.block, unknownRest));
  } catch (error) {
    if (!(error instanceof Throws)) throw error;
    throw reading.obstacle(node, "something is thrown and caught", "test for it before");
  }
  const last = node.finalizer && ended(executeBlock(reading, scope, node.finalizer, unknownRest));
  return last ?? completion;
}
