import fc from "fast-check";
import { expect, test } from "vitest";
import { minimizeScalar } from "./minimize-scalar.ts";

test("Brent's example: the minima of a sum of poles between them, to the digits that he prints", () => {
  // chapter 5, table 5.1: f(x) = sum over i = 1..20 of ((2 i - 5) / (x - i^2))^2
  const f = (x: number) => {
    let sum = 0;
    for (let i = 1; i <= 20; i++) sum += ((2 * i - 5) / (x - i * i)) ** 2;
    return sum;
  };
  const published: readonly [number, number, number][] = [
    [1, 3.0229153, 3.6766990169],
    [2, 6.6837536, 1.11185001],
    [3, 11.2387017, 1.2182217637],
    [4, 19.6760001, 2.1621103109],
  ];
  for (const [i, x, value] of published) {
    const result = minimizeScalar(f, { bounds: [i * i + 1e-9, (i + 1) ** 2 - 1e-9] });
    expect(result.ok).toBe(true);
    expect(result.x).toBeCloseTo(x, 6);
    expect(result.value).toBeCloseTo(value, 9);
    expect(result.evaluations).toBeLessThan(40);
  }
});

test("the minimum of any parabola is found from anywhere, to the root of the precision", () => {
  const numbers = fc.double({ min: -1e3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(numbers, numbers, fc.double({ min: 0.01, max: 100, noNaN: true }), (center, first, width) => {
      const result = minimizeScalar((x) => (x - center) ** 2, { from: [first, first + width] });
      expect(result.ok).toBe(true);
      expect(Math.abs(result.x - center)).toBeLessThanOrEqual(1e-7 * Math.abs(center) + 1e-10);
    }),
  );
});

test("a minimum on an end of the interval is approached to the tolerance", () => {
  const result = minimizeScalar(Math.exp, { bounds: [1, 3] });
  expect(result.ok).toBe(true);
  expect(result.x - 1).toBeLessThan(1e-6);
  expect(result.x).toBeGreaterThan(1);
});

test("a kink takes golden sections, a value that is no number is worse than any", () => {
  const kink = minimizeScalar((x) => Math.abs(x - Math.SQRT2), { bounds: [0, 5] });
  expect(kink.x).toBeCloseTo(Math.SQRT2, 7);
  expect(kink.evaluations).toBeLessThan(60);
  const log = minimizeScalar((x) => x - Math.log(x), { bounds: [-1, 5] });
  expect(log.x).toBeCloseTo(1, 6);
});

test("a function without a minimum says that its value still falls", () => {
  const result = minimizeScalar((x) => -x);
  expect(result.ok).toBe(false);
  expect(result.message).toMatch("still falls");
});

test("evaluations are counted, limited and not wasted", () => {
  let calls = 0;
  const count = (x: number) => {
    calls++;
    return Math.cos(x);
  };
  const result = minimizeScalar(count, { bounds: [2, 4], evaluations: 5 });
  expect([calls, result.evaluations, result.ok]).toEqual([5, 5, false]);
  expect(result.value).toBe(Math.cos(result.x));
});

test("what makes no sense is refused", () => {
  const code = (options: object) => {
    try {
      minimizeScalar(Math.cos, options);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  expect(code({ bounds: [2, 1] })).toBe("bad-bounds");
  expect(code({ from: [1, 1] })).toBe("bad-option");
  expect(code({ tolerance: 0 })).toBe("bad-option");
  expect(code({ evaluations: 1.5 })).toBe("bad-option");
});
