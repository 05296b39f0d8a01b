import { expect, test } from "vitest";
import { add, square, subtract } from "../operations/arithmetic.ts";
import { tanh } from "../operations/functions.ts";
import { matmul } from "../operations/products.ts";
import { mean, sum } from "../operations/reductions.ts";
import { array, zeros } from "../values/numeric-array.ts";
import { differentiateArrays } from "./differentiate-arrays.ts";

test("the gradient of a mean square is that of the closed form", () => {
  const x = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  const f = differentiateArrays(({ w }) => mean(square(subtract(matmul(x, w), [1, 2, 3]))), { w: [0, 0] });
  expect(f.value({ w: [1, 2] })).toBe(0);
  const { w } = f.gradient({ w: [1, 3] });
  expect(w[0]).toBeCloseTo(2 / 3, 15);
  expect(w[1]).toBeCloseTo(4 / 3, 15);
  expect(f.hessianVector({ w: [1, 3] }, { w: [1, 0] }).w[0]).toBeCloseTo(4 / 3, 15);
});

test("a two-layer net runs", () => {
  const p0 = {
    w: array([
      [1, 2, 3],
      [4, 5, 6],
    ]),
    b: zeros([3]),
    v: array([[1], [2], [3]]),
  };
  const f = differentiateArrays(({ w, b, v }, { x }) => sum(square(matmul(tanh(add(matmul(x, w), b)), v))), p0, {
    data: {
      x: array([
        [0.1, 0.2],
        [0.3, 0.4],
      ]),
    },
  });
  const x = f.flatten(p0);
  const g = new Float64Array(x.length);
  f.valueAndGradientFlat(x, g);
  for (let k = 0; k < x.length; k++) {
    const [a, b] = [x.slice(), x.slice()];
    a[k] += 1e-6;
    b[k] -= 1e-6;
    expect((f.valueFlat(a) - f.valueFlat(b)) / 2e-6).toBeCloseTo(g[k], 6);
  }
  console.log(f.layers(p0));
});
