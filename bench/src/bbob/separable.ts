import { type BbobInstance, type BbobShape, conditionScales, randomMinimizer } from "./instance.ts";
import { beyondBox, ellipsoid, oscillateAll, ripples, shift, skew, sumOfSquares } from "./transformations.ts";

/** f1: sphere */
export function sphere({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed);
  const z = new Float64Array(dimension);
  return { minimizer, excess: (x) => sumOfSquares(shift(x, minimizer, z)) };
}

/** f2: ellipsoid, condition 10^6 */
export function separableEllipsoid({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed);
  const z = new Float64Array(dimension);
  return { minimizer, excess: (x) => ellipsoid(oscillateAll(shift(x, minimizer, z)), 1e6) };
}

/** f3: Rastrigin */
export function separableRastrigin({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed);
  const scales = conditionScales(dimension, 10);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      skew(oscillateAll(shift(x, minimizer, z)), 0.2);
      for (let i = 0; i < dimension; i++) z[i] *= scales[i];
      return ripples(z) + sumOfSquares(z);
    },
  };
}

/** f4: Bueche-Rastrigin */
export function buecheRastrigin({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed).map((value, i) => (i % 2 === 0 ? Math.abs(value) : value));
  const scales = conditionScales(dimension, 10);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      oscillateAll(shift(x, minimizer, z));
      for (let i = 0; i < dimension; i++) z[i] *= z[i] > 0 && i % 2 === 0 ? 10 * scales[i] : scales[i];
      return ripples(z) + sumOfSquares(z) + 100 * beyondBox(x);
    },
  };
}

/** f5: linear slope, to a corner of the box and flat beyond it */
export function linearSlope({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = randomMinimizer(dimension, seed).map((value) => 5 * Math.sign(value));
  const scales = conditionScales(dimension, 100);
  return {
    minimizer,
    excess(x) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) {
        const along = x[i] * Math.sign(minimizer[i]);
        sum += scales[i] * (5 - Math.min(5, along));
      }
      return sum;
    },
  };
}
