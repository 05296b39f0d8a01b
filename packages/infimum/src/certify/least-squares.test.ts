import { expect, test } from "vitest";
import { certify, problem } from "../index.ts";
import { huber } from "../losses/robust.ts";

const t = [0, 1, 2, 3, 4];
const y = [1.1, 2.9, 5.2, 6.8, 9.1];
const line = problem({ residuals: (x) => t.map((at, i) => x[0] + x[1] * at - y[i]), x0: [0, 0], using: { t, y } });

test("the solution of a straight line holds, and has the rank of its columns", () => {
  const certificate = certify(line, [1.04, 1.99]);
  expect(certificate).toMatchObject({ kind: "least-squares", holds: true, rank: 2, unidentified: [], activeBounds: 0 });
});

test("the relative offset is the length of the step in units of the uncertainty", () => {
  // beside the solution by d in the intercept the residuals gain d in every entry, all of which a step removes
  const d = 0.01;
  const certificate = certify(line, [1.04 + d, 1.99]);
  const left = Math.sqrt(y.reduce((sum, each, i) => sum + (1.04 + 1.99 * t[i] - each) ** 2, 0) / 3);
  if (certificate.kind !== "least-squares") throw new Error(certificate.text);
  expect(certificate.holds).toBe(false);
  expect(certificate.relativeOffset).toBeCloseTo((d * Math.sqrt(5)) / Math.sqrt(2) / left, 6);
  expect(certificate.gradientNorm).toBeCloseTo(10 * d, 6);
});

test("its condition is that of the columns at length 1", () => {
  const certificate = certify(
    problem({ residuals: (x) => [x[0] + x[1], 1e-3 * x[1]], jacobian: () => [1, 0, 1, 1e-3], x0: [1, 1] }),
    [0, 0],
  );
  // two columns with the sine 1e-3 between them: about 2 / 1e-3, in the 1-norm up to twice that
  if (certificate.kind !== "least-squares") throw new Error(certificate.text);
  expect(certificate.condition).toBeGreaterThan(1.9e3);
  expect(certificate.condition).toBeLessThan(4.1e3);
});

test("variables that make up for each other are named, those that are determined are not", () => {
  const certificate = certify(
    problem({ residuals: ({ a, b, c }) => [a + b - 1, 2 * a + 2 * b - 2, c - 3], x0: { a: 0, b: 0, c: 0 } }),
    { a: 0.5, b: 0.5, c: 3 },
  );
  expect(certificate).toMatchObject({ holds: true, rank: 2, condition: Infinity, unidentified: ["a", "b"] });
  expect(certificate.text).toContain("rank 2 of 3: a, b not determined");
});

test("a bound that holds a variable takes it out, and one that does not leaves it in", () => {
  const bounded = problem({
    residuals: (x) => [x[0] - 2, x[1] - 1],
    x0: [0, 0],
    bounds: { lower: [-1, -1], upper: [1, 5] },
  });
  expect(certify(bounded, [1, 1])).toMatchObject({ holds: true, rank: 1, activeBounds: 1 });
  expect(certify(bounded, [1, 5])).toMatchObject({ holds: false });
  expect(certify(bounded, [-1, 1])).toMatchObject({ holds: false, activeBounds: 0 });
});

test("with a loss the gradient is that of the losses", () => {
  // of 0, 0 and 10 with Huber's loss of scale 1: 2 m = 1, where the pull of the outlier is 1
  const robust = problem({
    residuals: (x) => [x[0], x[0], x[0] - 10],
    jacobian: () => [1, 1, 1],
    x0: [0],
    loss: huber(1),
  });
  expect(certify(robust, [0.5])).toMatchObject({ kind: "least-squares", holds: true });
  expect(certify(robust, [10 / 3])).toMatchObject({ holds: false });
});

test("differences prove less, and are named", () => {
  const certificate = certify(line, [1.04, 1.99]);
  expect(certificate).toMatchObject({ derivatives: "finite-difference", tolerance: 1e-6 });
});

test("a point without finite residuals has none", () => {
  const broken = problem({ residuals: (x) => [Math.log(x[0]), 1], x0: [1] });
  expect(certify(broken, [-1])).toMatchObject({ kind: "none" });
});
