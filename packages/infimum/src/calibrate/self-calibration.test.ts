import { expect, test } from "vitest";
import { RandomStream } from "../numerics/random/stream.ts";
import { projectGains } from "./blind-gains.ts";
import { type Snapshot, selfCalibration } from "./self-calibration.ts";

/** Sensors with gains of up to half from 1, random sensing matrices, and noise of this part of each measurement's size. */
function scene(m: number, n: number, count: number, noise = 0, seed = 1) {
  const stream = new RandomStream().key(seed, "scene", 0, 0);
  const raw = Float64Array.from({ length: m }, () => 0.5 + stream.uniform());
  const mean = raw.reduce((sum, gain) => sum + gain, 0) / m;
  const gains = raw.map((gain) => gain / mean);
  const signal = Float64Array.from({ length: n }, () => stream.normal());
  const size = Math.hypot(...signal);
  const snapshots: Snapshot[] = Array.from({ length: count }, () => {
    const matrix = Float64Array.from({ length: m * n }, () => stream.normal());
    const measured = gains.map((gain, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += matrix[i + j * m] * signal[j];
      return gain * sum + noise * size * stream.normal();
    });
    return { matrix, measured };
  });
  return { gains, signal, snapshots };
}

function error(found: Float64Array, right: Float64Array): number {
  return Math.hypot(...found.map((entry, i) => entry - right[i])) / Math.hypot(...right);
}

const methods = ["least-squares", "singular-vector", "projected-gradient"] as const;

test.each(methods)("%s recovers gains and signal from snapshots without noise", (method) => {
  const { gains, signal, snapshots } = scene(32, 8, 4);
  const r = selfCalibration(snapshots, { method });
  const digits = method === "projected-gradient" ? 1e-8 : 1e-10;
  expect(error(r.gains, gains)).toBeLessThan(digits);
  expect(error(r.signal, signal)).toBeLessThan(digits);
  expect(r.residual).toBeLessThan(digits);
  expect(r.gains.reduce((sum, gain) => sum + gain, 0) / 32).toBeCloseTo(1, 12);
});

test.each(methods)("the error of %s grows in proportion to the noise", (method) => {
  const errors = [1e-4, 1e-3].map((noise) => {
    const { gains, snapshots } = scene(32, 8, 6, noise, 3);
    return error(selfCalibration(snapshots, { method }).gains, gains);
  });
  expect(errors[0]).toBeLessThan(2e-3);
  expect(errors[1] / errors[0]).toBeGreaterThan(7);
  expect(errors[1] / errors[0]).toBeLessThan(14);
});

test("it is far better than taking the gains for 1", () => {
  const { signal, snapshots } = scene(32, 8, 6, 1e-3, 4);
  // the least-squares signal for gains of 1, by the projected gradient that is not allowed to change them
  const ignoring = selfCalibration(snapshots, { method: "projected-gradient", spread: 1e-9 });
  expect(error(ignoring.signal, signal)).toBeGreaterThan(0.02);
  expect(error(selfCalibration(snapshots).signal, signal)).toBeLessThan(0.002);
});

test("snapshots that are too few are refused, as many as unknowns are not", () => {
  const { gains, snapshots } = scene(16, 17, 2, 0, 5);
  expect(error(selfCalibration(snapshots).gains, gains)).toBeLessThan(1e-8);
  expect(() => selfCalibration(scene(16, 18, 2).snapshots)).toThrow("do not determine");
  expect(() => selfCalibration(scene(16, 8, 1).snapshots)).toThrow("do not determine");
  // the same snapshot twice says nothing new
  const [first] = scene(16, 8, 1).snapshots;
  expect(() => selfCalibration([first, first])).toThrow("do not determine");
});

test("mistakes are named", () => {
  const [first, second] = scene(4, 2, 2).snapshots;
  expect(() => selfCalibration([])).toThrow("every snapshot needs");
  expect(() => selfCalibration([first, { ...second, measured: [1, 2] }])).toThrow("every snapshot needs");
  expect(() => selfCalibration([first, { ...second, measured: [1, 2, NaN, 4] }])).toThrow("not a finite number");
  expect(() => selfCalibration([first, second], { method: "projected-gradient", spread: 2 })).toThrow("spread is 2");
});

test("the projection onto gains of the mean 1 is the nearest such point", () => {
  const stream = new RandomStream().key(2, "projection", 0, 0);
  const gains = Float64Array.from({ length: 6 }, () => 1 + 2 * stream.normal());
  const nearest = gains.slice();
  projectGains(nearest, 0.5);
  expect(nearest.reduce((sum, gain) => sum + gain, 0)).toBeCloseTo(6, 12);
  expect(Math.max(...nearest.map((gain) => Math.abs(gain - 1)))).toBeLessThanOrEqual(0.5);
  // a projection makes an obtuse angle with every other point of the set
  for (let k = 0; k < 50; k++) {
    const other = Float64Array.from({ length: 6 }, () => 1 + stream.normal());
    projectGains(other, 0.5);
    const angle = gains.reduce((sum, gain, i) => sum + (gain - nearest[i]) * (other[i] - nearest[i]), 0);
    expect(angle).toBeLessThanOrEqual(1e-12);
  }
});
