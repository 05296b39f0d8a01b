import { expect, test } from "vitest";
import { readBounds } from "./bounds.ts";
import { layoutOf, type Parameters } from "./parameters.ts";
import { readStart } from "./start.ts";

const three = layoutOf([0, 0, 0]);
const record = layoutOf({ rate: 0, layer: { width: 0, weights: [0, 0] } });

test("no bounds are no vectors", () => {
  expect(readBounds(undefined, three)).toBeUndefined();
  expect(readBounds({}, three)).toBeUndefined();
});

test("one number bounds every variable, and the other side is infinite", () => {
  expect(readBounds({ lower: -1 }, three)).toEqual({
    lower: Float64Array.of(-1, -1, -1),
    upper: Float64Array.of(Infinity, Infinity, Infinity),
  });
});

test("a record of bounds may leave names out, and one number may bound a whole array", () => {
  expect(readBounds({ lower: { layer: { weights: -2 } }, upper: { rate: 1 } }, record)).toEqual({
    lower: Float64Array.of(-Infinity, -Infinity, -2, -2),
    upper: Float64Array.of(1, Infinity, Infinity, Infinity),
  });
});

test("bounds that coincide fix a variable", () => {
  expect(readBounds({ lower: [1, 2, 3], upper: [1, 5, 3] }, three)).toEqual({
    lower: Float64Array.of(1, 2, 3),
    upper: Float64Array.of(1, 5, 3),
  });
});

test("the caller's arrays are copied", () => {
  const lower = Float64Array.of(1, 2, 3);
  const bounds = readBounds({ lower }, three);
  lower.fill(0);
  expect(bounds?.lower).toEqual(Float64Array.of(1, 2, 3));
});

test.each([
  ["too few", { lower: [1] }, "bounds-mismatch", "bounds.lower has 1 entries and x0 has 3"],
  ["too many", { upper: [1, 2, 3, 4] }, "bounds-mismatch", "bounds.upper has 4 entries"],
  ["a record for an array", { upper: { a: 1 } }, "bounds-mismatch", "bounds.upper has no entries"],
  ["null", { lower: null }, "bounds-mismatch", "bounds.lower has no entries"],
  ["NaN", { lower: [0, NaN, 0] }, "bounds-mismatch", "bounds.lower of x[1] is NaN"],
  [
    "a lower bound of Infinity",
    { lower: Infinity },
    "bounds-mismatch",
    "x[0] is Infinity: give a number, or -Infinity",
  ],
  ["an upper bound of -Infinity", { upper: -Infinity }, "bounds-mismatch", "give a number, or Infinity for none"],
  ["crossed bounds", { lower: [0, 0, 5], upper: 4 }, "bounds-crossed", "5 of x[2] is above its upper bound 4"],
])("%s: the message says what is wrong and where", (_what, bounds, code, words) => {
  expect(() => readBounds(bounds as never, three)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) }),
  );
});

test("in a record the variable is called by its name", () => {
  expect(() => readBounds({ lower: { layer: { width: 3 } }, upper: { layer: { width: 2 } } }, record)).toThrow(
    "the lower bound 3 of layer.width is above its upper bound 2",
  );
});

test("the start is a vector of its own", () => {
  const x0 = Float64Array.of(1, 2, 3);
  const start = readStart(x0, three, undefined);
  x0.fill(0);
  expect(start).toEqual(Float64Array.of(1, 2, 3));
});

test("a start on its bounds is inside", () => {
  const bounds = readBounds({ lower: [1, 2, 3], upper: [5, 2, 7] }, three);
  expect(readStart([1, 2, 7], three, bounds)).toEqual(Float64Array.of(1, 2, 7));
});

test.each([
  ["NaN", [0, NaN, 0], "x0-not-finite", "the start of x[1] is NaN"],
  ["infinity", [0, 0, -Infinity], "x0-not-finite", "the start of x[2] is -Infinity"],
  ["a missing entry", [0, undefined, 0], "x0-not-finite", "x[1]"],
  [
    "a start below",
    [-1, 0, 0],
    "x0-outside-bounds",
    "the start of x[0], -1, is outside its bounds [0, 1]: move it inside",
  ],
  ["a start above", [0, 0, 1 + Number.EPSILON], "x0-outside-bounds", "x[2]"],
])("%s: the message says what is wrong and where", (_what, x0, code, words) => {
  const bounds = readBounds({ lower: 0, upper: 1 }, three);
  expect(() => readStart(x0 as number[], three, bounds)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) }),
  );
});

test("a start without variables is refused, as an array and as a record", () => {
  for (const x0 of [[], {}, { a: [] }, { a: {} }] as Parameters[]) {
    expect(() => readStart(x0, layoutOf(x0), undefined)).toThrow(expect.objectContaining({ code: "x0-empty" }));
  }
});
