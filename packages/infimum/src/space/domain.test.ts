import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeOf, codeOfLevel, type Domain, fromUnit, levelOf, levelsOf, logRange, toUnit, valueOf } from "./domain.ts";
import { choice, float, int } from "./parts.ts";

/** The first unit at which `fromUnit` gives more than the code, by bisection: `fromUnit` is monotone. */
function endOf(domain: Domain, code: number): number {
  let [below, above] = [0, 1];
  if (fromUnit(domain, 1) <= code) return 1;
  while (below !== (below + above) / 2 && above !== (below + above) / 2) {
    const middle = (below + above) / 2;
    if (fromUnit(domain, middle) > code) above = middle;
    else below = middle;
  }
  return above;
}

/** The share of [0, 1] that gives each level. */
function shares(domain: Domain): number[] {
  const ends = Array.from({ length: levelsOf(domain) }, (_, level) => endOf(domain, codeOfLevel(domain, level)));
  return ends.map((end, level) => end - (ends[level - 1] ?? 0));
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const range = fc.tuple(finite, finite).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe("levels of numbers", () => {
  test.each([
    [int(1, 4), [1, 2, 3, 4]],
    [int(-3, 4, { step: 3 }), [-3, 0, 3]],
    [int(7, 7), [7]],
    [int(1, 4, { step: 10 }), [1]],
    // as people write them, not 0.30000000000000004
    [float(0, 0.5, { step: 0.1 }), [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
    [float(0.1, 0.3, { step: 0.1 }), [0.1, 0.2, 0.3]],
    [float(0, 1, { step: 0.3 }), [0, 0.3, 0.6, 0.9]],
    [float(0, 1, { step: 1 / 3 }), [0, 1 / 3, 2 / 3, 1]],
    [float(-1e6, -1e6 + 0.3, { step: 0.1 }), [-1000000, -999999.9, -999999.8, -999999.7]],
    [float(1.5, 1.5, { step: 0.1 }), [1.5]],
  ])("%j", ({ domain }, expected) => {
    expect(Array.from({ length: levelsOf(domain) }, (_, level) => codeOfLevel(domain, level))).toEqual(expected);
    expect(expected.map((code) => levelOf(domain, code))).toEqual(expected.map((_, level) => level));
    expect(domain).toMatchObject({ high: expected[expected.length - 1] });
  });

  test("real numbers have infinitely many, unless there is room for one only", () => {
    expect(levelsOf(float(0, 1).domain)).toBe(Infinity);
    expect(levelsOf(float(2, 2).domain)).toBe(1);
  });

  test("a range whose width overflows has as many as steps fit in", () => {
    const { domain } = float(-1.5e308, 1.5e308, { step: 1e308 });
    expect(levelsOf(domain)).toBe(4);
    expect(codeOfLevel(domain, 3)).toBe(1.5e308);
  });
});

describe("the unit interval", () => {
  test("is linear on a range of real numbers", () => {
    const { domain } = float(-2, 6);
    expect([0, 0.25, 0.5, 1].map((u) => fromUnit(domain, u))).toEqual([-2, 0, 2, 6]);
    expect([-2, 0, 2, 6].map((code) => toUnit(domain, code))).toEqual([0, 0.25, 0.5, 1]);
  });

  test("is linear in the logarithm on a logarithmic range, and its ends are exact", () => {
    const { domain } = float(1e-5, 1e-1, { log: true });
    expect(fromUnit(domain, 0)).toBe(1e-5);
    expect(fromUnit(domain, 1)).toBe(1e-1);
    expect(fromUnit(domain, 0.5)).toBeCloseTo(1e-3, 15);
    expect(toUnit(domain, 1e-2)).toBeCloseTo(0.75, 12);
  });

  test.each([
    float(-1.7e308, 1.7e308),
    float(0, Number.MAX_VALUE),
    float(Number.MIN_VALUE, Number.MAX_VALUE, { log: true }),
    float(0, Number.MIN_VALUE),
    float(1, 1 + Number.EPSILON),
    float(-1.5e308, 1.5e308, { step: 1e308 }),
    int(1, Number.MAX_SAFE_INTEGER, { log: true }),
    int(-(2 ** 52), 2 ** 52 - 1),
  ])("stays in the range, and finds its ends, however wide or narrow: %j", ({ domain }) => {
    const { low, high } = domain as { low: number; high: number };
    expect([fromUnit(domain, 0), fromUnit(domain, 1)]).toEqual([low, high]);
    fc.assert(
      fc.property(unit, (u) => {
        const code = fromUnit(domain, u);
        const back = toUnit(domain, code);
        return code >= low && code <= high && back >= 0 && back <= 1;
      }),
    );
    expect(toUnit(domain, low)).toBeGreaterThanOrEqual(0);
    expect(toUnit(domain, high)).toBeLessThanOrEqual(1);
    expect(toUnit(domain, high)).toBeGreaterThan(toUnit(domain, low));
  });

  test("what is outside it moves to the nearest end", () => {
    for (const { domain } of [float(1, 2), float(1, 2, { log: true }), int(1, 2), choice("a", "b")]) {
      expect(fromUnit(domain, -0.1)).toBe(fromUnit(domain, 0));
      expect(fromUnit(domain, 1.1)).toBe(fromUnit(domain, 1));
    }
  });

  test.each([
    float(3, 3),
    float(3, 3, { log: true }),
    int(3, 3),
    int(3, 5, { step: 7 }),
    choice("only"),
  ])("the only value of %j is everywhere in it, and in its middle", ({ domain }) => {
    const only = codeOfLevel(domain, 0);
    expect([0, 0.3, 1].map((u) => fromUnit(domain, u))).toEqual([only, only, only]);
    expect(toUnit(domain, only)).toBe(0.5);
  });

  test("a real number is found again: to rounding, relative to the larger end or to the logarithms", () => {
    fc.assert(
      fc.property(range, unit, ([low, high], u) => {
        const { domain } = float(low, high);
        const code = fromUnit(domain, u);
        const again = fromUnit(domain, toUnit(domain, code));
        expect(Math.abs(again - code)).toBeLessThanOrEqual(
          8 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high)) + Number.MIN_VALUE,
        );
      }),
    );
    fc.assert(
      fc.property(range, unit, ([a, b], u) => {
        const low = Math.max(1e-300, Math.min(Math.abs(a), Math.abs(b)));
        const { domain } = float(low, Math.max(low, Math.abs(a), Math.abs(b)), { log: true });
        const code = fromUnit(domain, u);
        // the exponential of a logarithm of up to 709: 709 eps and the rounding on the way
        expect(Math.abs(fromUnit(domain, toUnit(domain, code)) / code - 1)).toBeLessThan(1e-12);
      }),
    );
  });
});

const stepped = fc
  .record({
    low: fc.integer({ min: -1000, max: 1000 }),
    width: fc.integer({ min: 0, max: 2 ** 40 }),
    step: fc.integer({ min: 1, max: 50 }),
    log: fc.boolean(),
    scale: fc.constantFrom(1, 0.1, 0.25, 1 / 3),
  })
  .map(({ low, width, step, log, scale }) => {
    const from = log ? Math.abs(low) + 1 : low;
    return scale === 1
      ? int(from, from + width, { step, log }).domain
      : float(from * scale, (from + (width % 1000)) * scale, { step: step * scale, log }).domain;
  });

describe("levels in the unit interval", () => {
  test("a level is found again", () => {
    fc.assert(
      fc.property(stepped, unit, (domain, u) => {
        const code = fromUnit(domain, u);
        expect(fromUnit(domain, toUnit(domain, code))).toBe(code);
        expect(codeOf(domain, code, "it")).toBe(code);
        expect(codeOfLevel(domain, levelOf(domain, code))).toBe(code);
      }),
    );
  });

  test.each([
    int(0, 6),
    int(-5, 5, { step: 2 }),
    float(0, 1, { step: 0.1 }),
    float(-1, 1, { step: 1 / 7 }),
    choice("a", "b", "c"),
  ])("%j: all are equally likely", ({ domain }) => {
    const count = levelsOf(domain);
    for (const share of shares(domain)) expect(share).toBeCloseTo(1 / count, 12);
  });

  test.each([
    // [domain, the ends of what is nearest to each level]
    [int(1, 4, { log: true }), [0.5, 1.5, 2.5, 3.5, 4.5]],
    [int(10, 40, { log: true, step: 10 }), [5, 15, 25, 35, 45]],
    // 9 is the last level, so the range ends half a step above it
    [int(1, 10, { log: true, step: 4 }), [0.5, 3, 7, 11]],
    [int(5, 10, { log: true, step: 4 }), [3, 7, 11]],
    // the step is more than twice the lowest value: no logarithm of what is below 0
    [int(2, 22, { log: true, step: 10 }), [1, 7, 17, 27]],
    [float(0.5, 1, { log: true, step: 0.25 }), [0.375, 0.625, 0.875, 1.125]],
  ])("%j: the likelihood of a level is the length of the logarithms nearest to it", ({ domain }, ends) => {
    const logs = ends.map(Math.log);
    const length = logs[logs.length - 1] - logs[0];
    expect(logRange(domain as never)).toEqual([logs[0], logs[logs.length - 1]]);
    const found = shares(domain);
    expect(found).toHaveLength(ends.length - 1);
    found.forEach((share, level) => expect(share).toBeCloseTo((logs[level + 1] - logs[level]) / length, 12));
  });

  test.each([
    int(1, 9, { log: true }),
    int(2, 22, { log: true, step: 10 }),
    int(0, 3),
    float(0, 1, { step: 0.2 }),
  ])("%j: a level stands in the middle of what gives it", ({ domain }) => {
    let begin = 0;
    for (let level = 0; level < levelsOf(domain); level++) {
      const code = codeOfLevel(domain, level);
      const end = endOf(domain, code);
      expect(toUnit(domain, code)).toBeCloseTo((begin + end) / 2, 12);
      begin = end;
    }
  });
});

describe("values and codes", () => {
  test("of a number the code is the number, of a choice the index", () => {
    expect(codeOf(float(0, 1).domain, 0.3, "it")).toBe(0.3);
    expect(codeOf(choice("a", null, 3, [1, 2], { a: 1, b: [2] }).domain, null, "it")).toBe(1);
    expect(valueOf(choice("a", "b").domain, 1, "it")).toBe("b");
    expect(valueOf(int(1, 3).domain, 2, "it")).toBe(2);
  });

  test("lists and records are options by what is in them, in whatever order", () => {
    const { domain } = choice([1, 2], { a: 1, b: [2, { c: null }] });
    expect(codeOf(domain, [1, 2], "it")).toBe(0);
    expect(codeOf(domain, { b: [2, { c: null }], a: 1 }, "it")).toBe(1);
    expect(() => codeOf(domain, [2, 1], "it")).toThrow(expect.objectContaining({ code: "not-in-space" }));
  });

  test("a sum of steps that rounding has moved is its level", () => {
    const { domain } = float(0, 1, { step: 0.1 });
    expect(codeOf(domain, 0.1 + 0.2, "it")).toBe(0.3);
    expect(codeOf(float(0, 0.3, { step: 0.1 }).domain, 0.1 + 0.2, "it")).toBe(0.3);
    expect(codeOf(float(1e6, 1e6 + 1, { step: 0.1 }).domain, 1e6 + 0.1 + 0.1 + 0.1, "it")).toBe(1e6 + 0.3);
  });

  test.each([
    [float(0, 1), 1.5],
    [float(0, 1), -Number.MIN_VALUE],
    [float(0, 1), NaN],
    [float(0, 1), "0.5"],
    [float(0, 1), undefined],
    [float(0, 1, { step: 0.25 }), 0.3],
    [int(1, 4), 2.5],
    [int(1, 4), 5],
    [int(1, 4), 0],
    [int(1, 9, { step: 2 }), 4],
    [int(1, 4), null],
    [choice("a", "b"), "c"],
    [choice("a", "b"), 0],
    [choice(null), NaN],
    [choice(null, 3), undefined],
    [choice(1, 2), 1n],
    [choice([1]), [1n]],
  ])("%j does not have %s, and says what it has", ({ domain }, value) => {
    expect(() => codeOf(domain, value, "the width")).toThrow(
      expect.objectContaining({ code: "not-in-space", message: expect.stringMatching(/^the width .*: give /) }),
    );
  });

  test.each([
    [float(0, 1), 1.5],
    [float(0, 1), NaN],
    [float(0, 1, { step: 0.25 }), 0.3],
    [int(1, 4), 2.5],
    [int(1, 4), 5],
    [choice("a", "b"), 2],
    [choice("a", "b"), 0.5],
    [choice("a", "b"), -1],
    [choice("a", "b"), NaN],
  ])("of %j, %s is no code", ({ domain }, code) => {
    expect(() => valueOf(domain, code, "width")).toThrow(
      expect.objectContaining({ code: "not-in-space", message: expect.stringContaining("the code of width") }),
    );
  });
});
