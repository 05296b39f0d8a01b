import { describe, expect, test } from "vitest";
import { visitLeaves, zerosLike } from "./parameter-tree.ts";

describe("parameter trees", () => {
  const tree = () => ({ layer: { weights: Float32Array.of(1, 2), bias: [3] }, scale: Float64Array.of(4) });

  test("zeros have the shape of the parameters, in their precision, and at least float64 for plain numbers", () => {
    expect(zerosLike(tree())).toEqual({
      layer: { weights: new Float32Array(2), bias: new Float64Array(1) },
      scale: new Float64Array(1),
    });
  });

  test("leaves are visited together, in order", () => {
    const seen: number[][] = [];
    visitLeaves((a, b) => seen.push([a[0], b.length]), tree(), zerosLike(tree()));
    expect(seen).toEqual([
      [1, 2],
      [3, 1],
      [4, 1],
    ]);
  });

  test("trees of different shapes are refused", () => {
    const mismatch = expect.objectContaining({ code: "parameters-mismatch" });
    const none = () => {};
    expect(() => visitLeaves(none, tree(), { layer: tree().layer })).toThrow(mismatch);
    expect(() => visitLeaves(none, { a: [1, 2] }, { a: [1] })).toThrow(mismatch);
    expect(() => visitLeaves(none, { a: [1, 2] }, { a: { b: [1, 2] } })).toThrow(mismatch);
    expect(() => visitLeaves(none, { a: { b: [1] } }, { a: [1] })).toThrow(mismatch);
  });
});
