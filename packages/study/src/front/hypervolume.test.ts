import fc from "fast-check";
import { expect, test } from "vitest";
import { hypervolume } from "./hypervolume.ts";

const point = (goals: number) =>
  fc.array(fc.integer({ min: 0, max: 6 }), { minLength: goals, maxLength: goals }).map((p) => Float64Array.from(p));

/** Counts the unit cells below the reference that some point dominates. */
function countCells(points: readonly Float64Array[], reference: readonly number[]): number {
  const cell = Array.from(reference, () => 0);
  let count = 0;
  const visit = (k: number): void => {
    if (k === cell.length) {
      if (points.some((p) => p.every((value, j) => value <= cell[j]))) count++;
      return;
    }
    for (cell[k] = 0; cell[k] < reference[k]; cell[k]++) visit(k + 1);
    cell[k] = 0;
  };
  visit(0);
  return count;
}

test.each([1, 2, 3, 4])("whole points of %i goals dominate as many cells as counting finds", (goals) => {
  fc.assert(
    fc.property(fc.array(point(goals), { maxLength: 9 }), (points) => {
      const reference = [5, 6, 4, 3].slice(0, goals);
      expect(hypervolume(points, Float64Array.from(reference))).toBe(countCells(points, reference));
    }),
    { numRuns: 60 },
  );
});

test("staircases have the volume of their closed form", () => {
  // n points (i/n, (n - 1 - i)/n): n (n + 1) / 2 squares of side 1/n
  const n = 50;
  const stairs = Array.from({ length: n }, (_, i) => Float64Array.of(i / n, (n - 1 - i) / n));
  expect(hypervolume(stairs, Float64Array.of(1, 1))).toBeCloseTo((n + 1) / (2 * n), 12);
  // whole points on the plane i + j + k = m: the cells with i + j + k >= m below (m + 1)^3
  const m = 6;
  const plane: Float64Array[] = [];
  for (let i = 0; i <= m; i++) for (let j = 0; i + j <= m; j++) plane.push(Float64Array.of(i, j, m - i - j));
  // all cells but those with i + j + k < m, of which there are m (m + 1) (m + 2) / 6
  expect(hypervolume(plane, Float64Array.of(m + 1, m + 1, m + 1))).toBe((m + 1) ** 3 - (m * (m + 1) * (m + 2)) / 6);
});

test("volume scales with each goal and does not change with its origin", () => {
  const real = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(real, { minLength: 1, maxLength: 8 }), (rows) => {
      const points = rows.map((row) => Float64Array.from(row));
      const moved = points.map((p) => p.map((value, k) => (k + 1) * value - k));
      const volume = hypervolume(points, new Float64Array(4).fill(1.1));
      const scaled = hypervolume(
        moved,
        Float64Array.from([0, 1, 2, 3], (k) => (k + 1) * 1.1 - k),
      );
      expect(scaled / 24).toBeCloseTo(volume, 10);
    }),
  );
});

test("a point beyond the reference adds nothing, and a reference that is no number is refused", () => {
  expect(hypervolume([Float64Array.of(2, 0), Float64Array.of(0, Infinity)], Float64Array.of(1, 1))).toBe(0);
  expect(() => hypervolume([], Float64Array.of(1, Infinity))).toThrow(
    expect.objectContaining({ code: "bad-reference" }),
  );
  expect(() => hypervolume([Float64Array.of(1)], Float64Array.of(1, 1))).toThrow(/1 numbers, as the points have/);
});
