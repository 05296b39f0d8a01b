import { expect, test } from "vitest";
import { fixedPoint } from "./fixed-point.ts";

test("finds the fixed point of the cosine in far fewer steps than the plain iteration", () => {
  const fast = fixedPoint(([x]) => [Math.cos(x)], [1]);
  const plain = fixedPoint(([x]) => [Math.cos(x)], [1], { memory: 0 });
  for (const r of [fast, plain]) {
    expect(r.status).toBe("converged");
    expect(r.x[0]).toBeCloseTo(0.7390851332151607, 11);
  }
  expect(fast.evaluations).toBeLessThan(plain.evaluations / 4);
});

test("solves a linear system of n unknowns in n + 1 steps or so, as GMRES does", () => {
  // x = M x + b with the eigenvalues 0.9, 0.5, -0.8, 0.1: the plain iteration gains a digit in twenty steps
  const eigenvalues = [0.9, 0.5, -0.8, 0.1];
  const b = [1, 2, 3, 4];
  const r = fixedPoint((x) => eigenvalues.map((each, i) => each * x[i] + b[i]), [0, 0, 0, 0]);
  expect(r.ok).toBe(true);
  r.x.forEach((entry, i) => expect(entry).toBeCloseTo(b[i] / (1 - eigenvalues[i]), 9));
  expect(r.evaluations).toBeLessThanOrEqual(9);
});

test("converges for a map that expands", () => {
  const map = ([x, y]: readonly [number, number]): [number, number] => [-2 * x + 3 * Math.cos(y), 1.5 * Math.sin(x)];
  expect(fixedPoint(map, [0.5, 0.5], { memory: 0, evaluations: 200 }).ok).toBe(false);
  const r = fixedPoint(map, [0.5, 0.5]);
  expect(r.ok).toBe(true);
  const [x, y] = map([r.x[0], r.x[1]]);
  expect(Math.hypot(x - r.x[0], y - r.x[1])).toBeLessThan(1e-11);
});

test("records keep their shape, and data are passed on", () => {
  const r = fixedPoint(
    ({ a, b }, { half }) => ({ a: half * b + 1, b: half * a }),
    { a: 0, b: 0 },
    { data: { half: 0.5 } },
  );
  expect(r.ok).toBe(true);
  expect(r.params.a).toBeCloseTo(4 / 3, 11);
});

test("a map without numbers fails at the start, and ends its budget elsewhere", () => {
  expect(fixedPoint(() => [NaN], [1]).status).toBe("failed");
  const r = fixedPoint(([x]) => [x + 1], [0], { evaluations: 50 });
  expect(r.status).toBe("evaluations");
  expect(r.message).toContain("still moves x by 1.00");
});

test("mistakes are named", () => {
  expect(() => fixedPoint(() => [1, 2], [1])).toThrow("has to return 1 numbers");
  expect(() => fixedPoint(([x]) => [x], [1], { mixing: 0 })).toThrow("mixing is 0");
  expect(() => fixedPoint(([x]) => [x], [1], { memory: -1 })).toThrow("memory is -1");
});
