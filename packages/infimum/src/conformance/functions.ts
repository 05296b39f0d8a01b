import type { Vector } from "../numerics/vector.ts";
import type { FeasibleSet, Term } from "../problem/terms.ts";

/**
 * The chained Rosenbrock function, sum of 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2 over neighbours: a curved valley, with
 * its minimum 0 where every x_i is 1.
 *
 * @reference A. R. Conn, N. I. M. Gould, Ph. L. Toint (1988), Testing a Class of Methods for Solving Minimization
 * Problems with Simple Bounds on the Variables, doi:10.1090/S0025-5718-1988-0929544-3
 */
export const rosenbrock = {
  value(x: Vector): number {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
    return sum;
  },
  /** Writes the gradient and returns the value. */
  gradient(x: Vector, out: Vector): number {
    out.fill(0);
    for (let i = 0; i + 1 < x.length; i++) {
      const above = x[i + 1] - x[i] ** 2;
      out[i] += -400 * x[i] * above - 2 * (1 - x[i]);
      out[i + 1] += 200 * above;
    }
    return rosenbrock.value(x);
  },
  hessianVector(x: Vector, v: Vector, out: Vector): void {
    out.fill(0);
    for (let i = 0; i + 1 < x.length; i++) {
      out[i] += (1200 * x[i] ** 2 - 400 * x[i + 1] + 2) * v[i] - 400 * x[i] * v[i + 1];
      out[i + 1] += 200 * v[i + 1] - 400 * x[i] * v[i];
    }
  },
};

/** (sum of w_i (x_i - c_i)^2) / 2 with weights from 1 to `condition` and the centres 1, -1/2, 1/3, ... */
export function quadratic(n: number, condition: number) {
  const weight = (i: number): number => condition ** (n === 1 ? 0 : i / (n - 1));
  const centre = (i: number): number => (i % 2 === 0 ? 1 : -1) / (i + 1);
  const value = (x: Vector): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (weight(i) * (x[i] - centre(i)) ** 2) / 2;
    return sum;
  };
  return {
    value,
    gradient(x: Vector, out: Vector): number {
      for (let i = 0; i < n; i++) out[i] = weight(i) * (x[i] - centre(i));
      return value(x);
    },
    hessian(_x: Vector, out: Vector): void {
      out.fill(0);
      for (let i = 0; i < n; i++) out[i + i * n] = weight(i);
    },
  };
}

/** weight times the sum of |x_i|, whose proximal map is soft thresholding. */
export function absoluteValues(weight: number): Term {
  const value = (x: Vector): number => {
    let sum = 0;
    for (const entry of x) sum += Math.abs(entry);
    return weight * sum;
  };
  return {
    name: "absolute values",
    separable: true,
    value,
    proximal(x, stepSize, out) {
      const threshold = weight * stepSize;
      for (let i = 0; i < x.length; i++) out[i] = Math.sign(x[i]) * Math.max(0, Math.abs(x[i]) - threshold);
      return value(out);
    },
  };
}

/** The Euclidean ball around the origin. */
export function ball(radius: number): FeasibleSet {
  const length = (x: Vector): number => Math.sqrt(x.reduce((sum, entry) => sum + entry ** 2, 0));
  return {
    name: "ball",
    project(x, out) {
      const shrink = Math.min(1, radius / length(x));
      for (let i = 0; i < x.length; i++) out[i] = x[i] * shrink;
    },
    linearMinimizer(g, out) {
      const size = length(g);
      for (let i = 0; i < g.length; i++) out[i] = size === 0 ? 0 : (-radius * g[i]) / size;
    },
    violation: (x) => Math.max(0, length(x) - radius),
  };
}

/** One measurement of a line: where, and what was seen. */
export type Measurement = readonly [at: number, seen: number];

/** Measurements of the line 2 - t / 2, off by a few hundredths. */
export const measurements: readonly Measurement[] = Array.from({ length: 20 }, (_, k) => {
  const at = k / 10 - 1;
  return [at, 2 - at / 2 + Math.sin(12 * k) / 20];
});

/** The squared error (halved) of the line x[0] + x[1] t at one measurement, and its gradient. */
export function squaredError(x: Vector, sample: number, out: Vector, data: readonly Measurement[]): number {
  const [at, seen] = data[sample % data.length];
  const error = x[0] + x[1] * at - seen;
  out[0] = error;
  out[1] = error * at;
  return error ** 2 / 2;
}
