import { describe, expect, test } from "vitest";
import { minimize } from "../index.ts";
import { differentiate } from "./differentiate.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

const forgets = (x: any) => {
  const y = x[0] ** 2;
  if (y < 0) return y;
};
const promises = async (x: any) => x[0] ** 2;
const writes = (x: any) => `${x[0]}`;
const notThere = (x: any) => {
  const y = 2 * x[0];
  return y + x[5];
};
const entryOf = (list: any, at: any) => {
  let sum = 0;
  for (let i = 0; i < 40; i++) sum += list[Math.floor(at) + i];
  return sum;
};
const viaEntry = (x: any, list: any) => x[0] * entryOf(list, x[1]);
const list = Float64Array.from({ length: 100 }, (_, i) => i);

describe("differentiate names what a function does wrong, and where", () => {
  test("nothing, a promise or a text is returned", () => {
    expect(() => differentiate(forgets as never, 1).value([1])).toThrow(
      /returned undefined \(is a return missing\?\) \(line 1, column 1 of forgets\)/,
    );
    expect(() => differentiate(promises as never, 1).gradient([1])).toThrow(/a promise \(line 1, .* of promises\)/);
    expect(() => differentiate(writes as never, 1).jacobian([1])).toThrow(/a string \(line 1, .* of writes\)/);
    expect(() => differentiate(writes as never, 1).jacobianVector([1], [1])).toThrow(code("not-a-number"));
  });

  test("an entry is read that is not there", () => {
    const f = differentiate(notThere, 2);
    expect(f.source).toMatch(/an index is out of range.*line 3, column \d+ of notThere/);
    expect(f.value([1, 2])).toBeNaN();
  });

  test("an index leaves an array in a function that the function calls, at a point but not at the first", () => {
    const f = differentiate(viaEntry, 2, { data: list, using: { entryOf } });
    expect(f.gradient([1, 0.5])[0]).toBe((39 * 40) / 2);
    expect(() => f.gradient([1, 80.5])).toThrow(/outside an array of 100 entries \(line 3, column \d+ of entryOf\)/);
    expect(f.gradient([1, 1.5])[0]).toBe((40 * 41) / 2);
  });

  test("as many residuals as at the first point are not there at another", () => {
    const growing = (x: any) => {
      const out = [];
      for (let i = 0; i < Math.round(x[0]); i++) out.push(x[0] ** 2);
      return out;
    };
    const f = differentiate(growing, 1);
    expect([...f.jacobian([2])]).toEqual([4, 4]);
    for (const ask of [f.residuals, f.jacobian, (x: number[]) => f.jacobianVector(x, [1])])
      expect(() => ask([3])).toThrow(/an array of 3 here, and an array of 2 where it was read first/);
    const outside = 2;
    const hidden = differentiate((x: any) => growing(x).map((entry) => outside * entry), 1);
    expect([...hidden.residuals([2])]).toEqual([8, 8]);
    expect(() => hidden.residuals([3])).toThrow(/has 3 entries where 2 are needed/);
  });

  test("data of another structure may come with another number of residuals", () => {
    const f = differentiate((x: any, t: number[]) => t.map((time) => x[0] * time), 1, { data: [1, 2] });
    expect([...f.residuals([3])]).toEqual([3, 6]);
    f.bind([1, 2, 3]);
    expect([...f.residuals([3])]).toEqual([3, 6, 9]);
    expect([...f.vectorJacobian([3], [1, 1, 1])]).toEqual([6]);
  });

  test("NaN is an answer, and its derivatives are NaN or 0", () => {
    const f = differentiate((x: any) => Math.sqrt(x[0]) + x[1], 2);
    expect(f.value([-1, 1])).toBeNaN();
    expect([...f.gradient([-1, 1])]).toEqual([NaN, 1]);
  });
});

describe("minimize names what an objective does wrong, and where", () => {
  test("nothing or a text is returned", () => {
    const r = minimize(forgets as never, [1]);
    expect(r.status).toBe("failed");
    expect(r.message).toMatch(/undefined \(is a return missing\?\)/);
    expect(r.derivatives).toMatch(/line 1, column 1 of forgets/);
    expect(minimize(writes as never, [1]).message).toMatch(/"1", not a number/);
    expect(() => minimize(forgets as never, [1], { derivatives: "exact" })).toThrow(
      /forgets returns undefined \(line 1, column 1 of forgets\)/,
    );
  });

  test("a promise is returned", () => {
    expect(() => minimize(promises as never, [1])).toThrow(code("objective-is-async"));
    expect(() => minimize(promises as never, [1], { derivatives: "exact" })).toThrow(
      /async \(line 1, .* of promises\)/,
    );
  });

  test("an array is returned", () => {
    expect(() => minimize(((x: any) => [x[0]]) as never, [1], { derivatives: "exact" })).toThrow(/returns an array/);
  });

  test("an entry is read that is not there, at the start or in a function that is called", () => {
    expect(minimize(notThere, [1, 2]).derivatives).toMatch(/out of range.*line 3, column \d+ of notThere/);
    const options = { data: list, using: { entryOf }, derivatives: "exact" } as const;
    expect(() => minimize(viaEntry, [1, 80.5], options)).toThrow(/100 entries \(line 3, column \d+ of entryOf\)/);
  });

  test("NaN at the start", () => {
    const r = minimize((x) => Math.log(x[0]), [-1]);
    expect(r.status).toBe("failed");
    expect(r.message).toMatch(/NaN/);
  });
});
