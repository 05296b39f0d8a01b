import { describe, expect, test } from "vitest";
import { barron, huber, type RobustLossName } from "../losses/robust.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";
import { fitCurve } from "./fit-curve.ts";
import { certifiedRegressions } from "./fixtures/certified-regressions.ts";
import { leastSquares } from "./least-squares.ts";

/** How many digits of `value` are right, at most the 11 that are certified. */
function digits(value: number, certified: number): number {
  const error = Math.abs(value - certified) / Math.abs(certified);
  return Math.min(11, -Math.log10(error || 1e-11));
}

function fewest(values: ArrayLike<number>, certified: readonly number[]): number {
  return Math.min(...certified.map((each, i) => digits(values[i], each)));
}

describe("NIST's certified regressions", () => {
  const runs = certifiedRegressions.flatMap((set) =>
    set.starts.map((start, k) => [set.name, k + 1, set, start] as const),
  );

  test.each(
    runs,
  )("%s from start %d has 9 digits in every parameter, and 8 in standard errors", (_name, _k, set, start) => {
    const r = fitCurve(set.model, set, start);
    expect(r.status).toBe("converged");
    expect(r.derivatives).toBe("exact");
    expect(r.certificate.kind).toBe("least-squares");
    expect(fewest(r.x, set.certified)).toBeGreaterThanOrEqual(9);
    // the residuals of Lanczos1 are rounding themselves
    const isRounding = set.name === "Lanczos1";
    expect(fewest(r.standardErrors, set.standardErrors)).toBeGreaterThanOrEqual(isRounding ? 3 : 8);
    expect(r.warnings.some((line) => line.includes("rounding"))).toBe(isRounding);
    if (!isRounding) expect(digits(2 * r.value, set.sumOfSquares)).toBeGreaterThanOrEqual(9);
  });

  test.each(runs)("%s from start %d converges with differences too, to 6 digits", (_name, _k, set, start) => {
    const r = fitCurve(set.model, set, start, { derivatives: "finite-difference" });
    expect(r.status).toBe("converged");
    expect(r.derivatives).toBe("finite-difference: as asked");
    expect(fewest(r.x, set.certified)).toBeGreaterThanOrEqual(6);
  });

  test("methods that differ agree", () => {
    const { model, x, y, starts, certified } = certifiedRegressions.find(({ name }) => name === "Misra1a")!;
    for (const method of ["dogleg", "gauss-newton", "trust-region-reflective", "variable-projection"] as const) {
      const r = fitCurve(model, { x, y }, starts[1], { method });
      expect(r.method).toBe(method);
      expect(r.status).toBe("converged");
      expect(fewest(r.x, certified)).toBeGreaterThanOrEqual(9);
    }
  });
});

/** A straight line has closed forms. */
const line = { t: [0, 1, 2, 3, 4], y: [1.1, 2.9, 5.2, 6.8, 9.1] };

test("a straight line has the textbook's estimates, deviation and covariance", () => {
  const r = leastSquares(({ a, b }, { t, y }) => t.map((at, i) => a + b * at - y[i]), { a: 0, b: 0 }, { data: line });
  // mean of t 2, sum (t - 2)^2 = 10, sum (t - 2)(y - mean) = 19.9, mean of y 5.02
  expect(r.params.b).toBeCloseTo(1.99, 14);
  expect(r.params.a).toBeCloseTo(5.02 - 2 * 1.99, 14);
  const squares = line.y.reduce((sum, y, i) => sum + (1.04 + 1.99 * line.t[i] - y) ** 2, 0);
  const variance = squares / 3;
  expect(r.degreesOfFreedom).toBe(3);
  expect(r.deviation).toBeCloseTo(Math.sqrt(variance), 14);
  expect(r.standardErrors.b).toBeCloseTo(Math.sqrt(variance / 10), 14);
  expect(r.standardErrors.a).toBeCloseTo(Math.sqrt(variance * (1 / 5 + 4 / 10)), 14);
  expect(r.covariance[1]).toBeCloseTo((-2 * variance) / 10, 14);
  // 3.182446305 is the quantile of Student's distribution with 3 degrees
  const [low, high] = r.interval("b", 0.95);
  expect(high - low).toBeCloseTo(2 * 3.182446305284263 * r.standardErrors.b, 12);
});

test("for a linear model the profile is the interval by standard errors", () => {
  const r = leastSquares(([a, b], { t, y }) => t.map((at, i) => a + b * at - y[i]), [0, 0], { data: line });
  for (const i of [0, 1]) {
    const [low, high] = r.interval(i, 0.9);
    const profile = r.interval(i, 0.9, { kind: "profile" });
    expect(profile[0]).toBeCloseTo(low, 8);
    expect(profile[1]).toBeCloseTo(high, 8);
  }
});

test("weights are repetitions, and absolute ones say the variance", () => {
  const twice = { t: [0, 1, 1, 2, 3, 4], y: [1.1, 2.9, 2.9, 5.2, 6.8, 9.1] };
  const residuals = (x: Float64Array, { t, y }: typeof line) => t.map((at, i) => x[0] + x[1] * at - y[i]);
  const start = Float64Array.of(0, 0);
  const repeated = leastSquares(residuals, start, { data: twice });
  const weighted = leastSquares(residuals, start, { data: line, weights: [1, 2, 1, 1, 1] });
  expect(weighted.x[0]).toBeCloseTo(repeated.x[0], 13);
  expect(weighted.x[1]).toBeCloseTo(repeated.x[1], 13);
  expect(weighted.value).toBeCloseTo(repeated.value, 13);
  const absolute = leastSquares(residuals, start, { data: line, weights: [4, 4, 4, 4, 4], absoluteWeights: true });
  // deviations of 1/2: the variance of the slope is 1/4 over 10
  expect(absolute.standardErrors[1]).toBeCloseTo(Math.sqrt(0.25 / 10), 14);
  expect(absolute.deviation).toBe(1);
});

test("bounds hold, and what they hold has no uncertainty", () => {
  for (const method of ["levenberg-marquardt", "trust-region-reflective", "dogleg", "gauss-newton"] as const) {
    const bounds = { lower: [1.5, 0], upper: [2, 1.5] };
    const r = leastSquares(([a, b], { t, y }) => t.map((at, i) => a + b * at - y[i]), [2, 1], {
      data: line,
      bounds,
      method,
    });
    expect(r.status).toBe("converged");
    // the slope wants to be larger and is held; the best intercept for 1.5 is 5.02 - 3, which is held as well
    expect(r.x[1]).toBe(1.5);
    expect(r.x[0]).toBe(2);
    expect([...r.standardErrors]).toEqual([0, 0]);
    expect(r.interval(1)).toEqual([1.5, 1.5]);
  }
});

test("a robust loss keeps an outlier from moving the line", () => {
  const t = Array.from({ length: 20 }, (_, i) => i);
  const y = t.map((at) => 3 + 0.5 * at + Math.sin(7 * at) / 20);
  y[15] = 60;
  const fit = (loss: RobustLossName | RobustLoss, start: readonly number[]) =>
    leastSquares(([a, b], d) => d.t.map((at, i) => a + b * at - d.y[i]), start, { data: { t, y }, loss });
  const error = (r: ReturnType<typeof fit>) => Math.abs(r.x[1] - 0.5);
  expect(error(fit("linear", [0, 0]))).toBeGreaterThan(0.1);
  for (const loss of ["huber", "soft-l1", huber(0.1)] as const) {
    const r = fit(loss, [0, 0]);
    expect(r.status).toBe("converged");
    expect(error(r)).toBeLessThan(0.03);
  }
  // losses that are not convex begin near the solution
  for (const loss of ["cauchy", "arctan", "tukey", barron(-2)] as const) {
    const r = fit(loss, [2.5, 0.53]);
    expect(r.status).toBe("converged");
    expect(error(r)).toBeLessThan(0.005);
  }
  expect(() => fit("huber", [0, 0]).interval(0, 0.95, { kind: "profile" })).toThrow("with a robust loss");
});

test("parameters that make up for each other are named", () => {
  const r = leastSquares(
    ({ a, b, c }, { t, y }) => t.map((at, i) => a * b + c * at - y[i]),
    { a: 1, b: 1, c: 0 },
    { data: line },
  );
  expect(r.status).toBe("converged");
  expect(r.params.c).toBeCloseTo(1.99, 8);
  expect(r.warnings[0]).toContain("do not determine a, b");
  expect(r.standardErrors.a).toBe(Infinity);
  expect(r.standardErrors.c).toBeGreaterThan(0);
  expect(r.interval("a")).toEqual([-Infinity, Infinity]);
  expect(r.certificate).toMatchObject({ kind: "least-squares", rank: 2, unidentified: ["a", "b"] });
  expect(r.summary()).toContain("warning      the data do not determine a, b");
});

test("more starts find the better minimum", () => {
  const t = Array.from({ length: 30 }, (_, i) => i / 10);
  const y = t.map((at) => Math.sin(6 * at));
  const bounds = { lower: [0.5], upper: [12] };
  const fit = (starts: number) =>
    leastSquares(([frequency], d) => d.t.map((at, i) => Math.sin(frequency * at) - d.y[i]), [1], {
      data: { t, y },
      bounds,
      starts,
    });
  expect(fit(1).value).toBeGreaterThan(1);
  const r = fit(12);
  expect(r.x[0]).toBeCloseTo(6, 10);
  expect(r.explanation).toContain("the best of 12 starts");
});

test("residuals that cannot be read are differentiated by differences, and say why", () => {
  const hidden = 2;
  const r = leastSquares((x) => [x[0] - hidden, x[0] * x[1] - 6], [1, 1]);
  expect(r.derivatives).toContain("hidden");
  expect([...r.x].map((entry) => Math.round(1e6 * entry) / 1e6)).toEqual([2, 3]);
  expect(() => leastSquares((x) => [x[0] - hidden], [1], { derivatives: "exact" })).toThrow("cannot be read");
  expect(leastSquares((x) => [x[0] - hidden], [1], { using: { hidden } }).derivatives).toBe("exact");
});

test("every answer is counted", () => {
  let calls = 0;
  const residuals = (x: Float64Array) => {
    calls++;
    return [x[0] ** 2 - 2, x[0] * 3 - 4];
  };
  const r = leastSquares(residuals, Float64Array.of(1), { derivatives: "finite-difference" });
  expect(r.counts.residuals).toBe(calls);
  expect(r.evaluations).toBe(calls);
});

test("mistakes are named", () => {
  const residuals = (x: Float64Array) => [x[0], x[1] - 1];
  const start = Float64Array.of(1, 2);
  expect(() => leastSquares(() => 3 as never, start)).toThrow("have to be an array");
  expect(() => leastSquares(residuals, start, { weights: [1] })).toThrow("1 weights and 2 residuals");
  expect(() => leastSquares(residuals, start, { loss: "hubert" as never })).toThrow('"huber"');
  expect(() => leastSquares(residuals, start, { starts: 0 })).toThrow("starts is 0");
  expect(() => leastSquares(residuals, start, { wieghts: [1, 1] } as never)).toThrow("wieghts");
  expect(() => leastSquares(residuals, start).interval(2)).toThrow("there is no parameter 2");
  expect(() => leastSquares(residuals, start).interval(0, 95)).toThrow("the level is 95");
});
