import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adam } from "./adam.ts";
import { chain } from "./chain.ts";
import { freeze, thaw } from "./freeze.ts";
import { scale } from "./scale.ts";
import { scaleByAdam } from "./scale-by-adam.ts";

/** The parameters after each update by gradients(t, x), t from 1. */
function run(
  rule: ReturnType<typeof adam>,
  x0: number[],
  updates: number,
  gradients: (t: number, x: Float64Array) => number[],
) {
  let params = Float64Array.from(x0);
  let state = rule.init(params);
  const path: Float64Array[] = [];
  for (let t = 1; t <= updates; t++) {
    [params, state] = rule.update(Float64Array.from(gradients(t, params)), state, params);
    path.push(params.slice());
  }
  return path;
}

describe("adam", () => {
  test("moves by the step size at first, whatever the scale of the gradient", () => {
    fc.assert(
      fc.property(fc.double({ min: -12, max: 12, noNaN: true }), fc.boolean(), (exponent, negative) => {
        const g = (negative ? -1 : 1) * 10 ** exponent;
        const [x] = run(adam({ stepSize: 0.1, epsilon: 0 }), [1], 1, () => [g]);
        expect(x[0]).toBeCloseTo(1 - 0.1 * Math.sign(g), 14);
      }),
    );
    // with the usual epsilon, by g / (g + 1e-8) of it
    const [x] = run(adam({ stepSize: 0.1 }), [0], 1, () => [1e-8]);
    expect(x[0]).toBeCloseTo(-0.05, 12);
  });

  test("takes the first updates that were worked out by hand", () => {
    // g = 1, then -2: m = 0.1, -0.11; v = 0.001, 0.004999; corrected by 0.1, 0.19 and 0.001, 0.001999
    const path = run(adam({ stepSize: 1, epsilon: 0 }), [0], 2, (t) => [t === 1 ? 1 : -2]);
    expect(path[0][0]).toBeCloseTo(-1, 13);
    expect(path[1][0]).toBeCloseTo(-1 + 0.11 / 0.19 / Math.sqrt(0.004999 / 0.001999), 13);
  });

  test("with constant gradients moves by stepSize g / (|g| + epsilon) at every update: the bias is fully corrected", () => {
    const g = [3, -0.2, 0];
    const path = run(adam({ stepSize: 0.01, epsilon: 0.1 }), [0, 0, 0], 100, () => g);
    for (const [t, x] of path.entries()) {
      for (let i = 0; i < 3; i++) {
        // m / (1 - beta1^t) loses digits by cancellation in 1 - beta2^t, a few thousand units in the last place at t = 1
        expect(x[i]).toBeCloseTo((-(t + 1) * 0.01 * g[i]) / (Math.abs(g[i]) + 0.1), 11);
      }
    }
  });

  test("does not depend on the scale of the gradients as epsilon goes to zero", () => {
    const gradients = (factor: number) => (t: number, x: Float64Array) => [
      factor * Math.sin(t) + factor * x[0],
      factor * Math.cos(t * t),
    ];
    const plain = run(adam({ stepSize: 0.1, epsilon: 0 }), [1, 2], 50, gradients(1));
    const scaled = run(adam({ stepSize: 0.1, epsilon: 0 }), [1, 2], 50, gradients(2 ** 20));
    // a power of two changes no digit
    expect(scaled).toEqual(plain);
    const tiny = run(adam({ stepSize: 0.1, epsilon: 1e-14 }), [1, 2], 50, gradients(1));
    expect(tiny[49][0]).toBeCloseTo(plain[49][0], 8);
  });

  test("is scaleByAdam and a step size, chained", () => {
    const parts = chain(scaleByAdam({ beta1: 0.8, beta2: 0.99 }), scale(-0.05));
    const params = Float64Array.of(1, -1);
    const state = parts.init(params);
    for (let t = 1; t <= 10; t++) parts.update(Float64Array.of(t, 1 / t), state, params);
    const path = run(adam({ stepSize: 0.05, beta1: 0.8, beta2: 0.99 }), [1, -1], 10, (t) => [t, 1 / t]);
    expect(path[9]).toEqual(params);
  });

  test("goes on bit for bit from a frozen state, mid-run and through JSON", () => {
    const rule = adam({ stepSize: 0.02 });
    const gradient = (params: { a: Float32Array; b: { c: number[] } }, t: number) => ({
      a: params.a.map((entry) => Math.sin(entry * t)),
      b: { c: params.b.c.map((entry) => entry - Math.cos(t)) },
    });
    let params = { a: Float32Array.of(0.1, -2, 3), b: { c: [0.3, -0] } };
    let state = rule.init(params);
    for (let t = 1; t <= 20; t++) [params, state] = rule.update(gradient(params, t), state, params);
    const kept = JSON.parse(JSON.stringify(freeze({ params, state })));
    const goOn = (from: { params: typeof params; state: typeof state }) => {
      let { params: p, state: s } = from;
      for (let t = 21; t <= 60; t++) [p, s] = rule.update(gradient(p, t), s, p);
      return { p, s };
    };
    const resumed = goOn(thaw(kept));
    expect(resumed).toEqual(goOn({ params, state }));
    expect(resumed.p.a).toBeInstanceOf(Float32Array);
  });

  test("trains records of parameters as if they were one vector", () => {
    const rule = adam({ stepSize: 0.1 });
    let params = { layer: { weights: Float64Array.of(1, 2), bias: [0.5] } };
    let state = rule.init(params);
    const path = run(rule, [1, 2, 0.5], 5, (t, x) => Array.from(x, (entry) => entry * t));
    for (let t = 1; t <= 5; t++) {
      const { weights, bias } = params.layer;
      const gradients = { layer: { weights: weights.map((entry) => entry * t), bias: bias.map((entry) => entry * t) } };
      [params, state] = rule.update(gradients, state, params);
    }
    expect([...params.layer.weights, ...params.layer.bias]).toEqual(Array.from(path[4]));
  });

  test("asks a batch for one gradient", () => {
    const rule = adam({ stepSize: 0.1 });
    const params = Float64Array.of(1);
    const batch = {
      value: () => NaN,
      gradient: () => Float64Array.of(5),
      hessianVector: () => Float64Array.of(NaN),
    };
    const [next] = rule.step(batch, rule.init(params), params);
    expect(rule.needs).toEqual(["gradient"]);
    expect(next[0]).toBeCloseTo(0.9, 8);
  });

  test("refuses options that make no sense, and gradients of another shape", () => {
    const bad = expect.objectContaining({ code: "bad-option" });
    expect(() => adam({ stepSize: -1 })).toThrow(bad);
    expect(() => adam({ stepSize: NaN })).toThrow(bad);
    expect(() => adam({ beta1: 1 })).toThrow(bad);
    expect(() => adam({ beta2: -0.1 })).toThrow(bad);
    expect(() => adam({ epsilon: Infinity })).toThrow(bad);
    const rule = adam();
    const params = Float64Array.of(1, 2);
    expect(() => rule.update(Float64Array.of(1), rule.init(params), params)).toThrow(
      expect.objectContaining({ code: "parameters-mismatch" }),
    );
  });
});
