import { expect, test } from "vitest";
import { obstacleOf, readAndRun, runAt, somePoint } from "./fixtures/read-and-run.ts";
import { FunctionReader } from "./read-function.ts";

const outside = 3;
declare const helper: (t: number) => number;

test("what comes from outside is named, all of it at once, with the remedy", () => {
  expect(obstacleOf((x) => outside * x[0] + helper(x[1]))).toMatch(
    /outside comes from outside.*line 1.*add using: \{ outside, helper \}/,
  );
  expect(obstacleOf((x) => (x[0] > 0 ? outside : outside) * x[0])).toMatch(/using: \{ outside \}/);
  expect(obstacleOf((x) => console.log(x) as never)).toMatch(/take the printing out/);
});

test("what no program can do is refused with its place", () => {
  expect(obstacleOf((x) => x[0] * Math.random())).toMatch(/random numbers.*data/);
  expect(obstacleOf((x) => x[0] + Date.now())).toMatch(/Date comes from outside.*time in data/);
  expect(obstacleOf((x) => new WeakMap([[{}, x[0]]]).get({}) ?? 0)).toMatch(/WeakMap comes from outside/);
  expect(obstacleOf((x) => (/a/g.test("a") ? x[0] : 0))).toMatch(/flag g or y.*use match or replace/);
  expect(obstacleOf((x) => Number(x[0].toFixed(2)))).toMatch(/a field of a number is read/);
  expect(obstacleOf(() => undefined)).toMatch(/returns undefined.*return/);
  expect(obstacleOf((x) => ({ value: x[0] }))).toMatch(/returns an object/);
  expect(obstacleOf((x) => [x[0], [x[1]]])).toMatch(/entry 1 .* an array/);
});

test("what would be read otherwise than it runs is refused, with what to do", () => {
  expect(obstacleOf((x) => new Map([[x[0], 1]]).get(0.5) ?? x[1])).toMatch(
    /computed number for a key.*use whole numbers/,
  );
  expect(
    obstacleOf((x) => {
      const m = new Map([[0, x[0]]]);
      for (const [k] of m) m.set(k + 1, 1);
      return m.size;
    }),
  ).toMatch(/gains or loses keys while it is iterated over.*iterate over a copy/);
  expect(obstacleOf((x) => "abc".indexOf(x[0]))).toMatch(/a text is made of a computed number/);
  expect(obstacleOf((x) => (Object.is(x[0], 0) ? 1 : x[1]))).toMatch(/Object\.is of a computed number.*write ===/);
  expect(obstacleOf((x) => Number.parseInt(x[0], 10))).toMatch(
    /the text of a computed number is parsed.*use Math\.trunc/,
  );
  expect(
    obstacleOf((x) => {
      class Wrong extends Array {}
      return new Wrong().length + x[0];
    }),
  ).toMatch(/extends something that is no class of the function/);
  expect(
    obstacleOf((x) => {
      const o = {
        get v() {
          return x[0];
        },
      } as { v: number };
      o.v = 2;
      return o.v;
    }),
  ).toMatch(/a getter only, is assigned/);
  expect(
    obstacleOf(function (this: { k: number }, x) {
      return this.k * x[0];
    }),
  ).toMatch(/the function uses this.*pass what it needs through data/);
});

test("an index out of range is named with its place", () => {
  const beyond = (x: any): number => {
    let s = x[0];
    s += 2 * x[7];
    return s;
  };
  expect(obstacleOf(beyond)).toMatch(/undefined is used as a number: an index is out of range.*line 3.*of beyond/);
});

test("objects of classes among data and using are refused by name", () => {
  expect(obstacleOf((x) => x[0], 2, { data: { when: new Date(0) } })).toMatch(/class Date/);
  expect(obstacleOf((x) => x[0], 2, { using: { m: new Map() } })).toMatch(/using\.m: .*class Map/);
});

test("a run without end is an obstacle, not a hang", () => {
  const endless = (x: any): number => {
    let t = x[0];
    for (;;) t += 1;
  };
  expect(obstacleOf(endless)).toMatch(/unroll/);
});

test("where a decision of the function is part of the program, the program says when it does not hold", () => {
  const f = ([a, b]: any): number => {
    let t = a;
    while (t > 1) t /= 2;
    return t * b;
  };
  const reader = new FunctionReader(f, { dimension: 2 });
  const program = reader.read(Float64Array.of(10, 1));
  expect(runAt(program, Float64Array.of(11, 3))).toEqual([(11 / 16) * 3]);
  expect(() => runAt(program, Float64Array.of(20, 3))).toThrow(/how often a loop runs/);
  expect(runAt(reader.read(Float64Array.of(20, 3)), Float64Array.of(20, 3))).toEqual([(20 / 32) * 3]);
});

test("what loaders and coverage tools write is read through", () => {
  const instrumented = new Function(
    "cov_1ab",
    "__name",
    "__vi_import_0__",
    `return (x) => { cov_1ab().f[0]++; cov_1ab().s[0]++; const g = __name((t) => { cov_1ab().s[1]++; return t * t; }, "g");
      return (cov_1ab().b[0][0]++, g(x[0])) + (0, __vi_import_0__.helper)(x[1]); }`,
  )() as (x: any) => number;
  const x = somePoint(2);
  expect(readAndRun(instrumented, x, { using: { helper: (t: number) => 3 * t } })).toEqual([x[0] * x[0] + 3 * x[1]]);
});

test("a function that changes what is not its own is refused", () => {
  expect(obstacleOf((x, d) => (d.y[0] = x[0]), 2, { data: { y: [1, 2] } })).toMatch(/changed that is data.*slice/);
  expect(obstacleOf((x, d) => (d.k += x[0]), 2, { data: { k: 1 } })).toMatch(/a record of using or data is changed/);
  expect(
    obstacleOf((x, d) => d.rows.map((row: number[]) => (row[0] *= 2) * x[0])[0], 2, { data: { rows: [[1], [2]] } }),
  ).toMatch(/changed that is data/);
  const list = [1, 2];
  expect(obstacleOf((x) => list.push(x[0]), 2, { using: { list } })).toMatch(/changed/);
  expect(
    obstacleOf((x) => {
      const part = x.subarray(0, 1);
      x[0] = 2;
      return part[0];
    }),
  ).toMatch(/part of another array/);
});
