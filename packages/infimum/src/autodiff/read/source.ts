import { type Expression, parseExpressionAt } from "acorn";
import { Obstacle, type Place } from "./obstacle.ts";
import { type AnySyntax, childrenOf, type FunctionSyntax } from "./syntax.ts";

/** A function as it is written. */
export interface FunctionSource {
  readonly syntax: FunctionSyntax;
  readonly name: string;
  /** Where a node stands in the function's own text. */
  place(node: object): Place;
}

/** What stands before the text so that it parses as an expression, and what has to stand behind. */
const forms = [
  { before: "(", after: ")" },
  // methods are written without "function": `f(x) { ... }` is one only inside an object
  { before: "({", after: "})" },
] as const;

/**
 * The syntax tree of a function, from its own source text.
 *
 * @throws Obstacle where there is no source (built into the engine, bound), or where it is of a kind that cannot be read:
 * async, a generator, a class, one that uses `this`
 */
export function sourceOf(f: (...args: never[]) => unknown): FunctionSource {
  const text = Function.prototype.toString.call(f);
  const name = f.name || "the function";
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) {
    throw new Obstacle(
      `${name} has no source: it is bound or built into the engine`,
      "wrap it in an arrow function that calls what it needs, named in using",
    );
  }
  const { syntax, before } = parse(text, name);
  const place = (node: object): Place => {
    const start = (node as AnySyntax).loc?.start ?? { line: 1, column: 0 };
    const column = start.column + 1 - (start.line === 1 ? before.length : 0);
    return f.name ? { line: start.line, column, within: f.name } : { line: start.line, column };
  };
  requireReadable(syntax, place);
  return { syntax, name, place };
}

function parse(text: string, name: string): { syntax: FunctionSyntax; before: string } {
  for (const { before, after } of forms) {
    const syntax = functionIn(tryParse(`${before}${text}${after}`));
    if (syntax) return { syntax, before };
  }
  const what = text.startsWith("class")
    ? `${name} is a class`
    : `the source of ${name} is not a function that can be parsed`;
  throw new Obstacle(what, "write it as an arrow function or a function");
}

function tryParse(text: string): Expression | undefined {
  try {
    return parseExpressionAt(text, 0, { ecmaVersion: "latest", locations: true, allowAwaitOutsideFunction: false });
  } catch {
    return undefined;
  }
}

function functionIn(expression: Expression | undefined): FunctionSyntax | undefined {
  switch (expression?.type) {
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return expression;
    case "ObjectExpression": {
      const [property] = expression.properties;
      const isFunction = property?.type === "Property" && property.value.type === "FunctionExpression";
      return isFunction ? (property.value as FunctionSyntax) : undefined;
    }
    default:
      return undefined;
  }
}

function requireReadable(syntax: FunctionSyntax, place: (node: object) => Place): void {
  // inside a function or a class of its own, which it may call as it likes, `this` is known
  const visit = (node: AnySyntax, knowsThis: boolean): void => {
    const refusal = refusalOf(node, knowsThis);
    if (refusal) throw new Obstacle(refusal.what, refusal.remedy, place(node));
    const isOwn = node !== (syntax as unknown as AnySyntax) && /^(Function|Class)/.test(node.type);
    for (const child of childrenOf(node)) visit(child, knowsThis || isOwn);
  };
  visit(syntax as unknown as AnySyntax, false);
}

function refusalOf(node: AnySyntax, knowsThis: boolean): { what: string; remedy: string } | undefined {
  if (node.async) return { what: "the function is async", remedy: "make it synchronous, or give its gradient" };
  if (node.generator) return { what: "the function is a generator", remedy: "return the value from a plain function" };
  if (node.type === "ThisExpression" && !knowsThis) {
    return { what: "the function uses this", remedy: "pass what it needs through data, or name it in using" };
  }
  return undefined;
}
