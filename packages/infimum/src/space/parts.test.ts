import { describe, expect, test } from "vitest";
import { choice, float, int, partKind, type SpaceRecord, variant, when } from "./parts.ts";

const coded = (code: string) => expect.objectContaining({ name: "InfimumError", code });

describe("ranges", () => {
  test("say what they range over", () => {
    expect(float(0, 1, { log: false, start: 0.2 })).toEqual({
      [partKind]: "variable",
      domain: { kind: "float", low: 0, high: 1, log: false, step: undefined },
      start: 0.2,
    });
    expect(int(1, 9, { log: true, step: 2 })).toEqual({
      [partKind]: "variable",
      domain: { kind: "int", low: 1, high: 9, log: true, step: 2 },
      start: undefined,
    });
  });

  test("end at their last level", () => {
    expect(int(1, 10, { step: 4 })).toEqual(int(1, 9, { step: 4 }));
    expect(float(0, 1, { step: 0.3 })).toEqual(float(0, 0.9, { step: 0.3 }));
  });

  test.each([
    ["crossed", () => float(1, 0)],
    ["without an end", () => float(0, Infinity)],
    ["no number", () => float(NaN, 1)],
    ["text", () => float("0" as never, 1)],
    ["half a whole number", () => int(0.5, 3)],
    ["beyond what float64 counts", () => int(0, 2 ** 53)],
    ["wider than what float64 counts", () => int(-(2 ** 53) + 1, 2 ** 53 - 1)],
    ["logarithmic from 0", () => float(0, 1, { log: true })],
    ["logarithmic below 0", () => int(-1, 1, { log: true })],
  ])("%s: bad-range", (_name, make) => {
    expect(make).toThrow(coded("bad-range"));
  });

  test.each([
    ["0", () => float(0, 1, { step: 0 })],
    ["below 0", () => int(0, 1, { step: -1 })],
    ["infinite", () => float(0, 1, { step: Infinity })],
    ["no number", () => float(0, 1, { step: NaN })],
    ["half a whole number", () => int(0, 9, { step: 1.5 })],
    ["too small to tell numbers apart", () => float(1e16, 2e16, { step: 0.5 })],
  ])("a step that is %s: bad-step", (_name, make) => {
    expect(make).toThrow(coded("bad-step"));
  });

  test("an option that is not known is named, with the one that was meant", () => {
    const wrong = { lgo: true } as object;
    expect(() => float(1, 2, wrong)).toThrow(coded("unknown-option"));
    expect(() => int(1, 2, wrong)).toThrow(/"lgo".*"log"/);
  });
});

describe("choices", () => {
  test("take strings, numbers, booleans, null, and lists and records of them", () => {
    const options = ["a", 1.5, true, null, [1, ["b"]], { c: { d: false } }] as const;
    expect(choice(...options).domain).toEqual({ kind: "choice", options });
  });

  test("nobody changes an option afterwards: neither its author nor an objective that got it", () => {
    const layers = [16, 32];
    const { domain } = choice(layers, { width: [1] });
    layers.push(64);
    expect(domain).toEqual({ kind: "choice", options: [[16, 32], { width: [1] }] });
    const [list, record] = (domain as { readonly options: readonly any[] }).options;
    expect(() => list.push(64)).toThrow(TypeError);
    expect(() => record.width.push(2)).toThrow(TypeError);
  });

  test.each([
    ["no option", () => choice()],
    ["an option twice", () => choice("a", "b", "a")],
    ["a record twice, its entries in another order", () => choice({ a: 1, b: 2 }, { b: 2, a: 1 })],
    ["0 and -0, which are one number", () => choice(0, -0)],
    ["NaN", () => choice(NaN)],
    ["infinity inside", () => choice([1, Infinity])],
    ["undefined", () => choice(undefined as never)],
    ["a function", () => choice((() => 1) as never)],
    ["a date", () => choice(new Date(0) as never)],
    ["an object of a class", () => choice(new Map() as never)],
    ["a bigint", () => choice(1n as never)],
    ["a symbol inside", () => choice([Symbol("a")] as never)],
  ])("%s: bad-choice", (_name, make) => {
    expect(make).toThrow(coded("bad-choice"));
  });
});

describe("conditions and variants", () => {
  test.each([
    ["without a choice", () => when({}, float(0, 1))],
    ["that is a name alone", () => when("optimizer" as never, float(0, 1))],
    ["that is nothing", () => when(undefined as never, float(0, 1))],
  ])("a condition %s: bad-condition", (_name, make) => {
    expect(make).toThrow(coded("bad-condition"));
  });

  test("a variant needs an arm, and arms need the name kind for themselves", () => {
    expect(() => variant({})).toThrow(coded("bad-choice"));
    expect(() => variant({ a: { kind: float(0, 1) } })).toThrow(coded("bad-choice"));
  });

  test.each([
    ["a variable", { a: float(0, 1) as unknown as SpaceRecord }],
    ["a condition", { a: when({ b: 1 }, {}) as unknown as SpaceRecord }],
    ["a list", { a: [float(0, 1)] as unknown as SpaceRecord }],
    ["nothing", { a: null as unknown as SpaceRecord }],
  ])("an arm that is %s: not-a-space", (_name, arms) => {
    expect(() => variant(arms)).toThrow(coded("not-a-space"));
    expect(() => variant(null as never)).toThrow(coded("not-a-space"));
  });
});
