import type * as acorn from "acorn";

/** The syntax of a function of any form. */
export type FunctionSyntax = acorn.ArrowFunctionExpression | acorn.FunctionExpression | acorn.FunctionDeclaration;

/** Any node, for walks that look at children whatever they are. */
export interface AnySyntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly loc?: acorn.SourceLocation | null;
  readonly [key: string]: unknown;
}

/** The nodes directly inside a node. */
export function* childrenOf(node: object): Generator<AnySyntax> {
  for (const [key, value] of Object.entries(node)) {
    if (key === "loc") continue;
    if (Array.isArray(value)) {
      for (const entry of value) if (isSyntax(entry)) yield entry;
    } else if (isSyntax(value)) yield value;
  }
}

function isSyntax(value: unknown): value is AnySyntax {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The names that a pattern (a parameter, what is declared) binds. */
export function* namesIn(pattern: acorn.Pattern | null): Generator<string> {
  switch (pattern?.type) {
    case "Identifier":
      yield pattern.name;
      break;
    case "ArrayPattern":
      for (const element of pattern.elements) yield* namesIn(element);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) {
        yield* namesIn(property.type === "RestElement" ? property : property.value);
      }
      break;
    case "AssignmentPattern":
      yield* namesIn(pattern.left);
      break;
    case "RestElement":
      yield* namesIn(pattern.argument);
      break;
    default:
  }
}
