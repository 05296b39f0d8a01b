import fc from "fast-check";
import { RandomStream, type Vector } from "infimum/numerics";
import { choice, float, int, space, variant, when } from "infimum/space";
import { expect, test } from "vitest";
import { type Density, drawCodes, firstDensity, meanLogLikelihood, refit } from "./density.ts";

const search = space({
  x: float(-1, 1),
  rate: float(1e-4, 1, { log: true }),
  layers: int(1, 6),
  kind: choice("a", "b", "c"),
  extra: when({ kind: "b" }, float(0, 1)),
  rule: variant({ plain: {}, warm: { steps: int(0, 10) } }),
});
const names = search.dimensions.map(({ name }) => name);
const all = { mean: 1, deviation: 1, choice: 1 };
const free = { deviation: 1e-3, choice: 0 };

/** Points drawn from a density, as trials have them. */
function drawn(density: Density, seed: number, count: number): Vector[] {
  return Array.from({ length: count }, (_, k) =>
    search.deactivate(drawCodes(density, search, new RandomStream().key(seed, "elite", k, 0))),
  );
}

test("a refit without smoothing never makes the elites less likely: the maximization step of EM", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 9 }), (seed, count) => {
      let density = firstDensity(search);
      for (let generation = 0; generation < 4; generation++) {
        const elites = drawn(density, seed + generation, count);
        const next = refit(density, search, elites, all, free);
        const [before, after] = [density, next].map((each) => meanLogLikelihood(each, search, elites));
        expect(after).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
        density = next;
      }
    }),
    { numRuns: 100 },
  );
});

test("a smoothed refit is the blend of what was and of the fit, entry by entry", () => {
  const before = firstDensity(search);
  const elites = drawn(before, 5, 6);
  const fitted = refit(before, search, elites, all, free);
  const smoothed = refit(before, search, elites, { mean: 0.7, deviation: 0.4, choice: 0.3 }, free);
  const blend = (a: number, b: number, share: number): number => (1 - share) * a + share * b;
  smoothed.forEach((marginal, i) => {
    const [old, fit] = [before[i], fitted[i]];
    if (marginal.kind === "range" && old.kind === "range" && fit.kind === "range") {
      expect(marginal.mean).toBeCloseTo(blend(old.mean, fit.mean, 0.7), 14);
      expect(marginal.deviation).toBeCloseTo(blend(old.deviation, fit.deviation, 0.4), 14);
    }
    if (marginal.kind === "choice" && old.kind === "choice" && fit.kind === "choice") {
      marginal.probabilities.forEach((p, k) =>
        expect(p).toBeCloseTo(blend(old.probabilities[k], fit.probabilities[k], 0.3), 14),
      );
    }
  });
});

test("options have the frequencies of the elites, with a share drawn uniformly", () => {
  const elites = [0, 0, 2, 0].map((kind) => Float64Array.of(0, 0.1, 2, kind, NaN, 0, NaN));
  const refitted = refit(firstDensity(search), search, elites, all, { deviation: 0.01, choice: 0.1 });
  expect(refitted[names.indexOf("kind")]).toEqual({
    kind: "choice",
    probabilities: [0.9 * 0.75 + 0.1 / 3, 0.1 / 3, 0.9 * 0.25 + 0.1 / 3].map((p) => expect.closeTo(p, 14)),
  });
});

test("a dimension is refitted to the elites that have it, and stays as it was when none has", () => {
  const point = (kind: number, extra: number): Vector => Float64Array.of(0, 0.1, 2, kind, extra, 0, NaN);
  const extra = names.indexOf("extra");
  const before = firstDensity(search);
  expect(refit(before, search, [point(0, NaN), point(2, NaN)], all, free)[extra]).toEqual(before[extra]);
  const some = refit(before, search, [point(0, NaN), point(1, 0.45), point(1, 0.55)], all, free)[extra];
  expect(some).toEqual({ kind: "range", mean: expect.closeTo(0.5, 10), deviation: expect.closeTo(0.05, 10) });
});

test("the first density is uniform to 12 %, whatever the range", () => {
  const points = drawn(firstDensity(search), 1, 6000);
  const share = (is: (codes: Vector) => boolean): number => points.filter(is).length / points.length;
  for (let tenth = 0; tenth < 10; tenth++) {
    const inTenth = share(([x]) => Math.floor(5 * (x + 1)) === tenth);
    expect(Math.abs(inTenth - 0.1)).toBeLessThan(0.012 + (5 * 0.3) / Math.sqrt(6000));
  }
  for (let k = 0; k < 3; k++) expect(Math.abs(share((codes) => codes[3] === k) - 1 / 3)).toBeLessThan(0.035);
});
