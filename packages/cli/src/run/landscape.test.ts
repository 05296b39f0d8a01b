import { problem } from "infimum";
import { expect, it } from "vitest";
import { landscapeOf } from "./landscape.ts";

const entry = (x: number, y: number) => ({
  iteration: 0,
  evaluations: 1,
  seconds: 0,
  value: 0,
  x: new Float64Array([x, y]),
  measures: {},
});

it("samples the objective in the middle of every cell, inside the bounds", () => {
  const outside: number[][] = [];
  const bowl = problem({
    objective: (x) => {
      if (x[0] < 0 || x[1] > 5) outside.push([...x]);
      return x[0] + 10 * x[1];
    },
    x0: [1, 4],
    bounds: { lower: [0, -9], upper: [9, 5] },
  });
  const landscape = landscapeOf(bowl, [entry(0, 5)], 1e-7);
  if (landscape === undefined) throw new Error("it is cheap enough");
  const { x1, x2, y1, y2, size, values } = landscape;
  expect([x1, y2]).toEqual([0, 5]);
  expect(outside).toEqual([]);
  const x = x1 + ((x2 - x1) * 7.5) / size;
  const y = y1 + ((y2 - y1) * 3.5) / size;
  expect(values[3 * size + 7]).toBeCloseTo(x + 10 * y, 12);
});

it("leaves expensive objectives and other dimensions alone", () => {
  const refuse = (): number => {
    throw new Error("it was asked");
  };
  expect(landscapeOf(problem({ objective: refuse, x0: [1, 4] }), [], 0.01)).toBeUndefined();
  expect(landscapeOf(problem({ objective: refuse, x0: [1] }), [], 1e-9)).toBeUndefined();
});

it("has no value where the objective throws or gives none", () => {
  const half = problem({ objective: (x) => (x[0] > 0 ? x[0] : Number.NaN), x0: [1, 1] });
  const values = landscapeOf(half, [entry(-1, -1)], 1e-7)?.values ?? new Float64Array();
  expect(values.some(Number.isNaN)).toBe(true);
  expect(values.some(Number.isFinite)).toBe(true);
});
