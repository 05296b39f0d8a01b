import fc from "fast-check";
import { expect, test } from "vitest";
import { boxCurvature, boxMap, boxSlope, insideBox, outsideBox } from "./box-map.ts";

/** Boxes of sizes that occur: bounds of one side or two, widths from 1e-3 to 1e4. */
const box = fc
  .record({
    lower: fc.double({ min: -100, max: 100, noNaN: true }),
    width: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
  })
  .chain(({ lower, width }) =>
    fc.constantFrom(
      boxMap(lower, lower + width),
      boxMap(lower, Infinity),
      boxMap(-Infinity, lower),
      boxMap(-Infinity, Infinity),
    ),
  );

/** A finite number that stands for the size of the box. */
function widthOf({ lower, upper }: { lower: number; upper: number }): number {
  const width = upper - lower;
  return width < Infinity ? width : 1 + Math.min(Math.abs(lower), Math.abs(upper), 1e3);
}

/** Search coordinates from inside to several reflections away. */
const place = fc.double({ min: -7, max: 7, noNaN: true });

function coordinate(map: { lower: number; upper: number }, at: number): number {
  const anchor = map.lower > -Infinity ? map.lower : map.upper < Infinity ? map.upper : 0;
  return anchor + at * widthOf(map);
}

test("every search coordinate, however far out, stands for a point inside", () => {
  const anywhere = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(1e308, -1e308, 0, -0));
  fc.assert(
    fc.property(box, anywhere, (map, u) => {
      const x = insideBox(map, u);
      return x >= map.lower && x <= map.upper;
    }),
    { numRuns: 2000 },
  );
});

test("boxes too small or too large for their margins keep their points inside too", () => {
  const edges: [number, number][] = [
    [1, 1],
    [1, 1 + Number.EPSILON],
    [0, Number.MIN_VALUE],
    [-1e300, 1e300],
    [-Number.MAX_VALUE, Number.MAX_VALUE],
    [1e16, 1e16 + 2],
  ];
  const coordinates = [-1e308, -1e16, -2, -1, 0, 0.3, 1, 1 + 1e-16, 1.5, 1e16, 1e16 + 2, 1e300, 1e308];
  for (const [lower, upper] of edges) {
    const map = boxMap(lower, upper);
    for (const u of coordinates) {
      const x = insideBox(map, u);
      expect(x, `${u} in [${lower}, ${upper}]`).toBeGreaterThanOrEqual(lower);
      expect(x, `${u} in [${lower}, ${upper}]`).toBeLessThanOrEqual(upper);
    }
  }
});

test("well inside, the map is the identity: a solution there keeps its place and its scale", () => {
  fc.assert(
    fc.property(box, fc.double({ min: 0.06, max: 0.94, noNaN: true }), (map, fraction) => {
      const [lower, upper] = [Math.max(map.lower, -1e3), Math.min(map.upper, 2e4)];
      const u = lower + fraction * (upper - lower);
      fc.pre(u - map.lower > map.lowerMargin && map.upper - u > map.upperMargin);
      return (
        insideBox(map, u) === u && boxSlope(map, u) === 1 && boxCurvature(map, u) === 0 && outsideBox(map, u) === u
      );
    }),
  );
});

test("the slope is the derivative of the map", () => {
  fc.assert(
    fc.property(box, place, (map, at) => {
      const u = coordinate(map, at);
      const size = widthOf(map);
      const h = 1e-6 * size;
      const difference = (insideBox(map, u + h) - insideBox(map, u - h)) / (2 * h);
      // a central difference over a kink of the slope is off by up to h |T''| / 2 = 1e-6 size / (4 margin) <= 1e-4;
      // rounding adds eps |u| / h
      const rounding = (4 * Number.EPSILON * (Math.abs(u) + size)) / h;
      return Math.abs(difference - boxSlope(map, u)) <= 1e-4 + rounding;
    }),
    { numRuns: 2000 },
  );
});

test("the curvature is the derivative of the slope, within a piece", () => {
  fc.assert(
    fc.property(box, place, (map, at) => {
      const u = coordinate(map, at);
      const h = 1e-4 * Math.min(widthOf(map), map.lowerMargin || Infinity, map.upperMargin || Infinity);
      // where the second derivative jumps there is nothing to compare
      fc.pre(h < Infinity && boxCurvature(map, u + h) === boxCurvature(map, u - h));
      const difference = (boxSlope(map, u + h) - boxSlope(map, u - h)) / (2 * h);
      const size = Math.max(Math.abs(boxCurvature(map, u)), 1 / widthOf(map));
      // the slope is linear there, so only rounding is left: eps |u| T'' / h, with |u| up to 8e4 and h down to 5e-9
      return Math.abs(difference - boxCurvature(map, u)) <= size * (1e-6 + (8 * Number.EPSILON * Math.abs(u)) / h);
    }),
    { numRuns: 2000 },
  );
});

test("the slope does not jump: the map is continuously differentiable where pieces meet and where it reflects", () => {
  for (const [lower, upper] of [
    [0, 1],
    [-3, Infinity],
    [-Infinity, 2],
    [10, 1000],
  ] as const) {
    const map = boxMap(lower, upper);
    const joints = [
      lower - map.lowerMargin,
      lower + map.lowerMargin,
      upper - map.upperMargin,
      upper + map.upperMargin,
      upper + map.upperMargin + (upper - lower + map.lowerMargin + map.upperMargin),
    ].filter((joint) => Number.isFinite(joint));
    for (const joint of joints) {
      const h = 1e-9 * Math.max(1, Math.abs(joint));
      const jump = Math.abs(boxSlope(map, joint + h) - boxSlope(map, joint - h));
      // continuous with |T''| <= 1 / (2 margin) <= 10: over 2 h the slope changes by no more than 20 h
      expect(jump, `at ${joint} of [${lower}, ${upper}]`).toBeLessThanOrEqual(20 * h + 1e-6);
    }
  }
});

test("the map undoes its inverse", () => {
  fc.assert(
    fc.property(box, fc.double({ min: 0, max: 1, noNaN: true }), (map, fraction) => {
      const [lower, upper] = [Math.max(map.lower, -1e3), Math.min(map.upper, 2e4)];
      const x = Math.min(upper, lower + fraction * (upper - lower));
      const back = insideBox(map, outsideBox(map, x));
      // the square root and the square round relative to |x| and the margin
      return Math.abs(back - x) <= 8 * Number.EPSILON * (Math.abs(x) + widthOf(map));
    }),
    { numRuns: 2000 },
  );
});

test("both bounds themselves are reached", () => {
  for (const [lower, upper] of [
    [0, 1],
    [-3, Infinity],
    [-Infinity, 2],
  ] as const) {
    const map = boxMap(lower, upper);
    if (lower > -Infinity) expect(insideBox(map, lower - map.lowerMargin)).toBe(lower);
    if (upper < Infinity) expect(insideBox(map, upper + map.upperMargin)).toBe(upper);
  }
});

test("a variable whose bounds coincide stands still", () => {
  const map = boxMap(2, 2);
  for (const u of [-5, 2, 1e9]) {
    expect([insideBox(map, u), boxSlope(map, u), boxCurvature(map, u)]).toEqual([2, 0, 0]);
  }
});
