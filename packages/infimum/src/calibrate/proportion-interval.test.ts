import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { proportionInterval } from "./proportion-interval.ts";

/** P(X <= k) for a binomial X, summed term by term. */
function atMost(k: number, n: number, p: number): number {
  let sum = 0;
  let logChoose = 0;
  for (let i = 0; i <= k; i++) {
    if (i > 0) logChoose += Math.log((n - i + 1) / i);
    sum += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return sum;
}

const counts = fc.integer({ min: 1, max: 200 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const levels = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe("proportionInterval", () => {
  test("agrees with the published table, to its four decimals", () => {
    // R. G. Newcombe (1998), Two-sided confidence intervals for the single proportion, table I: methods 3 and 5
    const published = [
      [81, 263, 0.2553, 0.3662, 0.2527, 0.3676],
      [15, 148, 0.0624, 0.1605, 0.0578, 0.1617],
      [0, 20, 0, 0.1611, 0, 0.1684],
      [1, 29, 0.0061, 0.1718, 0.0009, 0.1776],
    ];
    for (const [successes, trials, wilsonLower, wilsonUpper, exactLower, exactUpper] of published) {
      const rounded = (interval: number[]) => interval.map((end) => Number(end.toFixed(4)));
      expect(rounded(proportionInterval(successes, trials, 0.95, "wilson"))).toEqual([wilsonLower, wilsonUpper]);
      expect(rounded(proportionInterval(successes, trials))).toEqual([exactLower, exactUpper]);
    }
  });

  test("ends, by Clopper and Pearson, where the binomial tails are half of what is left", () => {
    fc.assert(
      fc.property(counts, levels, ([successes, trials], level) => {
        const [lower, upper] = proportionInterval(successes, trials, level);
        const tail = (1 - level) / 2;
        if (successes === 0) expect(lower).toBe(0);
        else expect(1 - atMost(successes - 1, trials, lower)).toBeCloseTo(tail, 10);
        if (successes === trials) expect(upper).toBe(1);
        else expect(atMost(successes, trials, upper)).toBeCloseTo(tail, 10);
      }),
    );
  });

  test("has the closed form 1 - tail^(1/n) when nothing succeeded", () => {
    expect(proportionInterval(0, 50, 0.9)[1]).toBeCloseTo(1 - 0.05 ** (1 / 50), 14);
  });

  test("by Wilson ends where the score test just rejects", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        for (const p of proportionInterval(successes, trials, 0.95, "wilson")) {
          if (p <= 0 || p >= 1) continue;
          const score = Math.abs(successes / trials - p) / Math.sqrt((p * (1 - p)) / trials);
          // the 97.5 % quantile of the normal distribution
          expect(score).toBeCloseTo(1.959963984540054, 8);
        }
      }),
    );
  });

  test("turns around when successes and failures are exchanged, and holds the observed share", () => {
    fc.assert(
      fc.property(
        counts,
        levels,
        fc.constantFrom("wilson" as const, "clopper-pearson" as const),
        ([k, n], level, kind) => {
          const [lower, upper] = proportionInterval(k, n, level, kind);
          const [lowerOfRest, upperOfRest] = proportionInterval(n - k, n, level, kind);
          expect(lower).toBeCloseTo(1 - upperOfRest, 12);
          expect(upper).toBeCloseTo(1 - lowerOfRest, 12);
          expect(lower).toBeLessThanOrEqual(k / n);
          expect(upper).toBeGreaterThanOrEqual(k / n);
        },
      ),
    );
  });

  test("refuses counts, levels and kinds that make no sense", () => {
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(() => proportionInterval(5, 4)).toThrow(code("bad-counts"));
    expect(() => proportionInterval(0, 0)).toThrow(code("bad-counts"));
    expect(() => proportionInterval(0.5, 4)).toThrow(code("bad-counts"));
    expect(() => proportionInterval(1, 4, 95)).toThrow(code("bad-level"));
    expect(() => proportionInterval(1, 4, 0.95, "wald" as "wilson")).toThrow(code("bad-option"));
  });
});
