import { alongValley, stretching, turned } from "./coordinates.ts";
import { type BbobInstance, type BbobShape, conditionScales, rotation } from "./instance.ts";
import { beyondBox, multiply, oscillateAll, ripples, skew, sumOfSquares } from "./transformations.ts";

/** f15: Rastrigin, rotated */
export function rotatedRastrigin(instance: BbobInstance): BbobShape {
  const { minimizer, of } = turned(instance);
  const matrix = stretching(instance, 10);
  const z = new Float64Array(instance.dimension);
  return {
    minimizer,
    excess(x) {
      multiply(matrix, skew(oscillateAll(of(x)), 0.2), z);
      return ripples(z) + sumOfSquares(z);
    },
  };
}

/** f16: Weierstrass */
export function weierstrass(instance: BbobInstance): BbobShape {
  const { dimension } = instance;
  const { minimizer, of } = turned(instance);
  const matrix = stretching(instance, 0.01);
  const terms = 12;
  const series = (value: number): number => {
    let sum = 0;
    for (let k = 0; k < terms; k++) sum += Math.cos(2 * Math.PI * (value + 0.5) * 3 ** k) * 0.5 ** k;
    return sum;
  };
  const least = series(0);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      multiply(matrix, oscillateAll(of(x)), z);
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += series(z[i]);
      return 10 * (sum / dimension - least) ** 3 + (10 / dimension) * beyondBox(x);
    },
  };
}

/** f17: Schaffer's function F7 with condition 10; f18: with condition 1000 */
export function schaffers(condition: number): (instance: BbobInstance) => BbobShape {
  return (instance) => {
    const { dimension, seed } = instance;
    const { minimizer, of } = turned(instance);
    const outer = rotation(dimension, seed);
    const scales = conditionScales(dimension, condition);
    const z = new Float64Array(dimension);
    return {
      minimizer,
      excess(x) {
        multiply(outer, skew(of(x), 0.5), z);
        for (let i = 0; i < dimension; i++) z[i] *= scales[i];
        let sum = 0;
        for (let i = 0; i + 1 < dimension; i++) {
          const squares = z[i] * z[i] + z[i + 1] * z[i + 1];
          sum += squares ** 0.25 * (1 + Math.sin(50 * squares ** 0.1) ** 2);
        }
        return (sum / (dimension - 1)) ** 2 + 10 * beyondBox(x);
      },
    };
  };
}

/** f19: composite Griewank-Rosenbrock */
export function griewankRosenbrock(instance: BbobInstance): BbobShape {
  const { dimension } = instance;
  const { minimizer, of } = alongValley(instance);
  return {
    minimizer,
    excess(x) {
      const z = of(x);
      let sum = 0;
      for (let i = 0; i + 1 < dimension; i++) {
        const s = 100 * (z[i] * z[i] - z[i + 1]) ** 2 + (1 - z[i]) ** 2;
        sum += s / 4000 - Math.cos(s);
      }
      return 10 + (10 * sum) / (dimension - 1);
    },
  };
}
