import { expect, test } from "vitest";
import { biharmonic, laplacian, powerSum } from "./derivatives/stde.ts";
import { differentiate } from "./differentiate.ts";
import { stochasticDerivative } from "./stochastic-derivative.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const n = 40;
const x = Float64Array.from({ length: n }, (_, i) => Math.cos(i + 1) / 2);

/** A network with one hidden layer. */
const network = (point: any, { inner, outer }: any) => {
  let sum = 0;
  for (let k = 0; k < outer.length; k++) {
    let z = 0;
    for (let i = 0; i < point.length; i++) z += inner[k][i] * point[i];
    sum += outer[k] * Math.tanh(z);
  }
  return sum;
};
const data = {
  inner: Array.from({ length: 5 }, (_, k) => Array.from({ length: n }, (_, i) => Math.sin(1 + i * (k + 1)) / 3)),
  outer: [1, -2, 0.5, 1.5, 3],
};

test("the Laplacian of a network from all coordinates is the trace of its Hessian, and from a few unbiased", () => {
  const hessian = differentiate(network, n, { data }).hessian(x);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += hessian[i * (n + 1)];
  const all = stochasticDerivative(network, n, laplacian(n, "coordinates"), { data });
  expect(all.estimate(x, n).estimate).toBeCloseTo(trace, 10);
  expect(all.estimate(x, n).value).toBeCloseTo(network(x, data), 12);
  const some = stochasticDerivative(network, n, laplacian(n), { data, seed: 3 });
  let mean = 0;
  for (let k = 0; k < 200; k++) mean += some.estimate(x, 20, k).estimate / 200;
  const { standardError } = some.estimate(x, 4000);
  expect(Math.abs(mean - trace)).toBeLessThan(5 * standardError);
  expect(standardError).toBeLessThan(0.1 * Math.abs(trace));
  expect(some.estimate(x, 20, 7)).toEqual(some.estimate(x, 20, 7));
});

test("fourth derivatives: their sum is exact from all coordinates, and the biharmonic is unbiased", () => {
  const quartic = (point: any) => {
    let square = 0;
    for (let i = 0; i < point.length; i++) square += point[i] ** 2;
    return square ** 2;
  };
  // the fourth derivative of |x|^4 by one variable is 24; its biharmonic is 8 n (n + 2)
  expect(stochasticDerivative(quartic, n, powerSum(n, 4)).estimate(x, n).estimate).toBeCloseTo(24 * n, 8);
  const { estimate, standardError } = stochasticDerivative(quartic, n, biharmonic()).estimate(x, 5000);
  expect(Math.abs(estimate - 8 * n * (n + 2))).toBeLessThan(5 * standardError);
});

test("a function that decides by the point is read again where it decides otherwise", () => {
  const f = (point: any) => {
    let t = point[0];
    while (t > 1) t /= 2;
    return t ** 3 + point[1] ** 2;
  };
  const derivative = stochasticDerivative(f, 2, laplacian(2, "coordinates"));
  for (const a of [0.5, 3, 0.7, 9]) {
    let scale = 1;
    while (a * scale > 1) scale /= 2;
    expect(derivative.estimate([a, 1], 2).estimate).toBeCloseTo(6 * a * scale ** 3 + 2, 12);
  }
});

test("what is wrong is named", () => {
  const square = (point: any) => point[0] ** 2;
  const outside = 2;
  expect(() => stochasticDerivative(3 as never, 1, laplacian(1))).toThrow(code("not-a-function"));
  expect(() => stochasticDerivative(square, 0, laplacian(1))).toThrow(code("bad-dimension"));
  expect(() => stochasticDerivative(square, 1, laplacian(1)).estimate([1, 2], 1)).toThrow(code("wrong-length"));
  expect(() => stochasticDerivative(square, 1, laplacian(1)).estimate([1], 0)).toThrow(code("invalid-samples"));
  expect(() => stochasticDerivative((point) => outside * point[0], 1, laplacian(1)).estimate([1], 1)).toThrow(
    /outside comes from outside/,
  );
  expect(() => stochasticDerivative((point) => [point[0]] as never, 1, laplacian(1)).estimate([1], 1)).toThrow(
    code("not-scalar"),
  );
});
