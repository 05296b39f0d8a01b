import type { AnySyntax } from "./syntax.ts";

// What loaders, bundlers and coverage tools write into a function's source. They have no part in its value.

/** Helpers that give back their first argument: esbuild's `__name(f, "f")`. */
const passThrough = new Set(["__name", "__name2", "_name"]);

export function isPassThrough(name: string): boolean {
  return passThrough.has(name);
}

/** Counters of coverage tools: `cov_1a2b().s[0]++`, `cov_1a2b().b[0][1]++`, `__coverage__...`. */
export function isCounter(name: string): boolean {
  return /^(cov_\w+|__cov\w*|__coverage__|_\$jscoverage|stryCov\w*)$/.test(name);
}

/** The objects that imported names are read from: `__vite_ssr_import_0__.helper`, `_module.helper`, `import_module.helper`. */
export function isModuleObject(name: string): boolean {
  return /^(__vite_ssr_import_\d+__|__vi_import_\d+__|_[a-zA-Z]\w*|import_\w+|[a-zA-Z]\w*__WEBPACK_IMPORTED_MODULE_\w+)$/.test(
    name,
  );
}

/** True where an expression only counts for a coverage tool: the counter itself, or a change of one of its entries. */
export function isCounting(node: object): boolean {
  let inner = node as AnySyntax;
  for (;;) {
    if (inner.type === "UpdateExpression") inner = inner.argument as AnySyntax;
    else if (inner.type === "MemberExpression") inner = inner.object as AnySyntax;
    else if (inner.type === "CallExpression") inner = inner.callee as AnySyntax;
    else return inner.type === "Identifier" && isCounter(inner.name as string);
  }
}
