import { expect, test } from "vitest";
import { all } from "../methods/registry.ts";
import type { ProblemDefinition } from "../problem/definition.ts";
import { problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { l1 } from "../terms/l1.ts";
import { l2 } from "../terms/l2.ts";
import { simplex } from "../terms/simplex.ts";
import { choose } from "./choose.ts";

const registered: ReadonlyMap<string, Method> = new Map(all.map((method) => [method.name, method]));

function chosen(more: Partial<ProblemDefinition<number[]>>, methods = registered): string {
  const definition = { objective: (x: readonly number[]) => x[0] ** 2, x0: [1, 2], ...more };
  return choose(problem(definition as ProblemDefinition<number[]>), methods).method.name;
}

const gradient = (x: readonly number[]): number[] => x.map((entry) => 2 * entry);

test("smooth problems get a dense quasi-Newton method while n^2 is small, and a limited-memory one beyond", () => {
  expect(chosen({ gradient })).toBe("bfgs");
  expect(chosen({ gradient, x0: Array.from({ length: 1000 }, () => 1) })).toBe("l-bfgs");
  expect(chosen({})).toBe("bfgs");
});

test("smooth problems within bounds get a method that keeps them itself, but where second derivatives are cheap", () => {
  const bounds = { lower: 0 };
  expect(chosen({ gradient, bounds })).toBe("l-bfgs-b");
  expect(chosen({ bounds, plus: [l2(0.1)] })).toBe("l-bfgs-b");
  expect(chosen({ gradient, bounds, hessian: (_x, out) => void out.set([2, 0, 0, 2]) })).toBe("l-bfgs-b");
  expect(chosen({ gradient, bounds, hessianVector: (_x, v, out) => void out.set(v) })).toBe("newton-bfgs");
  expect(chosen({ gradient, bounds, plus: [l1(0.1)] })).toBe("proximal-gradient");
  expect(chosen({ bounds, derivatives: "none" })).toBe("cma-es");
});

test("given second derivatives are used", () => {
  const hessianVector = (_x: unknown, v: Float64Array, out: Float64Array) => void out.set(v);
  expect(chosen({ gradient, hessianVector })).toBe("newton-bfgs");
  expect(chosen({ gradient, hessianVector, x0: Array.from({ length: 100 }, () => 1) })).toBe("newton-trust-region");
  expect(chosen({ gradient, hessian: (_x, out) => void out.set([2, 0, 0, 2]) })).toBe("newton-trust-region");
});

test("terms with kinks and sets get a proximal method, smooth terms do not need one", () => {
  expect(chosen({ gradient, plus: [l1(0.1)] })).toBe("proximal-gradient");
  expect(chosen({ gradient, within: simplex() })).toBe("proximal-gradient");
  expect(chosen({ gradient, plus: [l2(0.1)] })).toBe("bfgs");
});

test("a black box gets a method that asks values only", () => {
  expect(chosen({ derivatives: "none" })).toBe("cma-es");
});

test("samples alone get a training rule", () => {
  expect(chosen({ objective: undefined, sampled: () => 0 })).toBe("adam");
});

test("with few methods listed, one of them that serves is taken, and none is an error that says so", () => {
  const only = (name: string) => new Map([[name, registered.get(name)!]]);
  expect(chosen({ gradient, plus: [l1(0.1)] }, only("proximal-gradient"))).toBe("proximal-gradient");
  expect(chosen({ gradient }, only("random-search"))).toBe("random-search");
  expect(() => chosen({ derivatives: "none" }, only("bfgs"))).toThrow(expect.objectContaining({ code: "no-method" }));
});

test("every choice is explained", () => {
  const { explanation } = choose(problem({ objective: ([a, b]) => a * b, x0: [1, 1] }), registered);
  expect(explanation).toMatch(/2 variables/);
});
