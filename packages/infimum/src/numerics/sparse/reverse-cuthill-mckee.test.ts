import fc from "fast-check";
import { expect, test } from "vitest";
import { patternOfRows, symmetric } from "./pattern.ts";
import { reverseCuthillMcKee } from "./reverse-cuthill-mckee.ts";

function patternOf(n: number, edges: readonly (readonly [number, number])[]) {
  const rows = Array.from({ length: n }, (_, i) =>
    Int32Array.from(new Set(edges.flatMap(([a, b]) => (a === i ? [b] : [])))),
  );
  return symmetric(patternOfRows(rows, n));
}

function bandwidth(order: Int32Array, edges: readonly (readonly [number, number])[]): number {
  const position = new Map([...order].map((vertex, k) => [vertex, k]));
  return Math.max(0, ...edges.map(([a, b]) => Math.abs(position.get(a)! - position.get(b)!)));
}

test("every variable comes once, whatever the pattern", () => {
  const graphs = fc
    .integer({ min: 1, max: 20 })
    .chain((n) => fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 30 }).map((edges) => ({ n, edges })));
  fc.assert(
    fc.property(graphs, ({ n, edges }) => {
      const { columnStarts, rows } = patternOf(n, edges);
      const order = reverseCuthillMcKee(columnStarts, rows);
      expect([...order].toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, k) => k));
    }),
  );
});

test("a chain whose variables are shuffled is a chain again", () => {
  const n = 101;
  // 37 and 101 have no common factor
  const edges = Array.from({ length: n - 1 }, (_, i) => [(37 * i) % n, (37 * (i + 1)) % n] as const);
  const { columnStarts, rows } = patternOf(n, edges);
  expect(bandwidth(reverseCuthillMcKee(columnStarts, rows), edges)).toBe(1);
});

test("a grid of 8 times 40, numbered along its long side, is as wide as its short side", () => {
  const edges: [number, number][] = [];
  for (let i = 0; i < 8; i++) {
    for (let j = 0; j < 40; j++) {
      if (j + 1 < 40) edges.push([40 * i + j, 40 * i + j + 1]);
      if (i + 1 < 8) edges.push([40 * i + j, 40 * (i + 1) + j]);
    }
  }
  const { columnStarts, rows } = patternOf(320, edges);
  expect(bandwidth(reverseCuthillMcKee(columnStarts, rows), edges)).toBeLessThanOrEqual(9);
});
