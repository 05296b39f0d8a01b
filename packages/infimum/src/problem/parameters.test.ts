import fc from "fast-check";
import { expect, test } from "vitest";
import { layoutOf, type Parameters } from "./parameters.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 5 }),
  fc.constantFrom("constructor", "toString", "a.b", "0"),
);

const { record } = fc.letrec<{ record: Parameters; node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    number,
    fc.array(number, { maxLength: 4 }),
    fc.float64Array({ maxLength: 4, noNaN: true, noDefaultInfinity: true }),
    tie("record"),
  ),
  record: fc.dictionary(
    name.filter((each) => each !== "__proto__"),
    tie("node"),
    { maxKeys: 4, noNullPrototype: true },
  ) as fc.Arbitrary<Parameters>,
}));

test("a record comes back from its vector in the same shape: numbers, arrays and typed arrays where they were", () => {
  fc.assert(
    fc.property(record, (x0) => {
      const layout = layoutOf(x0);
      const vector = layout.encode(x0, new Float64Array(layout.dimension).fill(NaN));
      expect(vector.every((entry) => Number.isFinite(entry))).toBe(true);
      expect(layout.decode(vector)).toEqual(withoutEmptyRecords(x0));
    }),
    { numRuns: 500 },
  );
});

/** Records without a number in them have no variables, so nothing to come back with. */
function withoutEmptyRecords(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, withoutEmptyRecords(entry)] as const);
  const isRecord = (entry: unknown) => typeof entry === "object" && !Array.isArray(entry) && !ArrayBuffer.isView(entry);
  return Object.fromEntries(
    entries.filter(([, entry]) => !(isRecord(entry) && Object.keys(entry as object).length === 0)),
  );
}

test("every variable has a name of its own, in the order of the vector", () => {
  const layout = layoutOf({ rate: 0.1, layer: { width: 3, weights: [1, 2] }, bias: Float64Array.of(5) });
  expect(layout.names).toEqual(["rate", "layer.width", "layer.weights[0]", "layer.weights[1]", "bias[0]"]);
  expect(layout.dimension).toBe(5);
  expect(layout.encode({ rate: 0.1, layer: { width: 3, weights: [1, 2] }, bias: [5] }, new Float64Array(5))).toEqual(
    Float64Array.of(0.1, 3, 1, 2, 5),
  );
});

test("an array of numbers is its own vector", () => {
  const layout = layoutOf([1, 2, 3]);
  const x = Float64Array.of(4, 5, 6);
  expect(layout.flat).toBe(true);
  expect(layout.decode(x)).toBe(x);
  expect(layout.names).toEqual(["x[0]", "x[1]", "x[2]"]);
});

test("what a record lacks keeps what was there before", () => {
  const layout = layoutOf({ a: 1, b: [2, 3], c: { d: 4 } });
  const out = Float64Array.of(9, 9, 9, 9);
  expect(layout.encode({ b: [7] }, out)).toEqual(Float64Array.of(9, 7, 9, 9));
});

test("a variable may be called like something every object inherits", () => {
  const layout = layoutOf({ constructor: { toString: 1 }, valueOf: [2] });
  expect(layout.decode(Float64Array.of(5, 6))).toEqual({ constructor: { toString: 5 }, valueOf: [6] });
  expect(layout.encode({}, Float64Array.of(7, 8))).toEqual(Float64Array.of(7, 8));
  expect(Object.toString).toBeTypeOf("function");
});

test("one number may stand for a whole array", () => {
  const layout = layoutOf({ a: 1, b: [2, 3] });
  expect(layout.encode({ a: 0, b: 5 }, new Float64Array(3))).toEqual(Float64Array.of(0, 5, 5));
});

test("every point is decoded into a record of its own", () => {
  const layout = layoutOf({ a: 1, b: [2, 3] });
  const first = layout.decode(Float64Array.of(1, 2, 3)) as { b: number[] };
  const second = layout.decode(Float64Array.of(1, 2, 3)) as { b: number[] };
  first.b[0] = 99;
  expect(second.b[0]).toBe(2);
});

test.each([
  ["a string", "0"],
  ["null", null],
  ["undefined", undefined],
  ["a number", 3],
  ["a string in a record", { a: "1" }],
  ["null in a record", { a: { b: null } }],
  ["other typed arrays in a record", { a: new Int32Array(2) }],
])("%s for x0 is refused", (_what, x0) => {
  expect(() => layoutOf(x0 as unknown as Parameters)).toThrow(expect.objectContaining({ code: "x0-not-numbers" }));
});

test("the message says where in the record the mistake is", () => {
  expect(() => layoutOf({ a: { b: null } } as unknown as Parameters)).toThrow("x0.a.b has to be a number or numbers");
});
