import fc from "fast-check";
import { expect, test } from "vitest";
import { differentiate } from "../differentiate.ts";
import { sourceFrom, variableCount } from "./fixtures/random-source.ts";
import { somePoint } from "./fixtures/read-and-run.ts";

type Tested = (x: Float64Array) => number;

const sources = fc.array(fc.nat(9999), { minLength: 30, maxLength: 120 }).map(sourceFrom);
const made = (text: string): Tested => new Function(`return ${text}`)();

/**
 * The derivative of a function of one number by central differences, extrapolated, and an estimate of its error.
 *
 * @reference C. J. F. Ridders, 1982, Accurate computation of F'(x) and F'(x) F''(x), 10.1016/S0141-1195(82)80057-0
 */
function ridders(f: (t: number) => number): { slope: number; error: number } {
  const rows: number[][] = [];
  let best = { slope: NaN, error: Infinity };
  let step = 2e-3;
  for (let k = 0; k < 6; k++, step /= 2) {
    const row = [(f(step) - f(-step)) / (2 * step)];
    for (let j = 1; j <= k; j++) row.push(row[j - 1] + (row[j - 1] - rows[k - 1][j - 1]) / (4 ** j - 1));
    rows.push(row);
    for (let j = 1; j <= k; j++) {
      const error = Math.max(Math.abs(row[j] - row[j - 1]), Math.abs(row[j] - rows[k - 1][j - 1]));
      if (error < best.error) best = { slope: row[j], error };
    }
  }
  // rounding may decide a branch at the point itself otherwise than all around it
  const bend = Math.abs(f(step) + f(-step) - 2 * f(0));
  return bend < 1e-6 ? best : { ...best, error: Infinity };
}

test("1,000 random functions are read, and their programs give the same bits", { timeout: 300_000 }, () => {
  let smooth = 0;
  let compared = 0;
  fc.assert(
    fc.property(sources, (text) => {
      const f = made(text);
      const exact = differentiate(f, variableCount);
      for (const seed of [1, 2, 3]) {
        const x = somePoint(variableCount, seed);
        const own = f(x.slice());
        const gradient = new Float64Array(variableCount);
        const value = exact.valueAndGradient(x, gradient);
        expect(exact.source).toBe("exact");
        // 0 and -0 are one number here: x + 0 may be taken for x
        if (own !== 0 || value !== 0) expect(value).toBe(own);
        // differences of values beyond are rounding
        if (!(Math.abs(own) < 1e4) || seed > 1) continue;
        for (let i = 0; i < variableCount; i++) {
          const { slope, error } = ridders((t) => f(x.map((entry, j) => (j === i ? entry + t : entry))));
          const scale = Math.max(1, Math.abs(slope));
          compared++;
          // where a kink is near, differences say nothing
          if (!(error < 1e-6 * scale)) continue;
          smooth++;
          // the smallest step is 6e-5, and extrapolation multiplies the rounding of values, 1e-16, by some tens
          const rounding = 1e-9 * Math.max(scale, Math.abs(own));
          expect(Math.abs(gradient[i] - slope)).toBeLessThanOrEqual(20 * error + rounding);
        }
      }
    }),
    { numRuns: 1000, seed: 4, endOnFailure: true },
  );
  expect(smooth).toBeGreaterThan(0.8 * compared);
});
