import { expect, test } from "vitest";
import { differentiateArrays } from "../differentiate/differentiate-arrays.ts";
import type { TracedArray } from "../values/traced-array.ts";
import { add } from "./arithmetic.ts";
import { oneHot } from "./indexing.ts";
import type { Operand } from "./operands.ts";
import { dot, matmul } from "./products.ts";
import { reinMax, straightThrough } from "./straight-through.ts";

const logits = [0.3, -1.1, 0.8, 0.05];
const n = logits.length;
const powers = logits.map(Math.exp);
const p = powers.map((power) => power / powers.reduce((sum, other) => sum + other));
/** d p_k / d logit_i */
const slope = (k: number, i: number): number => p[k] * (Number(k === i) - p[i]);

type Objective = (sample: TracedArray) => Operand;
const matrix = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Math.sin(1 + 3 * i + 5 * j)));
const linear: Objective = (d) => dot([1, -2, 0.5, 3], d);
const quadratic: Objective = (d) => add(dot(d, matmul(matrix, d)), linear(d));

/** The mean, over all categories, of the gradient that an estimator has for the sample of each. */
function meanEstimate(estimator: typeof reinMax, objective: Objective): number[] {
  const mean = logits.map(() => 0);
  for (let k = 0; k < n; k++) {
    const f = differentiateArrays((theta) => objective(estimator(theta, oneHot(k, n))), logits);
    f.gradient(logits).forEach((entry, i) => {
      mean[i] += p[k] * entry;
    });
  }
  return mean;
}

/** The gradient of the expected objective: the sum of p_k f(e_k). */
function exact(objective: Objective): number[] {
  const values = Array.from({ length: n }, (_, k) =>
    differentiateArrays((d) => objective(d), logits).value(logits.map((_, i) => Number(i === k))),
  );
  return logits.map((_, i) => values.reduce((sum, value, k) => sum + value * slope(k, i), 0));
}

function expectClose(actual: number[], expected: number[]): void {
  expected.forEach((entry, i) => {
    expect(actual[i]).toBeCloseTo(entry, 14);
  });
}

test("both give the sample itself, bit for bit", () => {
  for (const estimator of [straightThrough, reinMax]) {
    const f = differentiateArrays((theta) => estimator(theta, oneHot(2, n), { temperature: 3 }), logits);
    expect(Array.from(f.result(logits).entries)).toEqual([0, 0, 1, 0]);
  }
});

test("for linear objectives the mean of both is the gradient", () => {
  expectClose(meanEstimate(straightThrough, linear), exact(linear));
  expectClose(meanEstimate(reinMax, linear), exact(linear));
});

test("for quadratic objectives the mean of ReinMax is the gradient", () => {
  expectClose(meanEstimate(reinMax, quadratic), exact(quadratic));
});

test("for quadratic objectives the bias of straight-through is that of the Euler step", () => {
  // its mean is sum_k p_k J^T f'(e_k); the exact gradient of d^T A d + c^T d is J^T diag(A) + J^T c
  const straight = meanEstimate(straightThrough, quadratic);
  const expected = logits.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) sum += p[k] * (matrix[j][k] + matrix[k][j]) * slope(j, i);
    }
    return sum + [1, -2, 0.5, 3].reduce((total, c, j) => total + c * slope(j, i), 0);
  });
  expectClose(straight, expected);
  const bias = Math.hypot(...straight.map((entry, i) => entry - exact(quadratic)[i]));
  expect(bias).toBeGreaterThan(0.1);
});
