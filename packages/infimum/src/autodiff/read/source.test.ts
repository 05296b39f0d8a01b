import { expect, test } from "vitest";
import { Obstacle } from "./obstacle.ts";
import { outerNames } from "./outer-names.ts";
import { sourceOf } from "./source.ts";

const made = (text: string): ((...args: never[]) => unknown) => new Function(`return ${text}`)();
const obstacle = (f: (...args: never[]) => unknown): string => {
  try {
    sourceOf(f);
  } catch (error) {
    if (error instanceof Obstacle) return error.sentence;
    throw error;
  }
  return "none";
};

test("arrow functions, function expressions and methods of every spelling are parsed", () => {
  expect(sourceOf(made("x => x[0]")).syntax.type).toBe("ArrowFunctionExpression");
  expect(sourceOf(made("([a, b]) => { return a * b; }")).syntax.params[0].type).toBe("ArrayPattern");
  expect(sourceOf(made("function (x) { return x[0]; }")).syntax.type).toBe("FunctionExpression");
  expect(sourceOf(made("function named(x) { return x[0]; }")).name).toBe("named");
  const methods = made(
    "({ plain(x) { return x; }, ['computed' + 1](x) { return x; }, 'quoted name'(x) { return x; } })",
  ) as never;
  for (const f of Object.values<(x: number) => number>(methods)) expect(sourceOf(f).syntax.params).toHaveLength(1);
});

test("what cannot be read is refused with the place and the remedy", () => {
  expect(obstacle(Math.hypot)).toMatch(/no source/);
  expect(obstacle(made("function (x) { return x[0]; }").bind(undefined))).toMatch(/no source/);
  expect(obstacle(made("async x => x[0]"))).toMatch(/async/);
  expect(obstacle(made("function* (x) { yield x[0]; }"))).toMatch(/generator/);
  expect(obstacle(made("class A { f() {} }"))).toMatch(/class/);
  expect(obstacle(made("function f(x) {\n  return this.k * x[0];\n}"))).toMatch(
    /uses this \(line 2, column 10 of f\).*using/,
  );
});

test("columns count from the function's own first character", () => {
  const { syntax, place } = sourceOf(made("x => y"));
  expect(place(syntax.body)).toEqual({ line: 1, column: 6 });
});

test("outer names are those that no scope of the function declares", () => {
  const names = (text: string) => outerNames(sourceOf(made(text)).syntax);
  expect(names("x => k * x[0] + helper(x)")).toEqual(["k", "helper"]);
  expect(names("({ a, b: [c = d], ...rest }) => a + c + rest.e")).toEqual(["d"]);
  expect(names("x => { let s = 0; for (const v of x) s += v; { let t = 1; } return s + t; }")).toEqual(["t"]);
  expect(names("x => { if (x) { var v = 1; } function g(y) { return y + z; } return g(v); }")).toEqual(["z"]);
  expect(names("x => ({ a: x.b, c, [d]: 1 }).a")).toEqual(["c", "d"]);
  expect(names("x => { a: for (;;) break a; return x; }")).toEqual([]);
  expect(names("function f(x) { return x > 0 ? f(x - 1) : arguments.length; }")).toEqual([]);
  expect(names("x => { try { return x; } catch (e) { return e; } }")).toEqual([]);
  expect(names("x => { switch (x) { case 1: let y = 2; return y; } }")).toEqual([]);
});

test("what loaders insert is no outer name, and imports are read through", () => {
  const names = (text: string) => outerNames(sourceOf(made(text)).syntax);
  expect(names('x => { const g = __name((t) => t, "g"); return g(x); }')).toEqual([]);
  expect(names("x => { cov_1ab().f[0]++; cov_1ab().s[0]++; return x; }")).toEqual([]);
  expect(names("x => (0, __vi_import_0__.helper)(x)")).toEqual(["helper"]);
  expect(names("x => __vite_ssr_import_1__.helper(x)")).toEqual(["helper"]);
});
