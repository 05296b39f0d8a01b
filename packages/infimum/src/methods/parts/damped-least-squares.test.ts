import { expect, test } from "vitest";
import { cholesky, choleskySolve } from "../../numerics/dense/cholesky.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { dampedLeastSquares } from "./damped-least-squares.ts";
import { dampedToRadius } from "./damped-to-radius.ts";
import {
  LinearizedResiduals,
  multiplyJacobian,
  multiplyJacobianTransposed,
  updateScale,
} from "./linearized-residuals.ts";

const scratch = (length: number) => new Float64Array(length);

function random(seed: number) {
  const stream = new RandomStream().key(seed, "matrices", 0, 0);
  return (length: number) => Float64Array.from({ length }, () => stream.normal());
}

test.each([0, 1e-3, 1, 1e3])("solves the normal equations of a triangle, with the damping %d", (damping) => {
  const n = 5;
  const make = random(1);
  const r = make(n * n);
  for (let j = 0; j < n; j++) for (let i = j + 1; i < n; i++) r[i + j * n] = NaN;
  for (let j = 0; j < n; j++) r[j + j * n] += 3;
  const b = make(n);
  const solution = dampedLeastSquares(r, n, n, b, damping, scratch(n * n + n), scratch(n));
  const normal = scratch(n * n);
  const right = scratch(n);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k <= j; k++) right[j] += r[k + j * n] * b[k];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k <= Math.min(i, j); k++) normal[i + j * n] += r[k + i * n] * r[k + j * n];
    }
    normal[j + j * n] += damping ** 2;
  }
  cholesky(normal, n, normal);
  choleskySolve(normal, n, right, right);
  solution.forEach((entry, i) => expect(entry).toBeCloseTo(right[i], 11));
});

function modelOf(m: number, n: number, seed: number) {
  const make = random(seed);
  const [x, residuals, jacobian] = [make(n), make(m), make(m * n)];
  const scale = updateScale(jacobian, m, scratch(n));
  const value = residuals.reduce((sum, each) => sum + each ** 2, 0) / 2;
  const free = Array.from({ length: n }, (_, j) => j);
  return {
    m,
    n,
    residuals,
    jacobian,
    scale,
    value,
    free,
    model: new LinearizedResiduals({ x, value, residuals, jacobian, scale }, free, scratch),
  };
}

test.each([
  [8, 3],
  [4, 4],
  [3, 5],
])("the damped step of %d residuals and %d variables solves (J'J + damping D^2) p = -J'r", (m, n) => {
  const { residuals, jacobian, scale, model } = modelOf(m, n, 2);
  const damping = 0.3;
  const step = model.dampedStep(damping, scratch(n));
  const left = multiplyJacobianTransposed(jacobian, multiplyJacobian(jacobian, step, scratch(m)), scratch(n));
  const right = multiplyJacobianTransposed(jacobian, residuals, scratch(n));
  for (let j = 0; j < n; j++) expect(left[j] + damping * scale[j] ** 2 * step[j]).toBeCloseTo(-right[j], 12);
});

test("the Gauss-Newton step removes what is removable, and the model predicts it", () => {
  const { m, n, residuals, jacobian, value, model } = modelOf(9, 4, 3);
  const step = model.gaussNewtonStep(scratch(n));
  const after = multiplyJacobian(jacobian, step, scratch(m)).map((change, i) => residuals[i] + change);
  const left = after.reduce((sum, each) => sum + each ** 2, 0) / 2;
  expect(model.predictedReduction(step)).toBeCloseTo(value - left, 13);
  expect(model.largestReduction).toBeCloseTo(value - left, 13);
  multiplyJacobianTransposed(jacobian, after, scratch(n)).forEach((slope) => expect(slope).toBeCloseTo(0, 12));
});

test("variables that are not free do not move", () => {
  const { n, residuals, jacobian, scale, value } = modelOf(7, 4, 4);
  const model = new LinearizedResiduals({ x: scratch(n), value, residuals, jacobian, scale }, [0, 3], scratch);
  const step = model.dampedStep(0.1, scratch(n));
  expect([step[1], step[2]]).toEqual([0, 0]);
  expect(step[0] * step[3]).not.toBe(0);
});

test.each([
  1e-3, 0.1, 1, 100,
])("finds the damping at which a step is as long as the radius %d, to a tenth", (radius) => {
  for (let seed = 5; seed < 25; seed++) {
    const { n, model } = modelOf(8, 4, seed);
    const step = scratch(n);
    const damping = dampedToRadius(model, radius, 0, step);
    const length = model.lengthOf(step);
    if (damping === 0) expect(length).toBeLessThanOrEqual(1.1 * radius);
    else expect(Math.abs(length / radius - 1)).toBeLessThanOrEqual(0.1);
  }
});

test("scales fade, grow at once, and are 1 for a column of zeros", () => {
  const scale = updateScale(Float64Array.of(3, 4, 0, 0), 2, scratch(2));
  expect([...scale]).toEqual([5, 1]);
  updateScale(Float64Array.of(0, 1, 6, 8), 2, scale);
  expect([...scale]).toEqual([3.5, 10]);
});
