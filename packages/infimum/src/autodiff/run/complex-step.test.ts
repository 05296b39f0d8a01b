import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, type HyperDual, hyperDuals, programOf, randomFunction } from "../fixtures/random-functions.ts";
import { FunctionReader } from "../read/read-function.ts";
import { ComplexStep } from "./complex-step.ts";

const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const points = fc.tuple(coordinate, coordinate, coordinate);

function slopeAt(f: (x: any) => number, x: readonly number[], d: readonly number[]): number {
  const { program } = new FunctionReader(f, { dimension: x.length }).read(Float64Array.from(x));
  const step = new ComplexStep(program);
  expect(step.run(Float64Array.from(x), Float64Array.from(d))).toBe(-1);
  expect(step.result(0)).toBeCloseTo(f(x), 13);
  return step.slope(0);
}

test("the derivatives of random programs along random directions are those of hyper-dual numbers", () => {
  fc.assert(
    fc.property(randomFunction, points, points, (list, x, u) => {
      const step = new ComplexStep(programOf(list, data));
      expect(step.run(Float64Array.from(x), Float64Array.from(u))).toBe(-1);
      let size = 1;
      const dual = x.map((entry, k): HyperDual => [entry, u[k], 0, 0]);
      const [value, derivative] = evaluate(list, dual, data, {
        ...hyperDuals,
        unary: (operation, a) => {
          for (const part of a) size = Math.max(size, Math.abs(part));
          return hyperDuals.unary(operation, a);
        },
      });
      expect(step.result(0)).toBe(value);
      // both round in other places, each of the up to some hundred operations by eps of what it passes on
      expect(Math.abs(step.slope(0) - derivative)).toBeLessThanOrEqual(1e-11 * (size * size + Math.abs(derivative)));
    }),
    { numRuns: 500 },
  );
});

/** The derivatives of elementary functions, from tables of them. */
const table: readonly (readonly [f: (x: number[]) => number, x: number, slope: number])[] = [
  [([x]) => Math.sqrt(x), 4, 1 / 4],
  [([x]) => Math.cbrt(x), 8, 1 / 12],
  [([x]) => Math.expm1(x), 0, 1],
  [([x]) => Math.log1p(x), 1, 1 / 2],
  [([x]) => Math.log2(x), 1, 1 / Math.LN2],
  [([x]) => Math.log10(x), 1, 1 / Math.LN10],
  [([x]) => Math.tan(x), Math.PI / 4, 2],
  [([x]) => Math.asin(x), 0.6, 1.25],
  [([x]) => Math.acos(x), 0.6, -1.25],
  [([x]) => Math.atan(x), 1, 1 / 2],
  [([x]) => Math.sinh(x), 0, 1],
  [([x]) => Math.cosh(x), 0, 0],
  [([x]) => Math.tanh(x), 0, 1],
  [([x]) => Math.asinh(x), 0.75, 0.8],
  [([x]) => Math.acosh(x), 1.25, 4 / 3],
  [([x]) => Math.atanh(x), 0.5, 4 / 3],
  [([x]) => Math.fround(x) * 3, 0.5, 3],
  [([x]) => Math.floor(x) + Math.ceil(x) + Math.round(x) + Math.trunc(x) + Math.sign(x), 0.3, 0],
  [([x]) => x % 0.7, 1.5, 1],
  [([x]) => 10.5 % x, 3, -3],
  [([x]) => x ** -3, 2, -3 / 16],
  [([x]) => 2 ** x, 3, 8 * Math.LN2],
  [([x]) => Math.atan2(x, 2), 1, 2 / 5],
  [([x]) => Math.atan2(2, x), 1, -2 / 5],
  [([x]) => Math.hypot(x, 4), 3, 3 / 5],
  [([x]) => Math.max(x, 2 * x), 1, 2],
  [([x]) => Math.min(x, 2 * x), 1, 1],
  [([x]) => 3 / x, 2, -3 / 4],
  [([x]) => Math.abs(x), -2, -1],
];

test("each operation has the derivative of the tables", () => {
  for (const [f, x, slope] of table) expect(slopeAt(f, [x], [1]), String(f)).toBeCloseTo(slope, 13);
});

test("what does not move contributes nothing, however steep: sqrt at 0 beside a variable", () => {
  expect(slopeAt(([x, y]) => Math.sqrt(x) + y ** 2, [0, 3], [0, 1])).toBe(6);
});

test("kinks are told with their distance and its derivative, in loops each time", () => {
  const f = (x: any) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += Math.abs(x[i] - 1);
    return sum;
  };
  const seen: [number, number][] = [];
  const { program, places } = new FunctionReader(f, { dimension: 2 }).read(Float64Array.of(4, 1));
  const step = new ComplexStep(program, (value, distance, slope) => {
    if (value.operation === "abs") seen.push([distance, slope]);
    if (value.operation === "abs") expect(places.get(value)).toMatchObject({ line: 3 });
  });
  step.run(Float64Array.of(4, 1), Float64Array.of(2, 5));
  expect(seen).toEqual([
    [3, 2],
    [0, 5],
  ]);
});
