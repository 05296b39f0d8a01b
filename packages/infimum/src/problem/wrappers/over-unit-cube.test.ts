import fc from "fast-check";
import { expect, test } from "vitest";
import { answerTo, viewOf } from "../../../test/asked.ts";
import { choice, float, int, space, when } from "../../space/index.ts";
import { problem } from "../problem.ts";
import { boundsByTransformation } from "./bounds-by-transformation.ts";

/** The problem as a method that asks these of it, and takes real numbers only, is served. */
const served = (stated: ReturnType<typeof problem>, ...needs: ("value" | "values" | "gradient")[]) =>
  stated.serve!(stated, { name: "some method", needs, handles: ["bounds"] });

const unit = fc.double({ min: 0, max: 1, noNaN: true });

const scales = problem({
  x0: space({ rate: float(1e-4, 1, { log: true, start: 0.3 }), w: float(-3, 5, { start: 0.1 }), fixed: float(2, 2) }),
  objective: ({ rate, w, fixed }) => rate * w + fixed,
  gradient: ({ rate, w, fixed }: { rate: number; w: number; fixed: number }, out: Float64Array) => {
    out.set([w, rate, 1]);
    return rate * w + fixed;
  },
});

test("is the unit cube, a point for what has one value", () => {
  const view = viewOf(served(scales, "gradient"));
  expect([view.lower, view.upper]).toEqual([Float64Array.of(0, 0, 0.5), Float64Array.of(1, 1, 0.5)]);
  expect(view.coordinates.every(({ kind }) => kind === "continuous")).toBe(true);
});

test("its start is the caller's, exactly, though the way there and back rounds", () => {
  const view = viewOf(served(scales, "gradient"));
  expect([...view.original(view.x0.slice(), new Float64Array(3))]).toEqual([0.3, 0.1, 2]);
});

test("value and gradient are those of f(10^(4 (u - 1)), 8 v - 3)", () => {
  const view = viewOf(served(scales, "gradient"));
  fc.assert(
    fc.property(unit, unit, (u, v) => {
      const rate = 10 ** (4 * (u - 1));
      const w = 8 * v - 3;
      const out = new Float64Array(3);
      const value = answerTo(view.gradient(Float64Array.of(u, v, 0.5), out));
      // the exponential magnifies the rounding of its argument, up to 10
      const close = (expected: number) => expect.closeTo(expected, 12);
      expect(value).toEqual(close(rate * w + 2));
      expect(answerTo(view.value(Float64Array.of(u, v, 0.5)))).toBe(value);
      expect([...out]).toEqual([close(w * rate * 4 * Math.LN10), close(rate * 8), 0]);
    }),
  );
});

test("bounds that are transformed away afterwards are those of the cube", () => {
  const view = viewOf(boundsByTransformation(served(scales, "gradient")));
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: -50, max: 50, noNaN: true }),
      (u, v) => {
        const [rate, w] = view.original(Float64Array.of(u, v, 0.5), new Float64Array(3));
        expect(rate >= 1e-4 && rate <= 1 && w >= -3 && w <= 5).toBe(true);
      },
    ),
  );
  // in the middle of the cube the transformation is the identity
  const [rate, w] = view.original(Float64Array.of(0.5, 0.5, 0.5), new Float64Array(3));
  expect([rate, w]).toEqual([expect.closeTo(1e-2, 12), 1]);
});

test("projects onto the cube", () => {
  const view = viewOf(served(scales, "gradient"));
  const out = new Float64Array(3);
  view.project(Float64Array.of(-1, 2, 0.5), out);
  expect(out).toEqual(Float64Array.of(0, 1, 0.5));
  expect(view.proximal(Float64Array.of(0.3, 1.5, 0.5), 1, out)).toBe(0);
  expect(out).toEqual(Float64Array.of(0.3, 1, 0.5));
});

const levels = problem({
  x0: space({ layers: int(1, 4), kind: choice("a", "b"), m: when({ kind: "b" }, float(0, 1, { start: 0.25 })) }),
  objective: ({ layers, kind, m = 9 }) => 100 * layers + (kind === "a" ? 0 : 10) + m,
});

test("levels are equal parts of an edge, and what is not there rests where it starts", () => {
  const view = viewOf(served(levels, "values"));
  const points = [
    [0.1, 0.4, 0.7],
    [0.3, 0.6, 0.7],
    [0.6, 0.4, 0.1],
    [1, 1, 0.75],
  ].map((point) => Float64Array.from(point));
  const out = new Float64Array(4);
  answerTo(view.values(points, out));
  expect([...out]).toEqual([109, 210.7, 309, 410.75]);
  const originals = points.map((point) => [...view.original(point, new Float64Array(3))]);
  expect(originals).toEqual([
    [1, 0, 0.25],
    [2, 1, 0.7],
    [3, 0, 0.25],
    [4, 1, 0.75],
  ]);
});

test("between levels there are no derivatives: a method that needs one is refused, one that handles integers left alone", () => {
  expect(() => served(levels, "value", "gradient")).toThrow(
    expect.objectContaining({
      code: "needs-not-met",
      message: expect.stringMatching(/some method needs the gradient/),
    }),
  );
  expect(levels.serve!(levels, { name: "another", needs: ["value"], handles: ["integers"] })).toBe(levels);
  expect(served(levels, "value").oracles.has("gradient")).toBe(false);
});

test("real numbers on their own scale need nothing of it", () => {
  expect(problem({ x0: space({ a: float(0, 1), b: choice("only") }), objective: ({ a }) => a }).serve).toBeUndefined();
});
