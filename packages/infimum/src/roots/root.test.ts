import { expect, test } from "vitest";
import { root } from "./root.ts";

test("finds where a circle and a hyperbola meet, to the last digits", () => {
  const r = root(({ x, y }) => [x ** 2 + y ** 2 - 4, x * y - 1], { x: 2, y: 0 });
  expect(r.ok).toBe(true);
  expect(r.status).toBe("converged");
  // x^2 = 2 + sqrt(3)
  expect(r.params.x).toBeCloseTo(Math.sqrt(2 + Math.sqrt(3)), 14);
  expect(r.params.y).toBeCloseTo(Math.sqrt(2 - Math.sqrt(3)), 14);
  expect(r.derivatives).toBe("exact");
  expect(r.certificate).toMatchObject({ kind: "root", holds: true, rank: 2 });
  expect(r.certificate.relativeError).toBeLessThan(1e-14);
});

/**
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software,
 * 10.1145/355934.355936, problems 28 and 30
 */
test.each([
  10, 40,
])("solves a discrete boundary value problem and Broyden's tridiagonal system with %d unknowns", (n) => {
  const h = 1 / (n + 1);
  const boundary = (x: Float64Array, { h: step }: { h: number }) => {
    const f: number[] = [];
    for (let i = 0; i < x.length; i++) {
      const below = i > 0 ? x[i - 1] : 0;
      const above = i < x.length - 1 ? x[i + 1] : 0;
      f.push(2 * x[i] - below - above + (step ** 2 * (x[i] + (i + 1) * step + 1) ** 3) / 2);
    }
    return f;
  };
  const start = Float64Array.from({ length: n }, (_, i) => (i + 1) * h * ((i + 1) * h - 1));
  const r = root(boundary, start, { data: { h } });
  expect(r.ok).toBe(true);
  expect(Math.max(...boundary(r.x, { h }).map(Math.abs))).toBeLessThan(1e-14);

  const tridiagonal = (x: Float64Array) =>
    Array.from(x, (entry, i) => (3 - 2 * entry) * entry - (x[i - 1] ?? 0) - 2 * (x[i + 1] ?? 0) + 1);
  const t = root(tridiagonal, new Float64Array(n).fill(-1));
  expect(t.ok).toBe(true);
  expect(Math.max(...tridiagonal(t.x).map(Math.abs))).toBeLessThan(1e-13);
});

test("says why there is none where |f| has a minimum that is not 0", () => {
  const r = root(([x, y]) => [x ** 2 + y ** 2 + 1, x - y], [3, 1]);
  expect(r.ok).toBe(false);
  expect(r.status).toBe("stalled");
  expect(r.certificate.holds).toBe(false);
  expect(r.message).toContain("no root: largest entry 1.00");
  expect(r.message).toContain("singular");
});

test("a double root holds by the rounding of its equation, and is named", () => {
  const r = root(([x]) => [(x - 2) ** 2], [5]);
  expect(r.ok).toBe(true);
  expect(Math.abs(r.x[0] - 2)).toBeLessThan(1e-6);
});

test("bounds that exclude the root are named", () => {
  const r = root(([x]) => [Math.exp(x) - 10], [0], { bounds: { upper: [1] } });
  expect(r.ok).toBe(false);
  expect(r.message).toContain("bounds hold the search");
});

test("as many equations as unknowns are asked for", () => {
  expect(() => root(([x]) => [x, x - 1], [1])).toThrow("there are 2 equations for 1 unknowns");
  expect(() => root(([x]) => [x], [1], { bound: 1 } as never)).toThrow("bound");
});
