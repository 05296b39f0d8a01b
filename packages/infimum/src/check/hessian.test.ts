import { expect, test } from "vitest";
import { problem } from "../problem/problem.ts";
import { checkProblem } from "./check-problem.ts";

const stated = {
  objective: ([a, b, c]: any) => a ** 2 * b + Math.exp(b * c) + c ** 4,
  gradient: ([a, b, c]: any) => [2 * a * b, a ** 2 + c * Math.exp(b * c), b * Math.exp(b * c) + 4 * c ** 3],
  x0: [0.7, -0.4, 1.2],
};
const entries = ([a, b, c]: any): number[] => {
  const e = Math.exp(b * c);
  const bc = e + b * c * e;
  return [2 * b, 2 * a, 0, 2 * a, c * c * e, bc, 0, bc, b * b * e + 12 * c ** 2];
};

test("a Hessian that is right agrees with differences of gradients, given as a matrix, as products, or read", async () => {
  const product = (x: any, v: any, out: any): void => {
    const h = entries(x);
    for (let i = 0; i < 3; i++) out[i] = h[i] * v[0] + h[i + 3] * v[1] + h[i + 6] * v[2];
  };
  for (const more of [{ hessian: entries }, { hessianVector: product }, { gradient: undefined }]) {
    const { hessian, ok } = await checkProblem(problem({ ...stated, ...more }));
    expect(hessian).toMatchObject({ checked: 9, agree: 9, unsure: 0, wrong: [] });
    expect(hessian!.asymmetry).toBeLessThan(1e-12);
    expect(ok).toBe(true);
  }
});

test("an entry that is wrong is named by its row and its column, and asymmetry is found", async () => {
  const hessian = (x: any): number[] => entries(x).map((entry, k) => (k === 5 ? entry + 0.1 : entry));
  const report = await checkProblem(problem({ ...stated, hessian }));
  expect(report.hessian!.wrong).toHaveLength(1);
  expect(report.hessian!.wrong[0]).toMatchObject({ row: "x[2]", along: "x[1]" });
  expect(report.findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["hessian-wrong", "hessian-asymmetric"]),
  );
});

test("a Hessian that lacks a triangle is not symmetric", async () => {
  const lower = (x: any): number[] => entries(x).map((entry, k) => (k % 3 >= Math.floor(k / 3) ? entry : 0));
  const { hessian, findings } = await checkProblem(problem({ ...stated, hessian: lower }));
  expect(hessian!.asymmetry).toBeGreaterThan(1e-3);
  expect(findings.map(({ code }) => code)).toContain("hessian-asymmetric");
});

test("of many variables random directions are compared", async () => {
  const n = 40;
  const chained = (x: any): number => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i++) sum += (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
    return sum;
  };
  const x0 = Array.from({ length: n }, (_, i) => Math.cos(i));
  const { hessian } = await checkProblem(problem({ objective: chained, x0 }));
  expect(hessian).toMatchObject({ source: "exact", checked: 4 * n, agree: 4 * n });
});
