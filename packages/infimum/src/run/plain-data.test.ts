import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, encode } from "./plain-data.ts";

/** Numbers with everything JSON loses or bends. */
const number = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** 53, 1 / 3),
);

const typedArray = fc.oneof(
  fc.float64Array(),
  fc.float32Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.uint8Array({ maxLength: 30 }),
);

/** Names that are awkward in records: the encoding's own mark among them. */
const key = fc.oneof(fc.string(), fc.constantFrom("$", "$$", "data", "__proto__", "constructor", "length", ""));

const { plain } = fc.letrec((tie) => ({
  plain: fc.oneof(
    { depthSize: "small" },
    number,
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    typedArray,
    fc.array(tie("plain"), { maxLength: 5 }),
    // fromEntries makes "__proto__" an entry like any other, as JSON.parse does
    fc.array(fc.tuple(key, tie("plain")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

function throughJson(value: unknown): unknown {
  return decode(JSON.parse(JSON.stringify(encode(value))));
}

test("plain data come back from JSON bit for bit", () => {
  fc.assert(
    // isDeepStrictEqual tells -0 from 0, undefined entries from missing ones and the kinds of typed arrays apart
    fc.property(plain, (value) => isDeepStrictEqual(throughJson(value), value)),
    { numRuns: 1000 },
  );
});

test("what is encoded is what JSON can hold: it survives JSON unchanged", () => {
  fc.assert(
    fc.property(plain, (value) => {
      const encoded = encode(value);
      return isDeepStrictEqual(JSON.parse(JSON.stringify(encoded)), encoded);
    }),
  );
});

test("a record that looks like an encoding stays the record it is", () => {
  for (const record of [{ $: "NaN" }, { $: "f64", data: "AAAA" }, { $: "undefined" }, { $: 1 }, { $$: { $: "-0" } }]) {
    expect(throughJson(record)).toStrictEqual(record);
  }
});

test("part of a larger buffer is encoded as that part alone", () => {
  const whole = Float64Array.of(1, 2, 3, 4);
  expect(throughJson(whole.subarray(1, 3))).toStrictEqual(Float64Array.of(2, 3));
});

test("a long array needs no long argument list", () => {
  const long = new Float64Array(300_000).fill(Math.PI);
  expect(throughJson(long)).toStrictEqual(long);
});

test("every bit of a number in a typed array is kept, those of NaN too", () => {
  const bits = new BigUint64Array([0x7ff8_0000_0000_1234n, 0xfff0_0000_0000_0001n, 0x8000_0000_0000_0000n]);
  const back = throughJson(new Float64Array(bits.buffer)) as Float64Array;
  expect(new BigUint64Array(back.buffer)).toEqual(bits);
});

test.each([
  ["a function", () => 1, "function"],
  ["a symbol", Symbol("s"), "symbol"],
  ["a bigint", 1n, "bigint"],
  ["a Map", new Map(), "Map"],
  ["a Date", new Date(0), "Date"],
  [
    "an instance of a class",
    new (class Walker {
      steps = 0;
    })(),
    "Walker",
  ],
  ["an array of bigints", new BigInt64Array(1), "BigInt64Array"],
])("%s is no plain data, and the message names it", (_what, value, named) => {
  expect(() => encode({ state: [value] })).toThrow(
    expect.objectContaining({ code: "not-plain-data", message: expect.stringContaining(named) }),
  );
});
