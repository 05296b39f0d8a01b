import { type BbobInstance, type BbobShape, conditioned, otherSeed, randomMinimizer, rotation } from "./instance.ts";
import { ellipsoid, multiply, oscillateAll, shift, skew, sumOfSquares } from "./transformations.ts";

/** f10: ellipsoid, rotated, condition 10^6 */
export function rotatedEllipsoid(instance: BbobInstance): BbobShape {
  const { minimizer, rotated } = rotatedAbout(instance);
  return { minimizer, excess: (x) => ellipsoid(oscillateAll(rotated(x)), 1e6) };
}

/** f11: discus */
export function discus(instance: BbobInstance): BbobShape {
  const { minimizer, rotated } = rotatedAbout(instance);
  return {
    minimizer,
    excess(x) {
      const z = oscillateAll(rotated(x));
      return sumOfSquares(z) + (1e6 - 1) * z[0] * z[0];
    },
  };
}

/** f12: bent cigar */
export function bentCigar(instance: BbobInstance): BbobShape {
  const { dimension } = instance;
  const minimizer = randomMinimizer(dimension, otherSeed(instance));
  const rows = rotation(dimension, otherSeed(instance));
  const moved = new Float64Array(dimension);
  const turned = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      multiply(rows, skew(multiply(rows, shift(x, minimizer, moved), turned), 0.5), z);
      let sum = z[0] * z[0];
      for (let i = 1; i < dimension; i++) sum += 1e6 * z[i] * z[i];
      return sum;
    },
  };
}

/** f13: sharp ridge */
export function sharpRidge(instance: BbobInstance): BbobShape {
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
      for (let i = 1; i < dimension; i++) sum += z[i] * z[i];
      return z[0] * z[0] + 100 * Math.sqrt(sum);
    },
  };
}

/** f14: sum of different powers */
export function differentPowers(instance: BbobInstance): BbobShape {
  const { minimizer, rotated } = rotatedAbout(instance);
  const { dimension } = instance;
  return {
    minimizer,
    excess(x) {
      const z = rotated(x);
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += Math.abs(z[i]) ** (2 + (4 * i) / (dimension - 1));
      return Math.sqrt(sum);
    },
  };
}

/** R (x - minimizer), R of the second seed. */
function rotatedAbout(instance: BbobInstance): { minimizer: Float64Array; rotated(x: Float64Array): Float64Array } {
  const { dimension, seed } = instance;
  const minimizer = randomMinimizer(dimension, seed);
  const rows = rotation(dimension, otherSeed(instance));
  const moved = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  return { minimizer, rotated: (x) => multiply(rows, shift(x, minimizer, moved), z) };
}
