import fc from "fast-check";
import { RandomStream } from "infimum/numerics";
import { choice, float, space } from "infimum/space";
import { expect, test } from "vitest";
import { importanceOf } from "./importance.ts";
import { treeVariance } from "./marginal-variance.ts";
import { type Feature, growTree, isLeft, type Node, type Sample } from "./regression-tree.ts";

const plane = space({ x: float(0, 1), y: float(0, 1), kind: choice("a", "b", "c") });

const draw = (n: number, f: (x: number, y: number, kind: number) => number, seed = 1) => {
  const random = new RandomStream().key(seed, "test", 0, 0);
  return Array.from({ length: n }, () => {
    const codes = Float64Array.of(random.uniform(), random.uniform(), random.integer(0, 2));
    return { codes, loss: f(codes[0], codes[1], codes[2]) };
  });
};

const of = (name: string, list: readonly { name: string; importance: number }[]): number =>
  list.find((entry) => entry.name === name)!.importance;

test("the parts of a sum are those of its terms' variances", () => {
  // variances 1/12 and 4/12 of the terms x and 2 y: a fifth and four fifths
  const found = importanceOf(
    plane,
    draw(600, (x, y) => x + 2 * y),
    0,
  );
  expect(found[0].name).toBe("y");
  // the forest is a staircase: within some hundredths
  expect(of("y", found)).toBeCloseTo(0.8, 1);
  expect(of("x", found)).toBeCloseTo(0.2, 1);
  expect(of("kind", found)).toBeLessThan(0.02);
});

test("a choice that decides everything is all there is", () => {
  const found = importanceOf(
    plane,
    draw(200, (_x, _y, kind) => [3, 1, 7][kind]),
    0,
  );
  expect(of("kind", found)).toBeGreaterThan(0.99);
});

test("what is joint belongs to nobody alone", () => {
  // (x - 1/2) (y - 1/2) has marginals that do not vary at all
  const found = importanceOf(
    plane,
    draw(800, (x, y) => (x - 0.5) * (y - 0.5)),
    0,
  );
  expect(of("x", found) + of("y", found)).toBeLessThan(0.35);
});

test("one disaster does not hide the rest", () => {
  const trials = draw(200, (x) => x);
  trials[17] = { ...trials[17], loss: 1e6 };
  expect(importanceOf(plane, trials, 0)[0].name).toBe("x");
});

test("too few trials, or equal values, tell nothing", () => {
  expect(
    importanceOf(
      plane,
      draw(7, (x) => x),
      0,
    ),
  ).toEqual([]);
  expect(
    importanceOf(
      plane,
      draw(50, () => 3),
      0,
    ),
  ).toEqual([]);
});

test("the same trials give the same answer", () => {
  const trials = draw(60, (x, y) => x * y);
  expect(importanceOf(plane, trials, 5)).toEqual(importanceOf(plane, trials, 5));
});

const features: readonly Feature[] = [{ kind: "interval" }, { kind: "interval" }, { kind: "categories", count: 3 }];

function predict(node: Node, point: Float64Array): number {
  if (node.kind === "leaf") return node.value;
  return predict(isLeft(features[node.feature], point[node.feature], node.threshold) ? node.left : node.right, point);
}

test("the variances of a tree are those of its prediction over a fine grid", () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const random = new RandomStream().key(seed, "tree", 0, 0);
      // thresholds are at halves of multiples of 1/8, which the grid does not cut
      const samples: Sample[] = Array.from({ length: 30 }, () => ({
        point: Float64Array.of(random.integer(0, 8) / 8, random.integer(0, 8) / 8, random.integer(0, 2)),
        value: random.normal(),
      }));
      const tree = growTree(samples, { features, leastSplit: 4, tried: 2 }, random);
      const { total, single } = treeVariance(tree, features);
      const cells = 16;
      const axis = Array.from({ length: cells }, (_, i) => (i + 0.5) / cells);
      const grid = axis.flatMap((x) => axis.flatMap((y) => [0, 1, 2].map((kind) => Float64Array.of(x, y, kind))));
      const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
      const values = grid.map((point) => predict(tree, point));
      const all = mean(values);
      expect(total).toBeCloseTo(mean(values.map((value) => (value - all) ** 2)), 10);
      for (const j of [0, 1, 2]) {
        const levels = [...new Set(grid.map((point) => point[j]))];
        const marginals = levels.map((level) => mean(values.filter((_, k) => grid[k][j] === level)));
        expect(single[j]).toBeCloseTo(mean(marginals.map((value) => (value - all) ** 2)), 10);
      }
    }),
    { numRuns: 25 },
  );
});
