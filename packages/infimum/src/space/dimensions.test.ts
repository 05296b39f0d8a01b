import { describe, expect, test } from "vitest";
import { flatten } from "./dimensions.ts";
import { choice, float, int, type SpaceRecord, variant, when } from "./parts.ts";

const coded = (code: string) => expect.objectContaining({ name: "InfimumError", code });

const names = (parts: SpaceRecord) => flatten(parts).dimensions.map(({ name }) => name);

/** The conditions of the dimension with that name: by the names of the choices, each with its options. */
function conditions(parts: SpaceRecord, name: string, occurrence = 0): [string, unknown[]][] {
  const { dimensions } = flatten(parts);
  const found = dimensions.filter((dimension) => dimension.name === name)[occurrence];
  return found.conditions.map(({ dimension, codes }) => {
    const { name: choiceName, domain } = dimensions[dimension];
    return [choiceName, codes.map((code) => (domain.kind === "choice" ? domain.options[code] : NaN))];
  });
}

describe("the order", () => {
  test("is the written one where nothing depends on anything", () => {
    expect(names({ c: float(0, 1), a: int(1, 2), b: { y: choice("z"), x: float(0, 1) } })).toEqual([
      "c",
      "a",
      "b.y",
      "b.x",
    ]);
  });

  test("puts a choice before what depends on it, wherever it is written", () => {
    expect(names({ m: when({ opt: "sgd" }, float(0, 1)), rate: float(0, 1), opt: choice("adam", "sgd") })).toEqual([
      "opt",
      "m",
      "rate",
    ]);
    // from within a record written before it
    expect(names({ inner: { m: when({ opt: 1 }, float(0, 1)) }, opt: choice(0, 1) })).toEqual(["opt", "inner.m"]);
    // a chain, last things first
    expect(names({ c: when({ b: 1 }, float(0, 1)), b: when({ a: 1 }, choice(0, 1)), a: choice(0, 1) })).toEqual([
      "a",
      "b",
      "c",
    ]);
    // a condition inside a condition
    expect(
      names({ c: when({ a: 1 }, when({ b: 1 }, float(0, 1))), b: when({ a: 1 }, choice(0, 1)), a: choice(0, 1) }),
    ).toEqual(["a", "b", "c"]);
  });

  test("of choices that depend on each other there is none", () => {
    const circle = { a: when({ b: 1 }, choice(0, 1)), b: when({ a: 1 }, choice(0, 1)), c: float(0, 1) };
    expect(() => flatten(circle)).toThrow(coded("bad-condition"));
    expect(() => flatten(circle)).toThrow(/a and b go round in a circle/);
  });
});

describe("conditions", () => {
  test("are on choices beside the part", () => {
    const parts = { opt: choice("adam", "sgd", "lion"), m: when({ opt: "sgd" }, float(0, 1)) };
    expect(conditions(parts, "m")).toEqual([["opt", ["sgd"]]]);
  });

  test("take any of several options, in the order of the choice, each once", () => {
    const parts = { opt: choice("adam", "sgd", "lion"), m: when({ opt: ["lion", "adam", "lion"] }, float(0, 1)) };
    expect(conditions(parts, "m")).toEqual([["opt", ["adam", "lion"]]]);
  });

  test("a list that is an option itself is one, not several", () => {
    const parts = { shape: choice([1, 2], 1, 2), m: when({ shape: [1, 2] }, float(0, 1)) };
    expect(conditions(parts, "m")).toEqual([["shape", [[1, 2]]]]);
    expect(conditions({ ...parts, m: when({ shape: [[1, 2], 2] }, float(0, 1)) }, "m")).toEqual([
      ["shape", [[1, 2], 2]],
    ]);
  });

  test("several all have to hold, those of conditions inside conditions and of enclosing parts too", () => {
    const parts = {
      a: choice(0, 1),
      b: choice(0, 1),
      c: choice(0, 1),
      group: when({ a: 1, b: 0 }, { m: when({ c: 1 }, when({ b: [0, 1] }, float(0, 1))) }),
    };
    expect(conditions(parts, "group.m")).toEqual([
      ["a", [1]],
      ["b", [0]],
      ["c", [1]],
      ["b", [0, 1]],
    ]);
  });

  test("are on further-out choices where there is none of the name beside the part", () => {
    const parts = {
      mode: choice("x", "y"),
      group: { mode: choice("p", "q"), deep: { m: when({ mode: "q" }, float(0, 1)) } },
      other: { deep: { m: when({ mode: "y" }, float(0, 1)) } },
    };
    expect(conditions(parts, "group.deep.m")).toEqual([["group.mode", ["q"]]]);
    expect(conditions(parts, "other.deep.m")).toEqual([["mode", ["y"]]]);
  });

  test("are never on the part itself: its name means something further out", () => {
    const parts = { mode: choice("x", "y"), group: { mode: when({ mode: "y" }, choice("p", "q")) } };
    expect(conditions(parts, "group.mode")).toEqual([["mode", ["y"]]]);
    expect(() => flatten({ mode: when({ mode: "p" }, choice("p", "q")) })).toThrow(coded("bad-condition"));
  });

  test("on a variant are on its arm", () => {
    const parts = { rule: variant({ adam: {}, sgd: {} }), warm: when({ rule: "sgd" }, float(0, 1)) };
    expect(conditions(parts, "warm")).toEqual([["rule.kind", ["sgd"]]]);
  });

  test("in an arm are on the choices of that arm, whatever other arms call theirs", () => {
    const parts = {
      rule: variant({
        a: { mode: choice("p", "q"), m: when({ mode: "q" }, float(0, 1)) },
        b: { mode: choice("r", "s"), m: when({ mode: "s" }, float(0, 1)) },
      }),
    };
    expect(conditions(parts, "rule.m", 0)).toEqual([
      ["rule.kind", ["a"]],
      ["rule.mode", ["q"]],
    ]);
    expect(conditions(parts, "rule.m", 1)).toEqual([
      ["rule.kind", ["b"]],
      ["rule.mode", ["s"]],
    ]);
  });

  test.each([
    ["a name that is not there", { opt: choice("a"), m: when({ otp: "a" }, float(0, 1)) }, /"otp".*"opt"/],
    ["a choice inside a record", { g: { opt: choice("a") }, m: when({ opt: "a" }, float(0, 1)) }, /not there/],
    ["a number", { n: int(1, 2), m: when({ n: 1 }, float(0, 1)) }, /no choice/],
    ["a record", { n: { o: choice(1) }, m: when({ n: 1 }, float(0, 1)) }, /no choice/],
    ["an option there is not", { opt: choice("a", "b"), m: when({ opt: "c" }, float(0, 1)) }, /"c".*"a", "b"/],
    ["one of several there is not", { opt: choice("a", "b"), m: when({ opt: ["a", "c"] }, float(0, 1)) }, /"c"/],
    ["no option at all", { opt: choice("a"), m: when({ opt: [] }, float(0, 1)) }, /no options/],
    ["an arm there is not", { rule: variant({ a: {} }), m: when({ rule: "b" }, float(0, 1)) }, /"b".*"a"/],
  ])("on %s: bad-condition, and it says which", (_name, parts, message) => {
    expect(() => flatten(parts)).toThrow(coded("bad-condition"));
    expect(() => flatten(parts)).toThrow(message);
  });
});

describe("starts", () => {
  test("are the given one, else the middle of the range or the first option", () => {
    const { dimensions } = flatten({
      a: float(0, 1, { start: 0.2 }),
      b: float(0, 4),
      c: float(1e-4, 1, { log: true }),
      d: int(1, 5),
      e: choice("x", "y"),
      f: variant({ p: {}, q: {} }),
      g: float(0, 1, { step: 0.1, start: 0.1 + 0.2 }),
    });
    const starts = dimensions.map(({ start }) => start);
    expect(starts[2]).toBeCloseTo(1e-2, 12);
    expect(starts.toSpliced(2, 1)).toEqual([0.2, 2, 3, 0, 0, 0.3]);
  });

  test("have to be in the range", () => {
    expect(() => flatten({ group: { a: float(0, 1, { start: 2 }) } })).toThrow(coded("not-in-space"));
    expect(() => flatten({ group: { a: float(0, 1, { start: 2 }) } })).toThrow(/the start of group\.a is 2/);
    expect(() => flatten({ a: int(1, 9, { step: 2, start: 4 }) })).toThrow(coded("not-in-space"));
  });
});

describe("what is no part", () => {
  test.each([
    ["a number", { a: 1 }],
    ["nothing", { a: null }],
    ["undefined", { a: undefined }],
    ["a list of parts", { a: [float(0, 1)] }],
    ["a function", { a: float }],
    ["an object of a class", { a: new Map() }],
    ["a number under a condition", { b: choice(1), a: when({ b: 1 }, 3 as never) }],
  ])("%s: not-a-space, and it says where", (_name, parts) => {
    expect(() => flatten({ group: parts } as never)).toThrow(coded("not-a-space"));
    expect(() => flatten({ group: parts } as never)).toThrow(/^group\.a has to be float/);
  });

  test("two parameters of one name in two places cannot be told apart", () => {
    expect(() => flatten({ a: { b: float(0, 1) }, "a.b": float(0, 1) })).toThrow(coded("not-a-space"));
    // arms have one place
    expect(names({ r: variant({ p: { b: float(0, 1) }, q: { b: int(1, 2) } }) })).toEqual(["r.kind", "r.b", "r.b"]);
  });

  test("names may be what every object inherits, but not __proto__", () => {
    expect(names({ constructor: float(0, 1), toString: { hasOwnProperty: int(1, 2) } })).toEqual([
      "constructor",
      "toString.hasOwnProperty",
    ]);
    expect(() => flatten({ ["__proto__"]: float(0, 1) })).toThrow(coded("not-a-space"));
  });
});
