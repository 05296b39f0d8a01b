import { expect, test } from "vitest";
import { dot } from "../numerics/vector.ts";
import { differentiate } from "./differentiate.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** Residuals listed one by one, with a branch and a division. */
const listed = (x: any) => [x[0] * x[1], Math.exp(x[1] - x[2]), x[0] > 0 ? x[2] / x[0] : x[1], x[1] ** 3];

/** Residuals written by a loop over memory. */
const looped = (x: any, { t }: { t: Float64Array }) => t.map((time, i) => x[0] * Math.exp(-x[1] * time) + x[2] * i);

const t = Float64Array.from({ length: 30 }, (_, i) => i / 10);
const x = [0.7, -0.3, 1.9];
const v = Float64Array.of(0.4, 1.1, -2);

const residuals = [
  { name: "listed", f: differentiate(listed, 3), m: 4 },
  { name: "written by a loop", f: differentiate(looped as never, 3, { data: { t } }), m: 30 },
];

test.each(residuals)("products with the Jacobian of residuals $name are those of the matrix, which is not made", ({
  f,
  m,
}) => {
  expect(f.source).toBe("exact");
  const jacobian = f.jacobian(x);
  const w = Float64Array.from({ length: m }, (_, i) => Math.cos(3 * i));
  const along = f.jacobianVector(x, v);
  const across = f.vectorJacobian(x, w);
  for (let i = 0; i < m; i++) {
    const row = [0, 1, 2].map((j) => jacobian[i + j * m] * v[j]);
    expect(along[i]).toBeCloseTo(row[0] + row[1] + row[2], 13);
  }
  for (let j = 0; j < 3; j++) expect(across[j]).toBeCloseTo(dot(jacobian.subarray(j * m, (j + 1) * m), w), 13);
  // w' (J v) = (J' w)' v
  expect(dot(w, along)).toBeCloseTo(dot(across, v), 12);
});

test("the products of an objective are its slope along a direction and its gradient", () => {
  const f = differentiate((p: any) => p[0] ** 2 * p[1], 2);
  expect([...f.jacobianVector([3, 2], [1, 10])]).toEqual([12 + 90]);
  expect([...f.vectorJacobian([3, 2], [2])]).toEqual([24, 18]);
});

test("products are written where they are wanted, and other lengths are refused", () => {
  const f = differentiate(listed, 3);
  const out = new Float64Array(4);
  expect(f.jacobianVector(x, v, out)).toBe(out);
  expect(() => f.jacobianVector(x, [1, 2])).toThrow(/v has 2 entries where 3 are needed/);
  expect(() => f.vectorJacobian(x, [1, 2])).toThrow(/w has 2 entries where 4 are needed/);
  expect(() => f.jacobianVector(x, v, new Float64Array(3))).toThrow(code("wrong-length"));
});

test("a function that cannot be read has products by differences", () => {
  const outside = 2;
  const f = differentiate((p: any) => [outside * p[0] ** 3, p[0] * p[1], Math.sin(p[1])], 2);
  expect(f.source).toMatch(/^finite-difference/);
  const [a, b] = [0.8, -1.3];
  const along = f.jacobianVector([a, b], [1, -2]);
  const exact = [6 * a * a, b - 2 * a, -2 * Math.cos(b)];
  for (let i = 0; i < 3; i++) expect(along[i]).toBeCloseTo(exact[i], 8);
  const across = f.vectorJacobian([a, b], [1, 2, 3]);
  expect(across[0]).toBeCloseTo(6 * a * a + 2 * b, 8);
  expect(across[1]).toBeCloseTo(2 * a + 3 * Math.cos(b), 8);
  expect([...f.jacobianVector([a, b], [0, 0])]).toEqual([0, 0, 0]);
});
