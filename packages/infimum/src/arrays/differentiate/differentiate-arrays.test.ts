import { expect, test } from "vitest";
import * as arrays from "../index.ts";
import { differentiateArrays } from "./differentiate-arrays.ts";

const { add, array, crossEntropy, gather, matmul, mean, multiply, square, subtract, sum, tanh, transpose, zeros } =
  arrays;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** Two layers of a regression, by arrays. */
function network({ w, b, v }: any, { x, y }: any): arrays.TracedArray {
  return mean(square(subtract(matmul(tanh(add(matmul(x, w), b)), v), y)));
}
const parameters0 = {
  w: array([
    [0.1, -0.2, 0.3],
    [0.4, 0.5, -0.6],
  ]),
  b: zeros([3]),
  v: array([[1], [-2], [0.5]]),
};
const data = {
  x: array([
    [0.1, 0.2],
    [0.3, 0.4],
    [-1, 2],
    [0, 1],
  ]),
  y: array([[1], [0], [2], [-1]]),
};

/** The same network as sums of numbers, and its gradient as one derives it by hand. */
function byHand(theta: Float64Array): { value: number; gradient: number[] } {
  const [x, y] = [data.x.entries, data.y.entries];
  const [n, gradient] = [y.length, Array.from(theta, () => 0)];
  let value = 0;
  for (let k = 0; k < n; k++) {
    const hidden = [0, 1, 2].map((j) => Math.tanh(x[2 * k] * theta[j] + x[2 * k + 1] * theta[3 + j] + theta[6 + j]));
    const rest = hidden.reduce((total, h, j) => total + h * theta[9 + j], 0) - y[k];
    value += rest ** 2 / n;
    hidden.forEach((h, j) => {
      const back = ((2 * rest) / n) * theta[9 + j] * (1 - h * h);
      gradient[j] += back * x[2 * k];
      gradient[3 + j] += back * x[2 * k + 1];
      gradient[6 + j] += back;
      gradient[9 + j] += ((2 * rest) / n) * h;
    });
  }
  return { value, gradient };
}

test("value and gradient of a network are those derived by hand", () => {
  const f = differentiateArrays(network, parameters0, { data });
  expect(f.parameterCount).toBe(12);
  const theta = Float64Array.from({ length: 12 }, (_, k) => Math.sin(k + 1));
  const out = new Float64Array(12);
  const expected = byHand(theta);
  expect(f.valueAndGradientFlat(theta, out)).toBeCloseTo(expected.value, 14);
  expected.gradient.forEach((entry, k) => {
    expect(out[k]).toBeCloseTo(entry, 14);
  });
  const record = f.unflatten(theta);
  expect(record.w.shape).toEqual([2, 3]);
  expect(f.flatten(record)).toEqual(theta);
  const { value, gradient } = f.valueAndGradient(record);
  expect(value).toBe(f.valueFlat(theta));
  expect(f.flatten(gradient)).toEqual(out);
  expect(f.gradient(record)).toEqual(gradient);
});

test("products with the Hessian are differences of gradients, by records and flat", () => {
  const f = differentiateArrays(network, parameters0, { data });
  const theta = Float64Array.from({ length: 12 }, (_, k) => Math.sin(k + 1));
  const v = Float64Array.from({ length: 12 }, (_, k) => Math.cos(3 * k));
  const product = new Float64Array(12);
  f.hessianVectorFlat(theta, v, product);
  const h = 1e-5;
  const [ahead, behind] = [h, -h].map((step) => byHand(theta.map((t, k) => t + step * v[k])).gradient);
  // the error of the difference is of the order of h^2 and of 1e-16 / h
  product.forEach((entry, k) => {
    expect(entry).toBeCloseTo((ahead[k] - behind[k]) / (2 * h), 8);
  });
  expect(f.flatten(f.hessianVector(f.unflatten(theta), f.unflatten(v)))).toEqual(product);
});

test("parameters may be numbers, lists, typed arrays, arrays, in records and lists: a gradient is of the same kinds", () => {
  const parameters = {
    a: 2,
    list: [1, 2],
    matrix: [[1], [2]],
    typed: Float64Array.of(3),
    parts: [{ b: array(1) }, new Float32Array(1)],
  };
  const f = differentiateArrays(({ a, list, matrix, typed, parts }) => {
    const terms = [sum(list), sum(matrix), sum(typed), (parts[0] as any).b, sum(parts[1] as any)];
    return multiply(
      a,
      terms.reduce((x, y) => add(x, y)),
    );
  }, parameters);
  expect(f.value(parameters)).toBe(20);
  expect(f.gradient(parameters)).toEqual({
    a: 10,
    list: [2, 2],
    matrix: [[2], [2]],
    typed: Float64Array.of(2),
    parts: [{ b: array(2) }, Float32Array.of(2)],
  });
  const alone = differentiateArrays((x) => square(x), 3);
  expect(alone.gradient(3)).toBe(6);
});

test("a result with axes has products with its Jacobian from both sides, and no gradient", () => {
  const f = differentiateArrays((x) => multiply(x, [[1], [2]]), [1, 2, 3]);
  expect(f.result([1, 2, 3])).toEqual(
    array([
      [1, 2, 3],
      [2, 4, 6],
    ]),
  );
  expect(f.jacobianVector([1, 2, 3], [1, 0, -1])).toEqual(
    array([
      [1, 0, -1],
      [2, 0, -2],
    ]),
  );
  expect(
    f.vectorJacobian(
      [1, 2, 3],
      [
        [1, 0, 0],
        [0, 1, 1],
      ],
    ),
  ).toEqual([1, 2, 2]);
  expect(() => f.vectorJacobian([1, 2, 3], [1, 2])).toThrow(code("shape-mismatch"));
  for (const ask of [f.value, f.gradient, f.layers]) expect(() => ask([1, 2, 3])).toThrow(code("not-scalar"));
});

test("the function is called once for the same shapes, and again for others", () => {
  let calls = 0;
  const f = differentiateArrays(
    ({ w }, x: any) => {
      calls++;
      return sum(matmul(x, w));
    },
    { w: [1, 2] },
    { data: [[1, 1]] },
  );
  expect(f.value({ w: [1, 2] })).toBe(3);
  expect(f.value({ w: [2, 2] }, [[1, 3]])).toBe(8);
  f.gradient({ w: [1, 2] });
  f.hessianVector({ w: [1, 2] }, { w: [1, 1] });
  expect(calls).toBe(1);
  expect(
    f.value({ w: [1, 2] }, [
      [1, 1],
      [2, 2],
    ]),
  ).toBe(9);
  expect(f.value({ w: [1, 2] })).toBe(3);
  expect(calls).toBe(2);
});

test("data of the options are copied, and come back after others were given", () => {
  const own = Float64Array.of(1, 2);
  const f = differentiateArrays((x, y: any) => sum(multiply(x, y)), [1, 1], { data: own });
  expect(f.value([1, 1])).toBe(3);
  own[0] = 100;
  expect(f.value([1, 1])).toBe(3);
  const other = Float64Array.of(5, 5);
  expect(f.value([1, 1], other)).toBe(10);
  other[0] = 6;
  expect(f.value([1, 1], other)).toBe(11);
  expect(f.value([1, 1])).toBe(3);
});

test("integers among the data are indices: classes, and rows of a table", () => {
  const table = {
    embedding: array([
      [1, 0],
      [0, 2],
      [3, 3],
    ]),
  };
  const loss = ({ embedding }: any, { words, labels }: any): arrays.TracedArray =>
    sum(crossEntropy(gather(embedding, words), labels));
  const f = differentiateArrays(loss, table, {
    data: { words: Int32Array.of(2, 0, 2), labels: Int32Array.of(0, 1, 1) },
  });
  const log = (a: number, b: number): number => Math.log(Math.exp(a) + Math.exp(b));
  expect(f.value(table)).toBeCloseTo(log(3, 3) - 3 + log(1, 0) - 0 + log(3, 3) - 3, 14);
  const share = Math.E / (Math.E + 1);
  const { entries } = f.gradient(table).embedding;
  [share, -share, 0, 0, 0, 0].forEach((entry, k) => {
    expect(entries[k]).toBeCloseTo(entry, 15);
  });
});

test("with precision float32 all is computed in it, and gradients come in the precision of the parameters", () => {
  const f = differentiateArrays((x) => sum(square(x)), [0.1, 0.2], { precision: "float32" });
  const { fround } = Math;
  const [a, b] = [0.1, 0.2].map(fround);
  expect(f.value([0.1, 0.2])).toBe(fround(fround(a * a) + fround(b * b)));
  expect(f.gradient([0.1, 0.2])).toEqual([2 * a, 2 * b]);
  const single = array([0.1], { precision: "float32" });
  expect(differentiateArrays((x) => sum(square(x)), single).gradient(single).precision).toBe("float32");
});

test("layers give what meets each matrix of parameters, and gradients by products: their product is the gradient", () => {
  const f = differentiateArrays(network, parameters0, { data });
  const point = f.unflatten(Float64Array.from({ length: 12 }, (_, k) => Math.sin(k + 1)));
  const layers = f.layers(point);
  expect(
    layers.map(({ path, transposed, input, outputGradient }) => [path, transposed, input.shape, outputGradient.shape]),
  ).toEqual([
    [["w"], false, [4, 2], [4, 3]],
    [["v"], false, [4, 3], [4, 1]],
  ]);
  const gradient = f.gradient(point);
  for (const { path, input, outputGradient } of layers) {
    expectClose(matmul(transpose(input), outputGradient), gradient[path[0] as "w"]);
  }
  expect(layers[0].input.entries).toEqual(data.x.entries);
});

test("layers are found on either side, behind batches, transposed, and in convolutions", () => {
  const parameters = {
    left: array([
      [1, 2],
      [3, 4],
      [5, 6],
    ]),
    batch: array([[1, 2]]),
    turned: array([[1, 2]]),
    filters: arrays.ones([2, 1, 3]),
  };
  const x = array([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 9],
    ],
  ]);
  const f = differentiateArrays(
    ({ left, batch, turned, filters }) =>
      sum(
        square(
          arrays.concatenate([
            arrays.reshape(matmul(left, x), [-1]),
            arrays.reshape(matmul(x, transpose(batch)), [-1]),
            arrays.reshape(matmul(transpose(turned), [[1, 2, 3]]), [-1]),
            arrays.reshape(arrays.convolution([[[1], [4], [9]]], filters), [-1]),
          ]),
        ),
      ),
    parameters,
  );
  const gradient = f.gradient(parameters);
  const layers = f.layers(parameters);
  expect(layers.map(({ path: [name] }) => name).toSorted()).toEqual(["batch", "filters", "left", "turned"]);
  for (const { path, transposed, input, outputGradient } of layers) {
    const product = matmul(transpose(input), outputGradient);
    const name = path[0] as keyof typeof parameters;
    expectClose(arrays.reshape(transposed ? transpose(product) : product, parameters[name].shape), gradient[name]);
  }
});

test("a function that does not depend on its parameters has derivatives that are 0", () => {
  const f = differentiateArrays(() => 3, [1, 2]);
  expect(f.value([1, 2])).toBe(3);
  expect(f.gradient([1, 2])).toEqual([0, 0]);
  expect(f.hessianVector([1, 2], [1, 1])).toEqual([0, 0]);
  expect(f.layers([1, 2])).toEqual([]);
});

test("mistakes are said before anything is computed", () => {
  expect(() => differentiateArrays(3 as never, [1])).toThrow(code("not-a-function"));
  expect(() => differentiateArrays((x) => x as never, {})).toThrow(code("no-parameters"));
  expect(() => differentiateArrays((x) => sum(x), Int32Array.of(1))).toThrow(code("not-floats"));
  expect(() => differentiateArrays((x) => x as never, { w: "no" } as never)).toThrow(/parameters.w/);
  expect(() =>
    differentiateArrays((x) => sum(x), { shape: [3], precision: "float64", entries: new Float64Array(2) } as const),
  ).toThrow(code("shape-mismatch"));
  const f = differentiateArrays((x) => sum(x), [1, 2]);
  expect(() => f.valueFlat(new Float64Array(3))).toThrow(code("wrong-length"));
  expect(() => f.hessianVector([1, 2], [1])).toThrow(code("shape-mismatch"));
});

function expectClose(actual: arrays.Operand, expected: arrays.NumericArray): void {
  const { shape, entries } = arrays.evaluated(actual);
  expect(shape).toEqual(expected.shape);
  expected.entries.forEach((entry, k) => {
    expect(entries[k]).toBeCloseTo(entry, 13);
  });
}
