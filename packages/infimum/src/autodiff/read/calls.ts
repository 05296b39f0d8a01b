import type * as acorn from "acorn";
import { callParent, hidden, instanceOf, selfOf } from "./classes.ts";
import { evaluate, importedName, memberKey, named, requirePresent, spreadValues } from "./expressions.ts";
import { isCounter, isPassThrough } from "./loaders.ts";
import { fieldOf, superField } from "./members.ts";
import { declarePattern } from "./patterns.ts";
import type { Reading } from "./reading.ts";
import { kindOf } from "./scalars.ts";
import { declare, Scope } from "./scopes.ts";
import { callBody } from "./statements.ts";
import { ClassValue, Closure, Intrinsic, type Value } from "./values.ts";

export function callExpression(reading: Reading, scope: Scope, node: acorn.CallExpression): Value {
  const { callee, optional } = node;
  if (callee.type === "Identifier" && !scope.find(callee.name)) {
    if (isCounter(callee.name)) return 0;
    if (isPassThrough(callee.name)) return spreadValues(reading, scope, node.arguments)[0];
  }
  if (callee.type === "Super") return callParent(reading, scope, spreadValues(reading, scope, node.arguments), node);
  const { called, self } = calleeOf(reading, scope, callee);
  requirePresent(called, optional);
  return call(reading, called, spreadValues(reading, scope, node.arguments), node, self);
}

/** What a tag makes of the texts and values of a template. */
export function taggedTemplate(reading: Reading, scope: Scope, node: acorn.TaggedTemplateExpression): Value {
  const { called, self } = calleeOf(reading, scope, node.tag);
  const texts = reading.array(node.quasi.quasis.map(({ value }) => value.cooked ?? undefined));
  return call(reading, called, [texts, ...spreadValues(reading, scope, node.quasi.expressions)], node, self);
}

/** A function, and what it is a method of. */
function calleeOf(
  reading: Reading,
  scope: Scope,
  callee: acorn.CallExpression["callee"],
): { readonly called: Value; readonly self: Value } {
  if (callee.type !== "MemberExpression") return { called: evaluate(reading, scope, callee), self: undefined };
  const imported = importedName(scope, callee);
  if (imported !== undefined) return { called: named(reading, scope, imported, callee), self: undefined };
  if (callee.object.type === "Super") {
    const self = selfOf(reading, scope, callee);
    return { called: superField(reading, scope, callee), self };
  }
  const object = evaluate(reading, scope, callee.object);
  requirePresent(object, callee.optional);
  return { called: fieldOf(reading, object, memberKey(reading, scope, callee), callee), self: object };
}

/** What a function gives for these arguments, as a method of `self`. */
export function call(reading: Reading, called: Value, args: readonly Value[], node: object, self?: Value): Value {
  if (called instanceof Closure) return callClosure(reading, called, args, node, self);
  if (called instanceof Intrinsic && called.call) return called.call(args, node);
  throw reading.obstacle(node, `${kindOf(called)} is called`, "call functions only");
}

function callClosure(reading: Reading, closure: Closure, args: readonly Value[], node: object, self: Value): Value {
  const { syntax, source } = closure;
  const scope = new Scope(closure.scope as Scope);
  // that of an arrow function is the one around it; that of the function that is read is not known
  if (syntax.type !== "ArrowFunctionExpression" && node !== syntax) scope.declare(hidden.self, reading.cell(self));
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
  if (constructed instanceof ClassValue) return instanceOf(reading, constructed, args, node);
  throw reading.obstacle(
    node,
    `an object of ${kindOf(constructed)} is made`,
    "use plain objects, functions and classes",
  );
}
