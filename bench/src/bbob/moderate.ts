import { about, alongValley, stretched } from "./coordinates.ts";
import {
  type BbobInstance,
  type BbobShape,
  conditionScales,
  otherSeed,
  randomMinimizer,
  rotation,
} from "./instance.ts";
import { beyondBox, ellipsoid, multiply, oscillate } from "./transformations.ts";

/** f6: attractive sector */
export function attractiveSector(instance: BbobInstance): BbobShape {
  const coordinates = stretched(instance, 10);
  const { minimizer } = coordinates;
  return {
    minimizer,
    excess(x) {
      const z = coordinates.of(x);
      let sum = 0;
      for (let i = 0; i < z.length; i++) sum += (z[i] * minimizer[i] > 0 ? 1e4 : 1) * z[i] * z[i];
      return oscillate(sum) ** 0.9;
    },
  };
}

/** f7: step ellipsoid */
export function stepEllipsoid(instance: BbobInstance): BbobShape {
  const { dimension, seed } = instance;
  const coordinates = about(randomMinimizer(dimension, seed), rotation(dimension, seed));
  const outer = rotation(dimension, otherSeed(instance));
  const scales = conditionScales(dimension, 10);
  const z = new Float64Array(dimension);
  const rounded = (value: number): number => Math.floor(value + 0.5);
  return {
    minimizer: coordinates.minimizer,
    excess(x) {
      const steps = coordinates.of(x);
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
  const { minimizer, of } = alongValley(instance);
  return { minimizer, excess: (x) => rosenbrockOf(of(x)) };
}
