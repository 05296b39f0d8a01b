import type * as acorn from "acorn";
import { evaluate, importedName, memberKey, named, requirePresent, spreadValues } from "./expressions.ts";
import { isCounter, isPassThrough } from "./loaders.ts";
import { fieldOf } from "./members.ts";
import { declarePattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { kindOf } from "./scalars.ts";
import { declare, Scope } from "./scopes.ts";
import { callBody } from "./statements.ts";
import { Closure, Intrinsic, type Value } from "./values.ts";

export function callExpression(reading: Reading, scope: Scope, node: acorn.CallExpression): Value {
  const { callee, optional } = node;
  if (callee.type === "Identifier" && !scope.find(callee.name)) {
    if (isCounter(callee.name)) return 0;
    if (isPassThrough(callee.name)) return spreadValues(reading, scope, node.arguments)[0];
  }
  const called = calleeOf(reading, scope, callee);
  requirePresent(called, optional);
  return call(reading, called, spreadValues(reading, scope, node.arguments), node);
}

function calleeOf(reading: Reading, scope: Scope, callee: acorn.CallExpression["callee"]): Value {
  if (callee.type !== "MemberExpression") return evaluate(reading, scope, callee);
  const imported = importedName(scope, callee);
  if (imported !== undefined) return named(reading, scope, imported, callee);
  const object = evaluate(reading, scope, callee.object);
  requirePresent(object, callee.optional);
  return fieldOf(reading, object, memberKey(reading, scope, callee), callee);
}

/** What a function gives for these arguments. */
export function call(reading: Reading, called: Value, args: readonly Value[], node: object): Value {
  if (called instanceof Closure) return callClosure(reading, called, args, node);
  if (called instanceof Intrinsic && called.call) return called.call(args, node);
  throw reading.obstacle(node, `${kindOf(called)} is called`, "call functions only");
}

function callClosure(reading: Reading, closure: Closure, args: readonly Value[], node: object): Value {
  const { syntax, source } = closure;
  const scope = new Scope(closure.scope as Scope);
  return reading.within(source, node, () => {
    for (const [i, parameter] of syntax.params.entries()) {
      if (parameter.type === "Identifier") declare(reading, scope, parameter.name, args[i], parameter);
      else if (parameter.type === "RestElement") {
        declarePattern(reading, scope, parameter.argument, reading.array(args.slice(i)));
      } else declarePattern(reading, scope, parameter, args[i]);
    }
    return callBody(reading, scope, syntax.body);
  });
}

export function constructExpression(reading: Reading, scope: Scope, node: acorn.NewExpression): Value {
  const constructed = evaluate(reading, scope, node.callee);
  const args = spreadValues(reading, scope, node.arguments);
  if (constructed instanceof Intrinsic && constructed.construct) return constructed.construct(args, node);
  throw reading.obstacle(node, "an object of a class is made", "use plain objects and functions");
}
