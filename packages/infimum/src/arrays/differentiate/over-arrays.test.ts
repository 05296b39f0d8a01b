import { expect, test } from "vitest";
import { lBfgs } from "../../methods/gradients/l-bfgs.ts";
import { all } from "../../methods/registry.ts";
import { minimizer as leanMinimizer } from "../../minimize/minimizer.ts";
import { minimizer } from "../../minimizer.ts";
import { problem } from "../../problem/problem.ts";
import * as arrays from "../index.ts";

const { add, array, crossEntropy, matmul, mean, multiply, overArrays, square, subtract, sum, zeros } = arrays;
const { minimize, minimizeAsync, solve } = minimizer(all);
const code = (wanted: string) => expect.objectContaining({ code: wanted });

const x = array([
  [1, 0],
  [0, 1],
  [1, 1],
  [2, -1],
]);
const y = array([
  [1, 0],
  [2, 1],
  [3, 1],
  [0, -1],
]);
const squares = overArrays(({ w, b }, data) => mean(square(subtract(add(matmul(data.x, w), b), data.y))));
const start = { w: zeros([2, 2]), b: zeros([2]) };

/** The exact solution of the least squares, whose data are fitted without rest. */
const solution = [1, 0, 2, 1, 0, 0];

test("minimize takes a function of arrays, with exact derivatives, and answers in arrays", () => {
  const result = minimize(squares, start, { data: { x, y } });
  expect(result.derivatives).toBe("exact");
  expect(result.status).toBe("converged");
  expect(result.params.w.shape).toEqual([2, 2]);
  expect(result.params.b.entries).toBeInstanceOf(Float64Array);
  solution.forEach((entry, k) => {
    expect(result.x[k]).toBeCloseTo(entry, 6);
  });
});

test("methods with Hessian-vector products have them exactly", () => {
  const result = minimize(squares, start, { data: { x, y }, method: "newton-trust-region" });
  expect(result.derivatives).toBe("exact");
  expect(result.ok).toBe(true);
  expect(result.counts.hessianVector + result.counts.hessian).toBeGreaterThan(0);
  expect(result.value).toBeLessThan(1e-20);
});

test("the same run one iteration at a time, and waiting for answers", async () => {
  const options = { method: "l-bfgs" } as const;
  const direct = minimize(squares, start, { ...options, data: { x, y } });
  const stated = problem({ objective: squares, x0: start, data: { x, y } });
  const run = solve(stated, options);
  for (const step of run) expect(step.best.value).toBeGreaterThanOrEqual(0);
  expect(run.result.x).toEqual(direct.x);
  const waited = await minimizeAsync(squares, start, { ...options, data: { x, y } });
  expect(waited.x).toEqual(direct.x);
});

test("bounds are given in the shape of the arrays, and names say which entry is meant", () => {
  const result = minimize(
    squares,
    { ...start, b: array([1, 1]) },
    { data: { x, y }, bounds: { lower: { b: 0.5 }, upper: { w: 1 } } },
  );
  expect(Math.min(...result.params.b.entries)).toBeGreaterThanOrEqual(0.5);
  expect(Math.max(...result.params.w.entries)).toBeLessThanOrEqual(1);
  expect(problem({ objective: squares, x0: start, data: { x, y } }).layout.names).toEqual([
    "w[0, 0]",
    "w[0, 1]",
    "w[1, 0]",
    "w[1, 1]",
    "b[0]",
    "b[1]",
  ]);
  expect(() =>
    minimize(
      squares,
      {
        w: array([
          [NaN, 0],
          [0, 0],
        ]),
        b: zeros([2]),
      },
      { data: { x, y } },
    ),
  ).toThrow(/w\[0, 0\]/);
});

test("a vector or a number in a record will do as a start", () => {
  const rosenbrock = overArrays((z) => {
    const [a, b] = [0, 1].map((k) => arrays.slice(z, k));
    return add(square(subtract(1, a)), multiply(100, square(subtract(b, square(a)))));
  });
  const result = minimize(rosenbrock, [-1.2, 1]);
  expect(Array.from(result.x, (entry) => Math.round(entry * 1e5) / 1e5)).toEqual([1, 1]);
  const scalar = minimize(
    overArrays(({ a }) => square(subtract(a, 3))),
    { a: 0 },
  );
  expect(scalar.params.a).toBeCloseTo(3, 6);
});

test("maximizing, terms, and values alone go as with any objective", () => {
  const hill = overArrays((z) => arrays.negative(sum(square(subtract(z, 1)))));
  expect(minimize(hill, [0, 0], { goal: "maximize" }).x[0]).toBeCloseTo(1, 6);
  const black = minimize(squares, start, { data: { x, y }, method: "nelder-mead", derivatives: "none" });
  expect(black.derivatives).toBe("none");
  expect(black.value).toBeLessThan(1e-6);
  const differences = minimize(squares, start, { data: { x, y }, method: "bfgs", derivatives: "finite-difference" });
  expect(differences.derivatives).toMatch(/^finite-difference/);
});

test("the objective can be called, as any function", () => {
  expect(squares(start, { x, y })).toBeCloseTo((1 + 4 + 1 + 9 + 1 + 0 + 1) / 8, 15);
});

test("softmax regression on separable classes ends where the regularized loss is stationary", () => {
  const labels = Int32Array.of(0, 1, 1, 0);
  const loss = overArrays(({ w }, data) =>
    add(mean(crossEntropy(matmul(data.x, w), data.labels)), multiply(0.1, sum(square(w)))),
  );
  const result = minimize(loss, { w: zeros([2, 2]) }, { data: { x, labels } });
  expect(result.status).toBe("converged");
  // at the minimum 0.2 w = -X^T (softmax(X w) - Y) / n
  const w = result.params.w.entries;
  for (let j = 0; j < 2; j++) {
    for (let c = 0; c < 2; c++) {
      let slope = 0.2 * w[2 * j + c];
      for (let k = 0; k < 4; k++) {
        const powers = [0, 1].map((d) => Math.exp(x.entries[2 * k] * w[d] + x.entries[2 * k + 1] * w[2 + d]));
        slope += (x.entries[2 * k + j] * (powers[c] / (powers[0] + powers[1]) - Number(labels[k] === c))) / 4;
      }
      expect(Math.abs(slope)).toBeLessThan(1e-5);
    }
  }
});

test("pages that load the core alone have the derivatives with the objective", () => {
  const small = leanMinimizer([lBfgs]);
  const result = small(squares, start, { data: { x, y } });
  expect(result.derivatives).toBe("exact");
  expect(result.status).toBe("converged");
});

test("a run goes on from a checkpoint as if it had not stopped", () => {
  const stated = problem({ objective: squares, x0: start, data: { x, y } });
  const whole = solve(stated, { method: "bfgs" });
  for (const _ of whole);
  const first = solve(stated, { method: "bfgs" });
  for (const { iteration } of first) if (iteration === 2) break;
  const second = solve(stated, { method: "bfgs", checkpoint: JSON.parse(JSON.stringify(first.freeze())) });
  for (const _ of second);
  expect(second.result.x).toEqual(whole.result.x);
});

test("what is no function is refused", () => {
  expect(() => overArrays(3 as never)).toThrow(code("not-a-function"));
});
