import { describe, expect, test } from "vitest";
import { RandomStream } from "../numerics/random/stream.ts";
import { fitCurve } from "./fit-curve.ts";

/**
 * The rate of an enzyme against its substrate, cells treated with puromycin.
 *
 * @reference D. M. Bates, D. G. Watts, 1988, Nonlinear regression analysis and its applications, A1.3; the estimates and the
 * profile intervals are those of R's nls and confint
 */
const puromycin = {
  x: [0.02, 0.02, 0.06, 0.06, 0.11, 0.11, 0.22, 0.22, 0.56, 0.56, 1.1, 1.1],
  y: [76, 47, 97, 107, 123, 139, 159, 152, 191, 201, 207, 200],
};
const michaelisMenten = (c: number, { Vm, K }: { Vm: number; K: number }): number => (Vm * c) / (K + c);
const puromycinFit = () => fitCurve(michaelisMenten, puromycin, { Vm: 200, K: 0.05 });

describe("Puromycin", () => {
  test("has the published estimates and standard errors", () => {
    const r = puromycinFit();
    expect(r.params.Vm).toBeCloseTo(212.6837, 3);
    expect(r.params.K).toBeCloseTo(0.06412, 5);
    expect(r.standardErrors.Vm).toBeCloseTo(6.947, 3);
    expect(r.standardErrors.K).toBeCloseTo(0.008281, 6);
    expect(r.deviation).toBeCloseTo(10.93, 2);
    expect(r.degreesOfFreedom).toBe(10);
  });

  test("has the published profile intervals, which are not symmetric", () => {
    const r = puromycinFit();
    const [low, high] = r.interval("Vm", 0.95, { kind: "profile" });
    // R interpolates its profiles, to about five digits
    expect(low).toBeCloseTo(197.302, 2);
    expect(high).toBeCloseTo(229.29, 2);
    const k = r.interval("K", 0.95, { kind: "profile" });
    expect(k[0]).toBeCloseTo(0.046925, 5);
    expect(k[1]).toBeCloseTo(0.08616, 5);
    // with K held, the best Vm is that of a straight line, so the rise of the sum of squares has a closed form
    const squares = (K: number): number => {
      const f = puromycin.x.map((c) => c / (K + c));
      const Vm =
        f.reduce((sum, each, i) => sum + each * puromycin.y[i], 0) / f.reduce((sum, each) => sum + each ** 2, 0);
      return puromycin.y.reduce((sum, y, i) => sum + (y - Vm * f[i]) ** 2, 0);
    };
    const t = 2.2281388519649385;
    for (const end of k) {
      expect((squares(end) - squares(r.params.K)) / (squares(r.params.K) / 10)).toBeCloseTo(t ** 2, 6);
    }
  });

  test("has bootstrap intervals near the others", () => {
    const r = puromycinFit();
    const [low, high] = r.interval("K", 0.95);
    for (const kind of ["bootstrap", "resampled-newton"] as const) {
      const found = r.interval("K", 0.95, { kind, samples: 600 });
      const width = (found[1] - found[0]) / (high - low);
      expect(width).toBeGreaterThan(0.6);
      expect(width).toBeLessThan(1.3);
      expect(found[0]).toBeLessThan(r.params.K);
      expect(found[1]).toBeGreaterThan(r.params.K);
      // the same random numbers again
      expect(puromycinFit().interval("K", 0.95, { kind, samples: 600 })).toEqual(found);
    }
  });
});

test("bands are those of the textbook for a straight line", () => {
  const observed = { x: [0, 1, 2, 3, 4], y: [1.1, 2.9, 5.2, 6.8, 9.1] };
  const r = fitCurve((t, { a, b }) => a + b * t, observed, { a: 0, b: 0 });
  const t = 3.182446305284263;
  const at = (x: number) => r.deviation * Math.sqrt(1 / 5 + (x - 2) ** 2 / 10);
  for (const x of [-1, 2, 6.5]) {
    const { value, lower, upper } = r.band(x, 0.95);
    expect(value).toBeCloseTo(1.04 + 1.99 * x, 12);
    expect(upper - value).toBeCloseTo(t * at(x), 7);
    expect(value - lower).toBeCloseTo(t * at(x), 7);
    const next = r.band(x, 0.95, { kind: "prediction" });
    expect(next.upper - value).toBeCloseTo(t * Math.hypot(at(x), r.deviation), 7);
  }
  expect(r.predict(10)).toBeCloseTo(20.94, 12);
});

test("fixed parameters keep their start, and the others are fitted beside them", () => {
  const r = fitCurve(michaelisMenten, puromycin, { Vm: 200, K: 0.05 }, { fixed: ["Vm"] });
  expect(r.params.Vm).toBe(200);
  expect(r.standardErrors.Vm).toBe(0);
  expect(r.degreesOfFreedom).toBe(11);
  const alone = fitCurve((c, { K }) => (200 * c) / (K + c), puromycin, { K: 0.05 });
  expect(r.params.K).toBeCloseTo(alone.params.K, 12);
  expect(r.standardErrors.K).toBeCloseTo(alone.standardErrors.K, 12);
  expect(() => fitCurve(michaelisMenten, puromycin, { Vm: 200, K: 0.05 }, { fixed: ["Km" as "K"] })).toThrow('"Km"');
});

test("rows, typed arrays and nested parameters fit", () => {
  const x = Array.from({ length: 12 }, (_, i) => [i % 4, Math.floor(i / 4)] as const);
  const y = Float64Array.from(x, ([u, v]) => 1 + 2 * u - 3 * v + 0.01 * Math.sin(9 * u + v));
  const r = fitCurve(([u, v], p) => p.base + p.slopes[0] * u + p.slopes[1] * v, { x, y }, { base: 0, slopes: [0, 0] });
  expect(r.status).toBe("converged");
  expect(r.params.slopes[1]).toBeCloseTo(-3, 1);
  expect(r.interval("slopes[1]")[0]).toBeLessThan(-2.99);
  expect(r.standardErrors.slopes[0]).toBeGreaterThan(0);
});

test("sigma weighs the observations, up to a factor or absolutely", () => {
  const observed = { x: [0, 0, 1, 1], y: [1, 3, 5, 7], sigma: [1, 1, 2, 2] };
  const r = fitCurve((t, { a, b }) => a + b * t, observed, { a: 0, b: 0 }, { absoluteSigma: true });
  // means of two: variances 1/2 at 0 and 2 at 1
  expect(r.params.a).toBeCloseTo(2, 13);
  expect(r.params.b).toBeCloseTo(4, 13);
  expect(r.standardErrors.a).toBeCloseTo(Math.sqrt(1 / 2), 13);
  expect(r.standardErrors.b).toBeCloseTo(Math.sqrt(1 / 2 + 2), 13);
  const relative = fitCurve((t, { a, b }) => a + b * t, observed, { a: 0, b: 0 });
  // chi-square 1 + 1 + 1/4 + 1/4 with two degrees
  expect(relative.standardErrors.a).toBeCloseTo(Math.sqrt(1 / 2) * Math.sqrt(2.5 / 2), 13);
});

test("intervals cover the truth as often as they say, for a model that is bent", () => {
  const stream = new RandomStream();
  const x = Array.from({ length: 12 }, (_, i) => i / 3);
  let covered = 0;
  const trials = 400;
  for (let k = 0; k < trials; k++) {
    stream.key(1, "coverage", k, 0);
    const y = x.map((t) => 2 * Math.exp(-0.7 * t) + 0.1 * stream.normal());
    const r = fitCurve((t, { a, b }) => a * Math.exp(-b * t), { x, y }, { a: 1, b: 1 });
    const [low, high] = r.interval("b", 0.9);
    if (low <= 0.7 && 0.7 <= high) covered++;
  }
  // 0.9 within three standard deviations of 400 trials, 0.045
  expect(Math.abs(covered / trials - 0.9)).toBeLessThan(0.045);
});

test("mistakes are named", () => {
  const model = (t: number, { a }: { a: number }) => a * t;
  expect(() => fitCurve(model, { x: [1, 2], y: [1] }, { a: 1 })).toThrow("x has 2 entries and y 1");
  expect(() => fitCurve(model, { x: [1, 2], y: [1, NaN] }, { a: 1 })).toThrow("y[1] is NaN");
  expect(() => fitCurve(model, { x: [1, 2], y: [1, 2], sigma: [1, 0] }, { a: 1 })).toThrow("sigma[1] is 0");
  expect(() => fitCurve(model, { x: [1], y: [1] }, { a: 1 }, { bound: {} } as never)).toThrow("bound");
  expect(() => fitCurve(3 as never, { x: [1], y: [1] }, { a: 1 })).toThrow("the model has to be a function");
});
