import { expect, test } from "vitest";
import { ExactFunction } from "./exact-function.ts";

const inLoop = (x: Float64Array, { t }: { t: number[] }) => {
  const r: number[] = [];
  for (let i = 0; i < t.length; i++) r.push(x[0] * Math.exp(-x[1] * t[i]) + x[2] ** 3 / (1 + x[0] ** 2));
  return r;
};
const listed = (x: Float64Array) => [x[0] * x[1] * x[2], Math.sin(x[0] - x[2]), 7];

test.each([
  ["of a loop", inLoop, 5],
  ["of a list", listed, 3],
] as const)("second derivatives along a direction, %s, are those of differences", (_name, f, count) => {
  const data = { t: [0, 0.5, 1, 2, 4] };
  const own = f as (x: Float64Array, data: { t: number[] }) => number[];
  const exact = new ExactFunction(f as never, { dimension: 3, data });
  for (const x of [
    [1.2, 0.7, -0.4],
    [0.1, 2, 3],
  ]) {
    const v = Float64Array.of(0.6, -1.1, 0.8);
    const out = new Float64Array(count);
    exact.secondAlong(Float64Array.from(x), v, out);
    const h = 1e-4;
    const at = (t: number) =>
      own(
        Float64Array.from(x, (entry, i) => entry + t * v[i]),
        data,
      );
    const [above, here, below] = [at(h), at(0), at(-h)];
    // rounding over h^2, and h^2 times a fourth derivative
    out.forEach((entry, i) =>
      expect(Math.abs(entry - (above[i] - 2 * here[i] + below[i]) / h ** 2)).toBeLessThan(2e-6),
    );
  }
});
