import { expect, test } from "vitest";
import { differentiateArrays } from "../differentiate/differentiate-arrays.ts";
import * as arrays from "../index.ts";
import { sort } from "./sort.ts";

const { array, evaluated, zeros } = arrays;
const code = (wanted: string) => expect.objectContaining({ code: wanted });
const numbers = (a: arrays.Operand): number[] => Array.from(evaluated(a).entries);
const shape = (a: arrays.Operand): arrays.Shape => evaluated(a).shape;

/** The gradient of the sum of a function of a vector. */
function slopes(f: (x: arrays.TracedArray) => arrays.Operand, x: number[]): number[] {
  return differentiateArrays((at) => arrays.sum(f(at)), x).gradient(x);
}

test("arrays without entries go through everything that has an answer for none", () => {
  const none = zeros([0, 3]);
  expect(shape(arrays.exp(none))).toEqual([0, 3]);
  expect(numbers(arrays.sum(none))).toEqual([0]);
  expect(numbers(arrays.sum(none, { axis: 0 }))).toEqual([0, 0, 0]);
  expect(numbers(arrays.mean(none))).toEqual([NaN]);
  expect(numbers(arrays.norm(none, { axis: 0 }))).toEqual([0, 0, 0]);
  expect(numbers(arrays.max(none, { axis: 1 }))).toEqual([]);
  expect(numbers(arrays.matmul(zeros([2, 0]), none))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(shape(arrays.concatenate([none, [[1, 2, 3]]]))).toEqual([1, 3]);
  expect(shape(arrays.gather([1, 2], new Int32Array(0)))).toEqual([0]);
  expect(numbers(arrays.scatterAdd([1, 2], new Int32Array(0), []))).toEqual([1, 2]);
  expect(shape(sort(none))).toEqual([0, 3]);
  expect(shape(arrays.cholesky(zeros([0, 0])))).toEqual([0, 0]);
  expect(numbers(arrays.logDeterminant(zeros([0, 0])))).toEqual([0]);
  expect(shape(arrays.convolution(zeros([0, 5, 1]), zeros([2, 1, 4])))).toEqual([0, 4, 4]);
  expect(shape(arrays.convolution(zeros([1, 2, 1]), zeros([3, 1, 4])))).toEqual([1, 0, 4]);
  const gradient = differentiateArrays((x) => arrays.sum(arrays.exp(arrays.sum(x, { axis: 0 }))), none).gradient(none);
  expect(gradient.shape).toEqual([0, 3]);
});

test("extremes of no entries have no answer, and say so", () => {
  for (const f of [arrays.max, arrays.min, arrays.argmax, arrays.argmin, arrays.logSumExp]) {
    expect(() => f(zeros([2, 0]), { axis: 1 })).toThrow(code("no-entries"));
  }
});

test("NaN goes where arithmetic takes it: through sums, extremes and norms, last in order", () => {
  const x = [1, NaN, -2, 0];
  expect(numbers(arrays.sum(x))).toEqual([NaN]);
  expect(numbers(arrays.max(x))).toEqual([NaN]);
  expect(numbers(arrays.min(x))).toEqual([NaN]);
  expect(numbers(arrays.norm(x))).toEqual([NaN]);
  expect(numbers(arrays.argmax(x))).toEqual([1]);
  expect(numbers(arrays.argmin(x))).toEqual([1]);
  expect(numbers(sort(x))).toEqual([-2, 0, 1, NaN]);
  expect(numbers(arrays.argsort(x))).toEqual([2, 3, 0, 1]);
  expect(numbers(arrays.equal(x, x))).toEqual([1, 0, 1, 1]);
  expect(numbers(arrays.logSumExp([NaN, 1]))).toEqual([NaN]);
});

test("what is not picked passes no NaN on, to second order and behind broadcasts", () => {
  const safe = (x: arrays.Operand): arrays.TracedArray =>
    arrays.where(arrays.greater(x, 0), arrays.multiply(arrays.log(x), arrays.sqrt(x)), 7);
  expect(slopes(safe, [0, -1, 1])).toEqual([0, 0, 1]);
  const spread = (x: arrays.TracedArray): arrays.TracedArray =>
    arrays.where([[1], [0]], arrays.log(arrays.reshape(arrays.transpose(arrays.add([[0], [0]], x)), [2, -1])), 0);
  expect(slopes((x) => spread(arrays.slice(x, { start: 1 })), [9, 0.5, 2])).toEqual([0, 4, 0]);
  const f = differentiateArrays((x) => arrays.sum(safe(x)), [0, -1, 1]);
  // (log x sqrt x)'' = -log x / (4 x^1.5)
  expect(f.hessianVector([0, -1, Math.E], [1, 1, 1])).toEqual([0, 0, expect.closeTo(-0.25 * Math.E ** -1.5, 15)]);
});

test("at kinks derivatives are those that are stated", () => {
  expect(slopes(arrays.abs, [0])).toEqual([0]);
  expect(slopes(arrays.relu, [0, 1, -1])).toEqual([0, 1, 0]);
  expect(slopes((x) => arrays.maximum(x, 0), [0])).toEqual([1]);
  expect(slopes((x) => arrays.max(x), [1, 3, 3])).toEqual([0, 1, 0]);
  expect(slopes((x) => arrays.min(arrays.reshape(x, [2, 2])), [4, 1, 1, 1])).toEqual([0, 1, 0, 0]);
  expect(slopes((x) => arrays.multiply(sort(x), [1, 10, 100]), [2, 2, 1])).toEqual([10, 100, 1]);
  for (const order of [1, 2, Infinity]) expect(slopes((x) => arrays.norm(x, { order }), [0, 0])).toEqual([0, 0]);
  expect(slopes(arrays.sigmoid, [0])).toEqual([0.25]);
  expect(slopes(arrays.softplus, [0])).toEqual([0.5]);
});

test("tails keep all their digits: sigmoid, softplus, softmax, logSumExp, norm", () => {
  const relative = (actual: number, expected: number): void => expect(actual / expected).toBeCloseTo(1, 14);
  relative(numbers(arrays.sigmoid([-700]))[0], Math.exp(-700));
  relative(slopes(arrays.sigmoid, [-700])[0], Math.exp(-700));
  relative(slopes(arrays.sigmoid, [700])[0], Math.exp(-700));
  relative(numbers(arrays.softplus([-700]))[0], Math.exp(-700));
  expect(numbers(arrays.softplus([1000]))).toEqual([1000]);
  expect(numbers(arrays.logSumExp([1000, 1000]))).toEqual([1000 + Math.LN2]);
  expect(numbers(arrays.logSumExp([-Infinity, -Infinity]))).toEqual([-Infinity]);
  expect(numbers(arrays.logSumExp([Infinity, 0]))).toEqual([Infinity]);
  expect(numbers(arrays.softmax([1000, 0, -Infinity]))).toEqual([1, 0, 0]);
  expect(slopes((x) => arrays.norm(x), [3e-200, -4e-200])).toEqual([expect.closeTo(0.6, 15), expect.closeTo(-0.8, 15)]);
  expect(numbers(arrays.norm([-Infinity, 1]))).toEqual([Infinity]);
});

test("float32 is rounded after every operation, as Math.fround does", () => {
  const x = array(new Float32Array([0.1, 0.7, 1e-8]));
  const { fround, exp, sqrt } = Math;
  const [a, b, c] = x.entries;
  expect(numbers(arrays.sum(x))).toEqual([fround(fround(a + b) + c)]);
  expect(numbers(arrays.exp(arrays.sqrt(x)))).toEqual([a, b, c].map((v) => fround(exp(fround(sqrt(v))))));
  expect(numbers(arrays.dot(x, x))).toEqual([fround(fround(fround(a * a) + fround(b * b)) + fround(c * c))]);
  expect(evaluated(arrays.multiply(x, 0.1)).precision).toBe("float32");
  expect(numbers(arrays.multiply(x, 0.1))[0]).toBe(fround(a * fround(0.1)));
  expect(evaluated(arrays.multiply(x, new Int32Array(3))).precision).toBe("float32");
  expect(evaluated(arrays.add(x, new Float64Array(3))).precision).toBe("float64");
});

test("a matrix that is not positive definite has no factor: NaN", () => {
  const bad = [
    [1, 2],
    [2, 1],
  ];
  expect(numbers(arrays.cholesky(bad))).toEqual([NaN, NaN, NaN, NaN]);
  expect(numbers(arrays.logDeterminant(bad))).toEqual([NaN]);
});

test("padding that is the same gives one result for each stride, with the odd zero behind", () => {
  const x = array([1, 2, 3, 4, 5], { shape: [1, 5, 1] });
  const ones = arrays.ones([2, 1, 1]);
  expect(numbers(arrays.convolution(x, ones, { padding: "same" }))).toEqual([3, 5, 7, 9, 5]);
  expect(numbers(arrays.convolution(x, ones, { padding: "same", stride: 2 }))).toEqual([3, 7, 5]);
});

test("mistakes name the operation and both shapes", () => {
  const [a, b] = [zeros([2, 3]), zeros([4])];
  expect(() => arrays.add(a, b)).toThrow(/add got arrays of shapes \[2, 3\] and \[4\]/);
  expect(() => arrays.matmul(a, b)).toThrow(/matmul got arrays of shapes \[2, 3\] and \[4\]/);
  for (const mistake of [
    () => arrays.add(a, b),
    () => arrays.matmul(a, b),
    () => arrays.matmul(zeros([2, 3, 3]), zeros([3, 3, 3])),
    () => arrays.matmul(1, a),
    () => arrays.dot(a, b),
    () => arrays.reshape(a, [4, -1]),
    () => arrays.reshape(a, [-1, -1]),
    () => arrays.concatenate([a, b]),
    () => arrays.stack([a, b]),
    () => arrays.takeAlong(a, [0]),
    () => arrays.scatterAdd(a, [0], [1, 2]),
    () => arrays.triangularSolve(zeros([3, 3]), b),
    () => arrays.convolution(a, b),
    () => arrays.crossEntropy(a, b),
    () => arrays.pad(a, [[1, 1]]),
    () => array([[1, 2], [3]]),
    () => array([1, 2, 3], { shape: [2, 2] }),
  ]) {
    expect(mistake).toThrow(code("shape-mismatch"));
  }
  expect(() => arrays.sum(a, { axis: 2 })).toThrow(code("bad-axis"));
  expect(() => arrays.sum(a, { axis: [0, -2] })).toThrow(code("bad-axis"));
  expect(() => arrays.transpose(a, [0])).toThrow(code("bad-axis"));
  expect(() => arrays.slice(a, {}, {}, {})).toThrow(code("bad-axis"));
  expect(() => arrays.slice(a, 2)).toThrow(code("bad-index"));
  expect(() => arrays.slice(a, { step: 0 })).toThrow(code("bad-step"));
  expect(() => evaluated(arrays.gather(a, [2]))).toThrow(code("bad-index"));
  expect(() => evaluated(arrays.gather(a, [-1]))).toThrow(code("bad-index"));
  expect(() => arrays.gather(a, [0.5])).toThrow(code("indices-not-integers"));
  expect(() => arrays.cholesky(a)).toThrow(code("not-matrices"));
  expect(() => arrays.diagonal(b)).toThrow(code("not-matrices"));
  expect(() => arrays.norm(a, { order: 3 })).toThrow(code("bad-order"));
  expect(() => arrays.concatenate([])).toThrow(code("no-entries"));
  expect(() => arrays.add("1" as never, 1)).toThrow(code("not-an-array"));
  expect(() => zeros([-1])).toThrow(code("bad-shape"));
  expect(() => arrays.convolution(zeros([1, 4, 1]), zeros([2, 1, 1]), { stride: 0 })).toThrow(code("bad-window"));
  expect(() => arrays.straightThrough([0, 0], [1, 0], { temperature: 0 })).toThrow(code("bad-temperature"));
});

test("operators on traced arrays are refused with a remedy", () => {
  const f = differentiateArrays((x: any) => x + 1, [1, 2]);
  expect(() => f.value([1, 2])).toThrow(code("traced"));
  const g = differentiateArrays((x) => arrays.sum(evaluated(x)), [1, 2]);
  expect(() => g.value([1, 2])).toThrow(code("traced"));
});

test("an array of another trace is refused, one that is known is taken", () => {
  const known = arrays.add([1, 2], 1);
  let stolen: arrays.TracedArray | undefined;
  const f = differentiateArrays(
    (x) => {
      stolen = x;
      return arrays.dot(x, known);
    },
    [1, 2],
  );
  expect(f.value([1, 2])).toBe(8);
  const g = differentiateArrays((x) => arrays.dot(x, stolen as arrays.TracedArray), [1, 2]);
  expect(() => g.value([1, 2])).toThrow(code("mixed-traces"));
});
