import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { box } from "./box.ts";
import { expectLinearMinimizer, expectProjectionLaws, points } from "./fixtures/proximal-laws.ts";

const lower = [-1, 0, -Infinity, 2];
const upper = [1, 0, 3, Infinity];

describe("box", () => {
  test("projects by clipping each entry", () => {
    const out = new Float64Array(4);
    box(lower, upper).project(Float64Array.of(5, 5, 5, 5), out);
    expect(out).toEqual(Float64Array.of(1, 0, 3, 5));
    box(lower, upper).project(Float64Array.of(-5, -5, -5, -5), out);
    expect(out).toEqual(Float64Array.of(-1, 0, -5, 2));
    box(0, 1).project(Float64Array.of(-1, 0.5, 7, 1), out);
    expect(out).toEqual(Float64Array.of(0, 0.5, 1, 1));
  });

  test("its projection obeys the laws of projections", () => {
    const set = box([-1, 0, -3, 2], [1, 0, 3, 4]);
    const inside = points(4).map((x) => {
      const point = x.slice();
      set.project(x, point);
      return point;
    });
    fc.assert(
      fc.property(points(4), points(4), fc.array(inside, { maxLength: 4 }), (x, y, others) => {
        expectProjectionLaws(set, x, y, others);
        expectLinearMinimizer(set, x, others);
      }),
    );
  });

  test("measures the largest violation, 0 inside", () => {
    expect(box(lower, upper).violation(Float64Array.of(0, 0, -100, 100))).toBe(0);
    expect(box(lower, upper).violation(Float64Array.of(3, 0.5, 0, 1))).toBe(2);
    expect(box(0, 1).violation(Float64Array.of(NaN))).toBeNaN();
  });

  test("has a linear minimizer only when it is bounded", () => {
    expect(box(lower, upper).linearMinimizer).toBeUndefined();
    expect(box(0, Infinity).linearMinimizer).toBeUndefined();
    expect(box(0, [1, 2]).linearMinimizer).toBeDefined();
  });

  test("refuses bounds that are crossed, no numbers, or of different lengths", () => {
    expect(() => box(1, 0)).toThrow(expect.objectContaining({ code: "bounds-crossed" }));
    expect(() => box([0, 3], 2)).toThrow(expect.objectContaining({ code: "bounds-crossed" }));
    expect(() => box(NaN, 1)).toThrow(expect.objectContaining({ code: "bounds-mismatch" }));
    expect(() => box(Infinity, Infinity)).toThrow(expect.objectContaining({ code: "bounds-mismatch" }));
    expect(() => box([0, 0], [1, 1, 1])).toThrow(expect.objectContaining({ code: "bounds-mismatch" }));
    expect(() => box([0, 0], 1).check!(3)).toThrow(expect.objectContaining({ code: "bounds-mismatch" }));
    box([0, 0], 1).check!(2);
    box(0, 1).check!(7);
  });
});
