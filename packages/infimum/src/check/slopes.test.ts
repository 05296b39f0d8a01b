import fc from "fast-check";
import { expect, test } from "vitest";
import { slopesAlong } from "./slopes.ts";

const everywhere = { below: Infinity, above: Infinity };

/** The slope of f at 0 with its error, and the largest |t| that was asked for. */
async function slope(
  f: (t: number) => number,
  { room = everywhere, noise = 1e-16 * Math.abs(f(0)), start = 0.01, enough = 0 } = {},
): Promise<{ value: number; error: number; asked: number[] }> {
  const asked: number[] = [];
  const along = async (t: number, out: Float64Array): Promise<void> => {
    asked.push(t);
    out[0] = f(t);
  };
  const { values, errors } = await slopesAlong(along, room, Float64Array.of(f(0)), Float64Array.of(noise), {
    start,
    enough,
  });
  return { value: values[0], error: errors[0], asked };
}

const functions: readonly (readonly [f: (t: number) => number, slope: number])[] = [
  [(t) => Math.exp(3 * t), 3],
  [(t) => Math.sin(t + 1), Math.cos(1)],
  [(t) => 1 / (t + 2), -1 / 4],
  [(t) => (t + 1) ** 5 - 1e3, 5],
  [(t) => Math.log(t + 0.3), 1 / 0.3],
  // of scales that the first step knows nothing about
  [(t) => Math.sin(300 * t), 300],
  [(t) => Math.exp(t * 1e-6), 1e-6],
  [(t) => 1e20 * Math.tanh(t - 0.5), 1e20 / Math.cosh(0.5) ** 2],
];

test("slopes are good to nine digits, and to the error that is said", async () => {
  for (const [f, exact] of functions) {
    const { value, error } = await slope(f);
    expect(Math.abs(value - exact), String(f)).toBeLessThanOrEqual(1e-9 * Math.abs(exact));
    expect(Math.abs(value - exact), String(f)).toBeLessThanOrEqual(4 * error);
  }
});

test("ripples are seen with steps that stay near", async () => {
  const ripples = (t: number): number => Math.sin(1e6 * t);
  const along = async (t: number, out: Float64Array): Promise<void> => void (out[0] = ripples(t));
  const steps = { start: 1e-6, isNear: true, enough: 0 };
  const { values } = await slopesAlong(along, everywhere, Float64Array.of(0), Float64Array.of(1e-16), steps);
  expect(values[0] / 1e6).toBeCloseTo(1, 8);
});

test("near a bound they are taken to one side, and never beyond it", async () => {
  for (const [f, exact] of functions) {
    const { value, error, asked } = await slope(f, { room: { below: 0, above: 0.5 } });
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...asked)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(value - exact), String(f)).toBeLessThanOrEqual(4 * error + 1e-6 * Math.abs(exact));
  }
});

test("more room below than above is no reason to go one way where there is enough for both", async () => {
  const { value } = await slope((t) => t ** 2 + 3 * t, { room: { below: 2e12, above: 1e12 } });
  expect(value).toBeCloseTo(3, 9);
});

test("with noise the step grows, and the error that is said holds", async () => {
  // values to about 1e-6, as of an iteration that stops early
  for (const level of [1e-10, 1e-8, 1e-6, 1e-4]) {
    const noisy = (t: number): number => Math.exp(t) * (1 + level * Math.sin(1e9 * t + 5e5 * t ** 2));
    const { value, error } = await slope(noisy, { noise: level });
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(4 * error);
    expect(error).toBeLessThanOrEqual(200 * level ** (2 / 3));
  }
});

test("values that are no numbers are not taken", async () => {
  const { value } = await slope((t) => (Math.abs(t) > 1e-3 ? NaN : Math.sin(t)));
  expect(value).toBeCloseTo(1, 8);
  const { error } = await slope((t) => (t === 0 ? 1 : NaN));
  expect(error).toBe(Infinity);
});

test("the slopes of random polynomials are their first coefficients", async () => {
  const coefficient = fc.double({ min: -10, max: 10, noNaN: true });
  await fc.assert(
    fc.asyncProperty(fc.array(coefficient, { minLength: 2, maxLength: 7 }), async (coefficients) => {
      const f = (t: number): number => coefficients.reduceRight((sum, entry) => sum * t + entry, 0);
      const { value, error } = await slope(f, { enough: 1e-9 });
      // rounding of the value, 1e-15, by a step of at least 1e-5
      expect(Math.abs(value - coefficients[1])).toBeLessThanOrEqual(4 * error + 1e-9);
    }),
  );
});
