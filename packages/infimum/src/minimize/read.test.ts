import { expect, test, vi } from "vitest";
import { bfgs } from "../methods/gradients/bfgs.ts";
import { lBfgs } from "../methods/gradients/l-bfgs.ts";
import { all } from "../methods/registry.ts";
import { minimizer as everything } from "../minimizer.ts";
import { problem } from "../problem/problem.ts";
import { boundsByProjection } from "../problem/wrappers/bounds-by-projection.ts";
import { scaled } from "../problem/wrappers/scaled.ts";
import { lean } from "./lean.ts";
import { minimizer } from "./minimizer.ts";
import { read } from "./read.ts";

const { minimize, minimizeAsync, solve } = everything(all);
const rosenbrock = (x: ArrayLike<number>): number => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
const slope = (x: ArrayLike<number>): number[] => [
  -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2),
  200 * (x[1] - x[0] ** 2),
];
const start = [-1.2, 1] as const;

test("derivatives of a plain function are exact by default", () => {
  const result = minimize(rosenbrock, start);
  expect(result.derivatives).toBe("exact");
  expect(result.status).toBe("converged");
  expect(result.counts.value).toBe(0);
  expect(result.x[0]).toBeCloseTo(1, 9);
});

test("a run by the formula is the run by the gradient that one writes by hand, to rounding", () => {
  for (const method of [bfgs, lBfgs]) {
    const given = minimize(rosenbrock, start, { gradient: (x, out) => (out.set(slope(x)), rosenbrock(x)), method });
    const found = minimize(rosenbrock, start, { method });
    expect(Math.abs(found.counts.iterations - given.counts.iterations)).toBeLessThanOrEqual(2);
    for (const i of [0, 1]) expect(Math.abs(found.x[i] - given.x[i])).toBeLessThan(1e-8);
  }
});

test("the first evaluation is the function's own, and counts once", () => {
  // the counter of a coverage tool is not read, so that calls can be counted unseen
  let calls = 0;
  const counter = () => ({
    get n() {
      calls++;
      return 0;
    },
  });
  const f = new Function("cov_calls", "return (x) => { cov_calls().n; return (x[0] - 3) ** 2 + x[1] ** 2; }")(counter);
  const result = minimize(f as typeof rosenbrock, [0, 1], { method: bfgs });
  expect(result.derivatives).toBe("exact");
  expect(calls).toBe(1);
  const one = minimize(f as typeof rosenbrock, [0, 1], { method: bfgs, budget: { evaluations: 1 } });
  expect(one.evaluations).toBe(1);
  expect(one.value).toBe(10);
});

test("Hessian-vector products are exact too, and newton-trust-region uses them", () => {
  const result = minimize(rosenbrock, start, { method: "newton-trust-region" });
  expect(result.derivatives).toBe("exact");
  expect(result.status).toBe("converged");
  expect(result.counts.hessianVector).toBeGreaterThan(0);
  expect(result.value).toBeLessThan(1e-20);
});

test("parameters of a record, data and outer values are read as the function receives them", () => {
  const shift = 4;
  const square = (t: number): number => t * t;
  const result = minimize(
    ({ a, b }, { y }) => square(a - shift) + b.reduce((sum: number, v: number, i: number) => sum + square(v - y[i]), 0),
    { a: 0, b: [0, 1] },
    { data: { y: [5, 6] }, using: { shift, square }, derivatives: "exact" },
  );
  expect(result.derivatives).toBe("exact");
  expect(result.params.a).toBeCloseTo(4, 9);
  expect(result.params.b[1]).toBeCloseTo(6, 9);
});

test("what cannot be read falls back to differences and says why; exact throws that", () => {
  const outside = 2;
  const f = (x: ArrayLike<number>): number => (x[0] - outside) ** 2;
  const result = minimize(f, [0]);
  expect(result.derivatives).toMatch(/^finite-difference: outside comes from outside .*add using: \{ outside \}/);
  expect(result.ok).toBe(true);
  expect(() => minimize(f, [0], { derivatives: "exact" })).toThrow(
    expect.objectContaining({
      code: "derivatives-not-exact",
      message: expect.stringContaining("add using: { outside }"),
    }),
  );
  expect(minimize(f, [0], { derivatives: "finite-difference" }).derivatives).toBe("finite-difference: as asked");
});

test("goal, bounds and terms work over exact derivatives", () => {
  const top = minimize((x: ArrayLike<number>) => 1 - (x[0] - 2) ** 2, [0], { goal: "maximize", derivatives: "exact" });
  expect(top.x[0]).toBeCloseTo(2, 9);
  const bounded = minimize(rosenbrock, [0, 0.2], { bounds: { lower: -1, upper: 0.5 }, derivatives: "exact" });
  expect(bounded.x[0]).toBeCloseTo(0.5, 7);
  expect(bounded.derivatives).toBe("exact");
});

test("what the function throws, or gives instead of a number, is named as ever", () => {
  const throwing = (x: ArrayLike<number>): number => {
    if (x[0] < 5) throw new RangeError("too small");
    return x[0];
  };
  expect(() => minimize(throwing, [0])).toThrow(/RangeError: too small/);
  expect(minimize((x: ArrayLike<number>) => Math.sqrt(x[0]), [-1]).status).toBe("failed");
  const walled = minimize((x: ArrayLike<number>) => x[0] - Math.log(x[0]), [3], { method: bfgs });
  expect(walled.x[0]).toBeCloseTo(1, 7);
});

test("asked and told, only values are asked: the gradient is the library's", () => {
  const run = solve(problem({ objective: rosenbrock, x0: start }), { method: "bfgs" });
  for (let asked = run.ask(); asked.length > 0; asked = run.ask()) {
    for (const { oracle } of asked) expect(oracle).toBe("value");
    run.tell(asked.map(({ id, x }) => ({ id, value: rosenbrock(x) })));
  }
  expect(run.result.status).toBe("converged");
  expect(run.result.derivatives).toBe("exact");
});

test("minimize, minimizeAsync and solve give one run, and it goes on from a checkpoint bit for bit", async () => {
  const stated = problem({ objective: rosenbrock, x0: start });
  const whole = minimize(stated, { method: "bfgs" });
  const waited = await minimizeAsync(stated, { method: "bfgs" });
  expect(waited.x).toEqual(whole.x);
  const run = solve(stated, { method: "bfgs" });
  let steps = 0;
  for (const _ of run) if (++steps === 7) break;
  const resumed = minimize(stated, { method: "bfgs", checkpoint: JSON.parse(JSON.stringify(run.freeze())) });
  expect(resumed.x).toEqual(whole.x);
  expect(resumed.evaluations).toBe(whole.evaluations);
});

test("a problem that was wrapped is not read: its wrapper may have nothing to say of a gradient", () => {
  const stated = problem({ objective: (x) => (x[0] - 3) ** 2, x0: [0], bounds: { lower: -1, upper: 1 } });
  const projected = minimize(boundsByProjection(stated), { method: "bfgs" });
  expect(projected.derivatives).toMatch(/wrapped before its objective was read/);
  expect(projected.x[0]).toBeCloseTo(1, 6);
  const half = minimize(scaled(problem({ objective: rosenbrock, x0: start }), [2, 2]), { method: "bfgs" });
  expect(half.x[0]).toBeCloseTo(1, 5);
});

test("a page adds the reader to what it has", () => {
  const small = minimizer([lBfgs], { ...lean, read });
  expect(small(rosenbrock, start).derivatives).toBe("exact");
  expect(minimizer([lBfgs])(rosenbrock, start).derivatives).toMatch(/^finite-difference/);
});

test("where WebAssembly is forbidden, the same run is interpreted, and the result says so", () => {
  const compiled = minimize(rosenbrock, start);
  vi.stubGlobal("WebAssembly", undefined);
  try {
    const interpreted = minimize(rosenbrock, start);
    expect(interpreted.derivatives).toMatch(/^exact, and interpreted/);
    expect(interpreted.x).toEqual(compiled.x);
    expect(interpreted.evaluations).toBe(compiled.evaluations);
  } finally {
    vi.unstubAllGlobals();
  }
});
