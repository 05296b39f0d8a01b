import { describe, expect, test } from "vitest";
import { differentiate } from "./differentiate.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const rosenbrock = (x: any): number => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;

test("value, gradient, Hessian and products of a formula are those of its closed forms", () => {
  const f = differentiate(rosenbrock, 2);
  expect(f.source).toBe("exact");
  const [a, b] = [-1.2, 1];
  expect(f.value([a, b])).toBeCloseTo(rosenbrock([a, b]), 12);
  const gradient = [-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)];
  for (const [i, entry] of f.gradient([a, b]).entries()) expect(entry).toBeCloseTo(gradient[i], 11);
  const hessian = [2 - 400 * b + 1200 * a * a, -400 * a, -400 * a, 200];
  for (const [i, entry] of f.hessian([a, b]).entries()) expect(entry).toBeCloseTo(hessian[i], 10);
  const product = f.hessianVector([a, b], [1, 2]);
  expect(product[0]).toBeCloseTo(hessian[0] + 2 * hessian[2], 10);
  expect(product[1]).toBeCloseTo(hessian[1] + 2 * hessian[3], 10);
  const out = new Float64Array(2);
  expect(f.valueAndGradient([a, b], out)).toBe(f.value([a, b]));
  expect(out).toEqual(f.gradient([a, b]));
});

test("residuals have a Jacobian, column-major, wide or tall, listed or written by a loop", () => {
  const wide = differentiate((x: any) => [x[0] * x[1], x[2] ** 2], 3);
  expect(Array.from(wide.jacobian([2, 3, 4]))).toEqual([3, 0, 2, 0, 0, 8]);
  expect(Array.from(wide.residuals([2, 3, 4]))).toEqual([6, 16]);
  const t = Float64Array.from({ length: 20 }, (_, i) => i / 4);
  const model = (x: any, times: Float64Array) => times.map((v) => x[0] * Math.exp(-x[1] * v));
  const tall = differentiate(model, 2, { data: t });
  expect(tall.source).toBe("exact");
  const jacobian = tall.jacobian([2, 0.5]);
  for (const [i, v] of t.entries()) {
    expect(jacobian[i]).toBeCloseTo(Math.exp(-0.5 * v), 14);
    expect(jacobian[i + 20]).toBeCloseTo(-2 * v * Math.exp(-0.5 * v), 14);
  }
  expect(() => tall.value([1, 1])).toThrow(code("not-scalar"));
});

test("the function itself is called once, at the first point", () => {
  let calls = 0;
  // a counter of coverage tools is not read, so that calls can be counted without being seen
  const counted = new Function("cov_calls", "return (x) => { cov_calls().n++; return x[0] ** 2; }")(() => ({
    set n(_: number) {
      calls++;
    },
    get n() {
      return 0;
    },
  })) as (x: any) => number;
  const f = differentiate(counted, 1);
  expect(f.gradient([3])[0]).toBe(6);
  for (let k = 0; k < 5; k++) f.gradient([k]);
  expect(f.source).toBe("exact");
  expect(calls).toBe(1);
});

test("a function that is not what its source says is found out, and differences are used", () => {
  const hidden = { k: 1 };
  const f = differentiate((x: any) => hidden.k * x[0] ** 2, 1, { using: { hidden: { k: 2 } } });
  expect(f.gradient([3])[0]).toBeCloseTo(6, 8);
  expect(f.source).toMatch(/^finite-difference: the function gave 9 and what was read of it 18/);
});

test("what cannot be read is differentiated by differences, and the source says why and what to do", () => {
  const outside = 3;
  const f = differentiate((x: any) => outside * x[0] ** 3, 1);
  expect(f.source).toMatch(/^finite-difference: outside comes from outside .*; add using: \{ outside \}$/);
  expect(f.gradient([2])[0]).toBeCloseTo(36, 7);
  expect(f.hessian([2])[0]).toBeCloseTo(36, 3);
  const exact = differentiate((x: any) => outside * x[0] ** 3, 1, { using: { outside } });
  expect(exact.source).toBe("exact");
  expect(exact.hessian([2])[0]).toBe(36);
});

test("decisions that depend on the point are taken anew where they differ", () => {
  const f = differentiate(([a, b]: any) => {
    let t = a;
    let n = 0;
    while (t > 1) {
      t /= 2;
      n++;
    }
    return t * t * b + n;
  }, 2);
  for (const a of [0.5, 3, 100, 0.7, 5, 1000, 2.5]) {
    let scale = 1;
    while (a * scale > 1) scale /= 2;
    const gradient = f.gradient([a, 3]);
    expect(gradient[0]).toBe(2 * a * scale * scale * 3);
    expect(gradient[1]).toBe((a * scale) ** 2);
  }
  expect(f.source).toBe("exact");
});

test("an index that leaves a rolled loop is read as JavaScript does", () => {
  const f = differentiate((x: any) => {
    let s = 0;
    for (let i = 0; i < x.length; i++) s += x[i] * (x[i + 1] ?? 2);
    return s;
  }, 20);
  const x = Float64Array.from({ length: 20 }, (_, i) => i + 1);
  const gradient = f.gradient(x);
  expect(gradient[0]).toBe(2);
  expect(gradient[19]).toBe(19 + 2);
  expect(f.source).toBe("exact");
});

test("data can be exchanged", () => {
  const f = differentiate((x: any, { y, k }: any) => k * (x[0] - y[0]) ** 2 + y[1] * x[1], 2, {
    data: { y: [1, 2], k: 3 },
  });
  expect(Array.from(f.gradient([2, 0]))).toEqual([6, 2]);
  f.bind({ y: [0, 5], k: 1 });
  expect(Array.from(f.gradient([2, 0]))).toEqual([4, 5]);
  expect(f.value([2, 0])).toBe(4);
  f.bind({ y: [0, 5, 7] as never, k: 1 });
  expect(Array.from(f.gradient([2, 0]))).toEqual([4, 5]);
});

describe("what is wrong is named", () => {
  test("points and directions of another length", () => {
    const f = differentiate(rosenbrock, 2);
    expect(() => f.value([1])).toThrow(code("wrong-length"));
    expect(() => f.hessianVector([1, 2], [1])).toThrow(/v has 1 entries where 2 are needed/);
    expect(() => differentiate(rosenbrock, 0)).toThrow(code("bad-dimension"));
    expect(() => differentiate(undefined as never, 2)).toThrow(code("not-a-function"));
  });

  test("functions that return nothing, a promise or a text", () => {
    expect(() => differentiate((() => undefined) as never, 1).value([1])).toThrow(
      /undefined \(is a return missing\?\)/,
    );
    expect(() => differentiate((async (x: any) => x[0]) as never, 1).gradient([1])).toThrow(/a promise/);
    expect(() => differentiate(((x: any) => `${x[0]}`) as never, 1).gradient([1])).toThrow(code("not-a-number"));
  });

  test("what the function throws is thrown", () => {
    const f = differentiate((x: any) => {
      if (x[0] < 0) throw new RangeError("below 0");
      return Math.sqrt(x[0]);
    }, 1);
    expect(f.gradient([4])[0]).toBe(0.25);
    expect(() => f.gradient([-1])).toThrow(RangeError);
  });
});

test("kinks: the arm that is taken; 0 for |x| at 0; the first of two equal numbers", () => {
  expect(differentiate((x: any) => Math.abs(x[0]), 1).gradient([0])[0]).toBe(0);
  expect(differentiate((x: any) => (x[0] > 0 ? x[0] ** 2 : -x[0]), 1).gradient([0])[0]).toBe(-1);
  expect(differentiate((x: any) => (x[0] > 0 ? Math.log(x[0]) : 0), 1).gradient([-1])[0]).toBe(0);
  expect(Array.from(differentiate((x: any) => Math.max(x[0], x[1]), 2).gradient([1, 1]))).toEqual([1, 0]);
});

test("the Hessian of a chain of any length takes a few products, and only what may differ from 0 is there", () => {
  const chain = (x: any): number => {
    let s = 0;
    for (let i = 0; i < x.length - 1; i++) s += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
    return s;
  };
  const n = 500;
  const f = differentiate(chain, n);
  const x = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
  const { columnStarts, rows, values } = f.sparseHessian(x);
  expect(rows.length).toBe(3 * n - 2);
  for (let j = 0; j < n; j++) {
    for (let k = columnStarts[j]; k < columnStarts[j + 1]; k++) {
      const i = rows[k];
      const off = -400 * x[Math.min(i, j)];
      const own = (j < n - 1 ? 1200 * x[j] ** 2 - 400 * x[j + 1] + 2 : 0) + (j > 0 ? 200 : 0);
      expect(Math.abs(values[k] - (i === j ? own : off))).toBeLessThan(1e-11);
    }
  }
  expect(f.sparsity?.hessian?.rows).toEqual(rows);
  expect(f.sparsity?.jacobian.rows.length).toBe(n);
});

test("where a rolled loop reads beyond an array, only the loops around that place are unrolled", () => {
  // too many weights to be unrolled
  const data = { weights: new Float64Array(150_000).fill(1) };
  const f = differentiate(
    (x: any, { weights }) => {
      let s = 0;
      for (let i = 0; i < weights.length; i++) {
        s += weights[i] * x[0];
      }
      for (let i = 0; i < x.length; i++) {
        s += x[i] * (x[i + 1] ?? 2);
      }
      return s;
    },
    12,
    { data },
  );
  const x = Float64Array.from({ length: 12 }, (_, i) => i + 1);
  const gradient = f.gradient(x);
  expect(f.source).toBe("exact");
  expect(gradient[0]).toBe(150_000 + x[1]);
  expect(gradient[11]).toBe(x[10] + 2);
});

test("its functions work when they are taken out", () => {
  const { value, gradient, hessianVector } = differentiate((x: ArrayLike<number>) => x[0] * x[1] ** 2, 2);
  expect(value([2, 3])).toBe(18);
  expect([...gradient([2, 3])]).toEqual([9, 12]);
  expect([...hessianVector([2, 3], [1, 0])]).toEqual([0, 6]);
});
