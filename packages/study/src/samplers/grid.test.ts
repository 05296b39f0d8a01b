import fc from "fast-check";
import { choice, float, int, type Space, space, variant, when } from "infimum/space";
import { expect, test } from "vitest";
import { Grid } from "./grid.ts";

/** All combinations by recursion over the parameters' codes, as a list: what the grid never makes. */
function listed(search: Space, levels: readonly (readonly number[])[]): string[] {
  const found: string[] = [];
  const extend = (codes: readonly number[]): void => {
    if (codes.length === levels.length) {
      found.push(codes.join());
      return;
    }
    const padded = Float64Array.from(levels, (_, i) => codes[i] ?? NaN);
    const options = search.isActive(padded, codes.length) ? levels[codes.length] : [NaN];
    for (const option of options) extend([...codes, option]);
  };
  extend([]);
  return found;
}

const conditional = space({
  optimizer: choice("adam", "sgd", "none"),
  momentum: when({ optimizer: "sgd" }, float(0, 0.9)),
  steps: int(1, 3),
  rule: variant({
    constant: {},
    cosine: { warm: choice(true, false), length: when({ warm: true }, int(0, 4, { step: 2 })) },
  }),
  deep: when({ optimizer: ["adam", "sgd"] }, choice("x", "y")),
});

test("a conditional grid has every combination of what is there, each once", () => {
  const grid = new Grid(conditional, 4);
  const levels = conditional.dimensions.map(({ name }) => {
    const known: Record<string, number[]> = {
      momentum: [0, 0.3, 0.6, 0.9],
      steps: [1, 2, 3],
      "rule.length": [0, 2, 4],
    };
    return known[name] ?? [0, 1, 2].slice(0, name === "optimizer" ? 3 : 2);
  });
  const round = (codes: Iterable<number>): string => Array.from(codes, (code) => Number(code.toFixed(12))).join();
  const all = Array.from({ length: grid.size }, (_, k) => round(grid.codesOf(k)));
  expect(new Set(all).size).toBe(grid.size);
  expect(all.toSorted()).toEqual(listed(conditional, levels).toSorted());
  // adam: 2, sgd: 4 x 2, none: 1; three steps; constant: 1, cosine cold: 1, cosine warm: 3
  expect(grid.size).toBe((2 + 8 + 1) * 3 * 5);
});

test("the number of a combination leads back to it", () => {
  const grid = new Grid(conditional, 4);
  for (let k = 0; k < grid.size; k++) expect(grid.indexOf(grid.codesOf(k))).toBe(k);
  const beside = grid.codesOf(7);
  beside[conditional.dimensions.findIndex(({ name }) => name === "steps")] = 1.5;
  expect(grid.indexOf(beside)).toBeUndefined();
});

test("ranges are cut at equal distances, logarithmic ones by equal factors, whole numbers at each of them", () => {
  const grid = new Grid(
    space({ a: float(0, 1), b: float(1e-4, 1e-1, { log: true }), c: int(1, 4), d: float(0, 1, { step: 0.25 }) }),
    { a: 5, b: 4 },
  );
  const seen = Array.from({ length: 4 }, () => new Set<number>());
  for (let k = 0; k < grid.size; k++) grid.codesOf(k).forEach((code, i) => seen[i].add(Number(code.toPrecision(12))));
  expect([...seen[0]].toSorted()).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect([...seen[1]].toSorted((x, y) => x - y)).toEqual([1e-4, 1e-3, 1e-2, 1e-1]);
  expect([...seen[2]].toSorted()).toEqual([1, 2, 3, 4]);
  expect([...seen[3]].toSorted()).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test("each level of a range of whole numbers is there, whatever its scale and step", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (low, count, step, log) => {
        const grid = new Grid(space({ n: int(low, low + (count - 1) * step, { step, log }) }), undefined);
        const all = Array.from({ length: grid.size }, (_, k) => grid.codesOf(k)[0]);
        expect(all).toEqual(Array.from({ length: count }, (_, k) => low + k * step));
      },
    ),
  );
});

test("a range of whole numbers can be thinned out, and has both its ends", () => {
  const grid = new Grid(space({ n: int(1, 1000) }), { n: 3 });
  expect([0, 1, 2].map((k) => grid.codesOf(k)[0])).toEqual([1, 501, 1000]);
});

test("a grid costs what is asked of it: 40 switches with a parameter each are counted at once", () => {
  const switches = Array.from({ length: 40 }, (_, k) => [
    [`on${k}`, choice(false, true)] as const,
    [`value${k}`, when({ [`on${k}`]: true }, choice("a", "b"))] as const,
  ]).flat();
  // 3 combinations for each switch: 3^40 is above 2^53, 3^33 is not
  expect(() => new Grid(space(Object.fromEntries(switches)), undefined)).toThrow(
    expect.objectContaining({ code: "grid-too-large" }),
  );
  expect(new Grid(space(Object.fromEntries(switches.slice(0, 66))), undefined).size).toBe(3 ** 33);
});

test("a range of real numbers without a number of points is refused with what to write", () => {
  expect(() => new Grid(space({ rate: float(0, 1) }), undefined)).toThrow(
    /gridSampler\(\{ points: \{ "rate": 5 \} \}\)/,
  );
});
