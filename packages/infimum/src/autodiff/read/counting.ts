import type * as acorn from "acorn";
import { evaluate } from "./expressions.ts";
import type { Reading } from "./reading.ts";
import type { Span } from "./roll.ts";
import type { Scope } from "./scopes.ts";
import { childrenOf } from "./syntax.ts";
import { isIndex, isTraced, type Scalar } from "./traced.ts";
import type { Cell, Value } from "./values.ts";

/** Loops of fewer iterations are unrolled. */
const fewIterations = 8;

/** A loop that counts: `for (let i = start; i < end; i += stride)`. */
export interface Counting {
  readonly cell: Cell;
  readonly name: string;
  readonly span: Span;
  readonly bound: acorn.Expression;
}

/** How a loop with a test and an update counts, its variable being known in the scope; undefined where it does not. */
export function countingOf(
  reading: Reading,
  scope: Scope,
  test: acorn.Expression | null | undefined,
  update: acorn.Expression | null | undefined,
): Counting | undefined {
  if (test?.type !== "BinaryExpression" || test.left.type !== "Identifier") return undefined;
  const { name } = test.left;
  const stride = strideOf(update, name);
  if (stride === undefined || stride === 0) return undefined;
  const isInclusive = test.operator === "<=" || test.operator === ">=";
  if (stride > 0 ? !test.operator.startsWith("<") : !test.operator.startsWith(">")) return undefined;
  if (!isSteady(test.right)) return undefined;
  const cell = scope.find(name);
  if (cell === undefined || !isIndex(cell.value)) return undefined;
  const limit = evaluate(reading, scope, test.right);
  const end = endOf(reading, settledLimit(reading, limit, test.right), stride, isInclusive);
  if (end === undefined) return undefined;
  return { cell, name, span: { start: cell.value as Scalar, end, stride }, bound: test.right };
}

/** What a `while` does last, where it counts by that and nothing passes it by. */
export function updateOf({ body }: acorn.WhileStatement): acorn.Expression | undefined {
  if (body.type !== "BlockStatement" || hasContinue(body)) return undefined;
  const last = body.body.at(-1);
  return last?.type === "ExpressionStatement" ? last.expression : undefined;
}

function hasContinue(node: object): boolean {
  for (const child of childrenOf(node)) {
    if (child.type === "ContinueStatement") return true;
    if (!/Function/.test(child.type) && hasContinue(child)) return true;
  }
  return false;
}

/** True where an iteration has added the stride to a variable, and nothing else has happened to it. */
export function hasStepped(before: Value, after: Value, stride: number): boolean {
  if (typeof before === "number" && typeof after === "number") return after === before + stride;
  if (!isTraced(after) || (after.operation !== "add" && after.operation !== "sub")) return false;
  const [base, step] = after.operands;
  return Object.is(base, before) && step === (after.operation === "add" ? stride : -stride);
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

export function isLongEnough({ start, end, stride }: Span): boolean {
  if (isTraced(start) || isTraced(end)) return true;
  return (Number(end) - Number(start)) / stride > fewIterations;
}

/** True where a bound that is computed is the same before and after an iteration: the same operations on the same values. */
export function sameBound(a: Value, b: Value): boolean {
  if (Object.is(a, b)) return true;
  if (!isTraced(a) || !isTraced(b) || a.operation !== b.operation || a.memory !== b.memory) return false;
  if (a.operands.length === 0 || a.memory?.role === "local") return false;
  return a.operands.every((operand, k) => sameBound(operand, b.operands[k]));
}
