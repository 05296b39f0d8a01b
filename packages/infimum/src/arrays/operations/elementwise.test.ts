import { expect, test } from "vitest";
import { differentiate } from "../../autodiff/differentiate.ts";
import { differentiateArrays } from "../differentiate/differentiate-arrays.ts";
import { array } from "../values/numeric-array.ts";
import { elementwise } from "./elementwise.ts";
import { evaluated } from "./operands.ts";
import { sum } from "./reductions.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

const functions: { readonly [name: string]: (a: number, b: number) => number } = {
  "a formula": (z, b) => Math.tanh(z + b) * Math.exp(-z * z),
  "a condition": (r, d) => (Math.abs(r) < d ? (r * r) / 2 : d * (Math.abs(r) - d / 2)),
  "a condition with an arm that is not defined everywhere": (a, b) => (a > 0 ? Math.log(a) * b : b ** 2),
  "a loop": (x, y) => {
    let power = 1;
    for (let k = 0; k < 5; k++) power = power * x + y / (k + 1);
    return power;
  },
  "local functions and several conditions": (x, y) => {
    const bend = (t: number) => (t >= 0 && t < 1 ? t * t : t < 0 || y > 1 ? -t : Math.sqrt(t));
    return bend(x) + 2 * bend(y);
  },
};

const [a, b] = [
  [0.3, -1.2, 2.5, 0.9],
  [1.5, 0.4, -0.6, 0.1],
];

test.each(Object.entries(functions))("values and derivatives of %s are those of the numbers one by one", (_name, f) => {
  const g = differentiateArrays((x) => sum(elementwise(f, x[0], x[1])), [array(a), array(b)]);
  const results = evaluated(elementwise(f, a, b)).entries;
  const gradient = g.gradient([array(a), array(b)]) as { entries: Float64Array }[];
  const product = g.hessianVector([array(a), array(b)], [array([1, 1, 1, 1]), array([2, 2, 2, 2])]) as typeof gradient;
  a.forEach((x, k) => {
    expect(results[k]).toBeCloseTo(f(x, b[k]), 14);
    const scalar = differentiate((p) => f(p[0], p[1]), 2, { using: { f } });
    expect(scalar.source).toBe("exact");
    scalar.gradient([x, b[k]]).forEach((slope, i) => {
      expect(gradient[i].entries[k]).toBeCloseTo(slope, 13);
    });
    scalar.hessianVector([x, b[k]], [1, 2]).forEach((slope, i) => {
      expect(product[i].entries[k]).toBeCloseTo(slope, 12);
    });
  });
});

test("arrays are broadcast, and a constant is one more operand", () => {
  const scaled = evaluated(elementwise((x, y, k) => k * x + y, [[1], [2]], [10, 20], 3));
  expect(scaled).toEqual(
    array([
      [13, 23],
      [16, 26],
    ]),
  );
});

test("what cannot be read is refused with the reason", () => {
  const outside = 3;
  expect(() => elementwise((x) => outside * x, [1])).toThrow(/outside comes from outside/);
  expect(() => elementwise((x) => [x] as never, [1])).toThrow(code("not-read"));
  expect(() =>
    elementwise(
      (x) => {
        let steps = 0;
        while (x > 1) {
          x /= 2;
          steps++;
        }
        return steps;
      },
      [1, 8],
    ),
  ).toThrow(code("not-read"));
  expect(() => elementwise(3 as never, [1])).toThrow(code("not-a-function"));
});
