import {
  type BbobInstance,
  type BbobShape,
  conditioned,
  conditionScales,
  otherSeed,
  randomMinimizer,
  rotation,
} from "./instance.ts";
import { beyondBox, ellipsoid, multiply, oscillate, rotateBack, shift } from "./transformations.ts";

/** f6: attractive sector */
export function attractiveSector(instance: BbobInstance): BbobShape {
  const { dimension, seed } = instance;
  const minimizer = randomMinimizer(dimension, seed);
  const matrix = conditioned(rotation(dimension, otherSeed(instance)), 10, rotation(dimension, seed));
  const moved = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      multiply(matrix, shift(x, minimizer, moved), z);
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += (z[i] * minimizer[i] > 0 ? 1e4 : 1) * z[i] * z[i];
      return oscillate(sum) ** 0.9;
    },
  };
}

/** f7: step ellipsoid */
export function stepEllipsoid(instance: BbobInstance): BbobShape {
  const { dimension, seed } = instance;
  const minimizer = randomMinimizer(dimension, seed);
  const outer = rotation(dimension, otherSeed(instance));
  const inner = rotation(dimension, seed);
  const scales = conditionScales(dimension, 10);
  const moved = new Float64Array(dimension);
  const steps = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  const rounded = (value: number): number => Math.floor(value + 0.5);
  return {
    minimizer,
    excess(x) {
      multiply(inner, shift(x, minimizer, moved), steps);
      for (let i = 0; i < dimension; i++) steps[i] *= scales[i];
      const first = Math.abs(steps[0]);
      for (let i = 0; i < dimension; i++) {
        steps[i] = Math.abs(steps[i]) > 0.5 ? rounded(steps[i]) : rounded(10 * steps[i]) / 10;
      }
      return 0.1 * Math.max(1e-4 * first, ellipsoid(multiply(outer, steps, z), 100)) + beyondBox(x);
    },
  };
}

/** sum of 100 (z_i^2 - z_(i+1))^2 + (z_i - 1)^2 */
function rosenbrockOf(z: Float64Array): number {
  let sum = 0;
  for (let i = 0; i + 1 < z.length; i++) sum += 100 * (z[i] * z[i] - z[i + 1]) ** 2 + (z[i] - 1) ** 2;
  return sum;
}

/** f8: Rosenbrock */
export function rosenbrockOriginal({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed).map((value) => 0.75 * value);
  const scale = Math.max(1, Math.sqrt(dimension) / 8);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      for (let i = 0; i < dimension; i++) z[i] = scale * (x[i] - minimizer[i]) + 1;
      return rosenbrockOf(z);
    },
  };
}

/** f9: Rosenbrock, rotated */
export function rosenbrockRotated(instance: BbobInstance): BbobShape {
  const { minimizer, coordinates } = rotatedValley(instance);
  return { minimizer, excess: (x) => rosenbrockOf(coordinates(x)) };
}

/** z = max(1, sqrt(D) / 8) R x + 1/2, whose valley ends where every z is 1. */
export function rotatedValley({ dimension, seed }: BbobInstance): {
  minimizer: Float64Array;
  coordinates(x: Float64Array): Float64Array;
} {
  const rows = rotation(dimension, seed);
  const scale = Math.max(1, Math.sqrt(dimension) / 8);
  const z = new Float64Array(dimension);
  return {
    minimizer: rotateBack(rows, new Float64Array(dimension).fill(0.5 / scale)),
    coordinates(x) {
      multiply(rows, x, z);
      for (let i = 0; i < dimension; i++) z[i] = scale * z[i] + 0.5;
      return z;
    },
  };
}
