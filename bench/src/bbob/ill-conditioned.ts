import { about, stretched, turned } from "./coordinates.ts";
import { type BbobInstance, type BbobShape, otherSeed, randomMinimizer, rotation } from "./instance.ts";
import { ellipsoid, multiply, oscillateAll, skew, sumOfSquares } from "./transformations.ts";

/** f10: ellipsoid, rotated, condition 10^6 */
export function rotatedEllipsoid(instance: BbobInstance): BbobShape {
  const { minimizer, of } = turned(instance);
  return { minimizer, excess: (x) => ellipsoid(oscillateAll(of(x)), 1e6) };
}

/** f11: discus */
export function discus(instance: BbobInstance): BbobShape {
  const { minimizer, of } = turned(instance);
  return {
    minimizer,
    excess(x) {
      const z = oscillateAll(of(x));
      return sumOfSquares(z) + (1e6 - 1) * z[0] * z[0];
    },
  };
}

/** f12: bent cigar */
export function bentCigar(instance: BbobInstance): BbobShape {
  const { dimension } = instance;
  const rows = rotation(dimension, otherSeed(instance));
  const { minimizer, of } = about(randomMinimizer(dimension, otherSeed(instance)), rows);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      multiply(rows, skew(of(x), 0.5), z);
      return z[0] * z[0] + 1e6 * sumOfSquares(z.subarray(1));
    },
  };
}

/** f13: sharp ridge */
export function sharpRidge(instance: BbobInstance): BbobShape {
  const { minimizer, of } = stretched(instance, 10);
  return {
    minimizer,
    excess(x) {
      const z = of(x);
      return z[0] * z[0] + 100 * Math.sqrt(sumOfSquares(z.subarray(1)));
    },
  };
}

/** f14: sum of different powers */
export function differentPowers(instance: BbobInstance): BbobShape {
  const { minimizer, of } = turned(instance);
  const { dimension } = instance;
  return {
    minimizer,
    excess(x) {
      const z = of(x);
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += Math.abs(z[i]) ** (2 + (4 * i) / (dimension - 1));
      return Math.sqrt(sum);
    },
  };
}
