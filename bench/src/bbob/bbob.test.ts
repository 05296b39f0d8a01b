import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bbob, bbobFunctions } from "./bbob.ts";

interface Reference {
  readonly function: number;
  readonly dimension: number;
  readonly instance: number;
  readonly optimum: number;
  /** At the four points below. */
  readonly values: readonly number[];
}

const { rows }: { rows: Reference[] } = JSON.parse(
  readFileSync(new URL("reference-values.data.json", import.meta.url), "utf8"),
);

/** Coordinate k, from 1 on, of the points that the reference program was asked for. */
const coordinates = [
  () => 0,
  (k: number, dimension: number) => k / dimension,
  (k: number) => -4 + 8 * ((k * 0.618) % 1),
  // beyond the box: the penalty
  (k: number) => (k % 2 === 0 ? 5.5 : -5.5),
];

test.each(rows)("f$function in $dimension dimensions, instance $instance, is the reference's", (row) => {
  const problem = bbob(row);
  expect(problem.optimum).toBeCloseTo(row.optimum, 10);
  coordinates.forEach((coordinate, j) => {
    const x = Float64Array.from({ length: row.dimension }, (_, i) => coordinate(i + 1, row.dimension));
    const scale = Math.max(1, Math.abs(row.values[j]));
    expect(Math.abs(problem.objective(x) - row.values[j]) / scale).toBeLessThan(1e-10);
  });
});

test.each(Array.from({ length: bbobFunctions }, (_, k) => k + 1))("f%i has its optimum at its minimizer", (number) => {
  for (const dimension of [2, 3, 7]) {
    for (const instance of [1, 6, 71]) {
      const { objective, optimum, minimizer, lower, upper } = bbob({ function: number, dimension, instance });
      expect(Math.abs(objective(minimizer) - optimum)).toBeLessThan(1e-8);
      minimizer.forEach((value, i) => expect(value >= lower[i] && value <= upper[i]).toBe(true));
      for (const step of [1e-3, 0.1, 1]) {
        for (let i = 0; i < dimension; i++) {
          for (const sign of [-1, 1]) {
            const nearby = minimizer.slice();
            nearby[i] += sign * step;
            // f5 is flat beyond the box; f20's minimizer is stated to ten digits
            expect(objective(nearby)).toBeGreaterThanOrEqual(optimum - 1e-9);
          }
        }
      }
    }
  }
});

test("what is not in the suite is refused", () => {
  expect(() => bbob({ function: 25, dimension: 2, instance: 1 })).toThrow(/from 1 to 24/);
  expect(() => bbob({ function: 1, dimension: 1, instance: 1 })).toThrow(RangeError);
  expect(() => bbob({ function: 1, dimension: 2, instance: 0.5 })).toThrow(RangeError);
});
