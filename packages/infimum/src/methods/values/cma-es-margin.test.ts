import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { normalDistribution } from "../../numerics/special/index.ts";
import { float, int, space } from "../../space/index.ts";
import { cmaEs } from "./cma-es.ts";
import { borderOf, cellOf, keepMargin } from "./cma-es-margin.ts";
import { openSearch } from "./cma-es-search.ts";

const minimize = minimizer([cmaEs]);

/** A search whose two coordinates have these levels between 0 and 1. */
function searchAt(mean: number[], deviation: number, levels: number[]) {
  const box = {
    free: Int32Array.of(0, 1),
    maps: [0, 1].map(() => ({ lower: 0, upper: 1, lowerMargin: 0.05, upperMargin: 0.05 })),
  };
  const options = { active: true, covariance: "full", noise: false } as const;
  const search = openSearch(Float64Array.from(mean), Float64Array.of(deviation, deviation), 6, Infinity, options);
  return { search, box, levels: Int32Array.from(levels) };
}

test.each([
  [0.31, 1e-4],
  [0.5, 1e-9],
  [0.42, 0.02],
  [0.599, 0.3],
  [0.05, 1e-5],
  [0.99, 1e-7],
  [-3, 0.01],
])("with mean %f and deviation %f both sides of the cell keep half a margin, and its sum with the cell is 1", (mean, deviation) => {
  const { search, box, levels } = searchAt([mean, 0.5], deviation, [5, 0]);
  const cell = cellOf(box, 0, 5, mean);
  keepMargin(search, box, levels);
  const margin = 1 / (2 * 6);
  const at = (border: number) => (border - search.mean[0]) / (search.stepSize * search.scales[0]);
  const below = cell === 0 ? 0 : normalDistribution(at(borderOf(box, 0, 5, cell)));
  const above = cell === 4 ? 0 : normalDistribution(-at(borderOf(box, 0, 5, cell + 1)));
  expect(cellOf(box, 0, 5, search.mean[0])).toBe(cell);
  // in an outermost cell there is one side, with the whole margin
  if (cell === 0 || cell === 4) expect(below + above).toBeGreaterThan(margin - 1e-9);
  else {
    expect(below).toBeGreaterThan(margin / 2 - 1e-9);
    expect(above).toBeGreaterThan(margin / 2 - 1e-9);
  }
  // the coordinate without levels is left alone
  expect([search.mean[1], search.stepSize * search.scales[1]]).toEqual([0.5, deviation]);
});

test("a distribution that reaches other levels by itself is left as it is", () => {
  const { search, box, levels } = searchAt([0.5, 0.5], 0.2, [5, 0]);
  keepMargin(search, box, levels);
  expect(search.mean[0]).toBeCloseTo(0.5, 9);
  expect(search.scales[0]).toBeCloseTo(1, 9);
});

test("ten real and ten binary variables: every seed finds all of them, which rank alone would give up", () => {
  const reals = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`r${i}`, float(-1, 3)]));
  const bits = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`b${i}`, int(0, 1)]));
  const search = space({ ...reals, ...bits });
  // the SphereOneMax of the paper: a sphere, and a count of the bits that are 0
  for (let seed = 1; seed <= 5; seed++) {
    const { status } = minimize(
      (params: Readonly<Record<string, number>>) => {
        let sum = 0;
        for (const [name, value] of Object.entries(params)) sum += name.startsWith("r") ? value ** 2 : 1 - value;
        return sum;
      },
      search as never,
      { seed, target: 1e-10, budget: { evaluations: 10_000 } },
    );
    expect(status).toBe("target");
  }
});
