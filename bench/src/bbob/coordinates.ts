import { type BbobInstance, conditioned, otherSeed, type Rows, randomMinimizer, rotation } from "./instance.ts";
import { multiply, rotateBack, shift } from "./transformations.ts";

/** Coordinates in which a function is stated; the array is used again for the next point. */
export interface Coordinates {
  readonly minimizer: Float64Array;
  of(x: Float64Array): Float64Array;
}

/** R (x - minimizer), R the rotation of the second seed. */
export function turned(instance: BbobInstance): Coordinates {
  return about(randomMinimizer(instance.dimension, instance.seed), rotation(instance.dimension, otherSeed(instance)));
}

/** R Lambda Q (x - minimizer), Q the rotation of the first seed. */
export function stretched(instance: BbobInstance, condition: number): Coordinates {
  return about(randomMinimizer(instance.dimension, instance.seed), stretching(instance, condition));
}

/** R Lambda Q */
export function stretching(instance: BbobInstance, condition: number): Rows {
  const { dimension, seed } = instance;
  return conditioned(rotation(dimension, otherSeed(instance)), condition, rotation(dimension, seed));
}

/** rows (x - minimizer) */
export function about(minimizer: Float64Array, rows: Rows): Coordinates {
  const moved = new Float64Array(minimizer.length);
  const z = new Float64Array(minimizer.length);
  return { minimizer, of: (x) => multiply(rows, shift(x, minimizer, moved), z) };
}

/** max(1, sqrt(D) / 8) Q x + 1/2: the valley of Rosenbrock's function ends where every coordinate is 1. */
export function alongValley({ dimension, seed }: BbobInstance): Coordinates {
  const rows = rotation(dimension, seed);
  const scale = Math.max(1, Math.sqrt(dimension) / 8);
  const z = new Float64Array(dimension);
  return {
    minimizer: rotateBack(rows, new Float64Array(dimension).fill(0.5 / scale)),
    of(x) {
      multiply(rows, x, z);
      for (let i = 0; i < dimension; i++) z[i] = scale * z[i] + 0.5;
      return z;
    },
  };
}
