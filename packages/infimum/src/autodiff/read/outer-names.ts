import type * as acorn from "acorn";
import { isCounter, isModuleObject, isPassThrough } from "./loaders.ts";
import { type AnySyntax, childrenOf, type FunctionSyntax, namesIn } from "./syntax.ts";

/** The names a function uses and does not declare, in the order of their first use; what loaders insert left out. */
export function outerNames(syntax: FunctionSyntax): string[] {
  const outer = new Set<string>();
  visitFunction(syntax, [], outer);
  return [...outer];
}

type Scopes = readonly ReadonlySet<string>[];

function visitFunction(node: FunctionSyntax, scopes: Scopes, outer: Set<string>): void {
  const own = new Set<string>();
  if (node.type === "FunctionExpression" && node.id) own.add(node.id.name);
  if (node.type !== "ArrowFunctionExpression") own.add("arguments");
  for (const parameter of node.params) for (const name of namesIn(parameter)) own.add(name);
  for (const name of hoisted(node.body)) own.add(name);
  const inner = [...scopes, own];
  for (const parameter of node.params) visit(parameter as unknown as AnySyntax, inner, outer);
  visit(node.body as unknown as AnySyntax, inner, outer);
}

function visit(node: AnySyntax, scopes: Scopes, outer: Set<string>): void {
  switch (node.type) {
    case "Identifier":
      use(node.name as string, scopes, outer);
      return;
    case "MemberExpression": {
      const member = node as unknown as acorn.MemberExpression;
      const { object, property, computed } = member;
      if (!computed && object.type === "Identifier" && isModuleObject(object.name) && !known(object.name, scopes)) {
        use((property as acorn.Identifier).name, scopes, outer);
        return;
      }
      visit(object as unknown as AnySyntax, scopes, outer);
      if (computed) visit(property as unknown as AnySyntax, scopes, outer);
      return;
    }
    case "Property":
      if (node.computed) visit(node.key as AnySyntax, scopes, outer);
      visit(node.value as AnySyntax, scopes, outer);
      return;
    case "MethodDefinition":
    case "PropertyDefinition":
      if (node.computed) visit(node.key as AnySyntax, scopes, outer);
      if (node.value) visit(node.value as AnySyntax, scopes, outer);
      return;
    case "ClassExpression":
    case "ClassDeclaration": {
      const { id } = node as unknown as acorn.ClassExpression;
      const inner = [...scopes, new Set(namesIn(id ?? null))];
      if (node.superClass) visit(node.superClass as AnySyntax, inner, outer);
      visit(node.body as AnySyntax, inner, outer);
      return;
    }
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration":
      visitFunction(node as unknown as FunctionSyntax, scopes, outer);
      return;
    case "LabeledStatement":
      visit(node.body as AnySyntax, scopes, outer);
      return;
    case "BreakStatement":
    case "ContinueStatement":
      return;
    case "CatchClause": {
      const names = new Set(namesIn(node.param as acorn.Pattern | null));
      for (const child of childrenOf(node)) visit(child, [...scopes, names], outer);
      return;
    }
    default: {
      const inner = [...scopes, new Set(declared(node))];
      for (const child of childrenOf(node)) visit(child, inner, outer);
    }
  }
}

function use(name: string, scopes: Scopes, outer: Set<string>): void {
  if (!known(name, scopes) && !isPassThrough(name) && !isCounter(name)) outer.add(name);
}

function known(name: string, scopes: Scopes): boolean {
  return scopes.some((scope) => scope.has(name));
}

/** What a block or the head of a loop declares. */
function* declared(node: AnySyntax): Generator<string> {
  const statements =
    node.type === "SwitchStatement" ? (node.cases as AnySyntax[]).flatMap(childrenList) : childrenList(node);
  for (const statement of statements) {
    if (statement.type === "VariableDeclaration") yield* declaredBy(statement);
    else if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration")
      yield (statement.id as acorn.Identifier).name;
  }
}

/** The `var`s of a function, wherever they stand in it. */
function* hoisted(node: object): Generator<string> {
  for (const child of childrenOf(node)) {
    if (/Function/.test(child.type)) continue;
    if (child.type === "VariableDeclaration" && child.kind === "var") yield* declaredBy(child);
    yield* hoisted(child);
  }
}

function* declaredBy(node: AnySyntax): Generator<string> {
  for (const { id } of (node as unknown as acorn.VariableDeclaration).declarations) yield* namesIn(id);
}

function childrenList(node: AnySyntax): AnySyntax[] {
  return [...childrenOf(node)];
}
