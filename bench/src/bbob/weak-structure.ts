import { stretched, stretching } from "./coordinates.ts";
import { type BbobInstance, type BbobShape, conditionScales, rotation } from "./instance.ts";
import { legacyNormal, legacyUniform } from "./legacy-random.ts";
import { beyondBox, multiply, oscillate, ripples } from "./transformations.ts";

/** Twice the distance of Schwefel's minimum from 0, as the reference program has it where it measures. */
const measured = 4.2096874637;

/** The same, as it has it where it says the minimizer. Both are within 1e-9 of the minimum. */
const stated = 4.2096874633;

/** f20: Schwefel */
export function schwefel({ dimension, seed }: BbobInstance): BbobShape {
  const minimizer = legacyUniform(dimension, seed).map((u) => (u < 0.5 ? -0.5 : 0.5) * stated);
  const scales = conditionScales(dimension, 10);
  const turned = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      for (let i = 0; i < dimension; i++) turned[i] = 2 * Math.sign(minimizer[i]) * x[i];
      for (let i = 0; i < dimension; i++) {
        const coupled = i === 0 ? turned[0] : turned[i] + 0.25 * (turned[i - 1] - measured);
        z[i] = 100 * (scales[i] * (coupled - measured) + measured);
      }
      let sum = 0;
      let beyond = 0;
      for (let i = 0; i < dimension; i++) {
        sum += z[i] * Math.sin(Math.sqrt(Math.abs(z[i])));
        beyond += Math.max(0, Math.abs(z[i] / 100) - 5) ** 2;
      }
      return 0.01 * (418.9828872724339 - sum / dimension) + 100 * beyond;
    },
  };
}

interface Peaks {
  readonly count: number;
  /** Of the global one. */
  readonly condition: number;
  /** They lie in [-reach, reach]. */
  readonly reach: number;
}

/** f21: Gallagher's 101 peaks; f22: 21 peaks, the global one narrower */
export function gallagher({ count, condition, reach }: Peaks): (instance: BbobInstance) => BbobShape {
  return ({ dimension, seed }) => {
    const rows = rotation(dimension, seed);
    const order = sortedOrder(legacyUniform(count - 1, seed));
    const places = legacyUniform(dimension * count, seed);
    const heights = new Float64Array(count);
    const centres: Float64Array[] = [];
    const scales: Float64Array[] = [];
    let minimizer = new Float64Array(dimension);
    for (let k = 0; k < count; k++) {
      heights[k] = k === 0 ? 10 : ((k - 1) / (count - 2)) * (9.1 - 1.1) + 1.1;
      const own = k === 0 ? condition : 1000 ** (order[k - 1] / (count - 2));
      const ranks = sortedOrder(legacyUniform(dimension, seed + 1000 * k));
      scales.push(Float64Array.from({ length: dimension }, (_, j) => own ** (ranks[j] / (dimension - 1) - 0.5)));
      const place = places.slice(k * dimension, (k + 1) * dimension).map((u) => reach * (2 * u - 1));
      // the global one is kept away from the bounds
      if (k === 0) minimizer = place.map((value) => 0.8 * value);
      centres.push(multiply(rows, k === 0 ? minimizer : place, new Float64Array(dimension)));
    }
    const turned = new Float64Array(dimension);
    return {
      minimizer,
      excess(x) {
        multiply(rows, x, turned);
        let highest = 0;
        for (let k = 0; k < count; k++) {
          let sum = 0;
          for (let j = 0; j < dimension; j++) sum += scales[k][j] * (turned[j] - centres[k][j]) ** 2;
          highest = Math.max(highest, heights[k] * Math.exp((-0.5 / dimension) * sum));
        }
        return oscillate(10 - highest) ** 2 + beyondBox(x);
      },
    };
  };
}

/** The places of the values in ascending order. */
function sortedOrder(values: Float64Array): number[] {
  return Array.from(values, (_, i) => i).toSorted((a, b) => values[a] - values[b]);
}

/** f23: Katsuura */
export function katsuura(instance: BbobInstance): BbobShape {
  const { dimension } = instance;
  const { minimizer, of } = stretched(instance, 100);
  return {
    minimizer,
    excess(x) {
      const z = of(x);
      let product = 1;
      for (let i = 0; i < dimension; i++) {
        let sum = 0;
        for (let j = 1; j < 33; j++) {
          const scaled = 2 ** j * z[i];
          sum += Math.abs(scaled - Math.floor(scaled + 0.5)) / 2 ** j;
        }
        product *= (1 + (i + 1) * sum) ** (10 / dimension ** 1.2);
      }
      return (10 / dimension / dimension) * (product - 1) + beyondBox(x);
    },
  };
}

/** f24: Lunacek's double Rastrigin */
export function lunacek(instance: BbobInstance): BbobShape {
  const { dimension, seed } = instance;
  const near = 2.5;
  const slope = 1 - 1 / (2 * Math.sqrt(dimension + 20) - 8.2);
  const far = -Math.sqrt((near * near - 1) / slope);
  const minimizer = legacyNormal(dimension, seed).map((g) => (g < 0 ? -0.5 : 0.5) * near);
  const matrix = stretching(instance, 100);
  const moved = new Float64Array(dimension);
  const z = new Float64Array(dimension);
  return {
    minimizer,
    excess(x) {
      let toNear = 0;
      let toFar = 0;
      for (let i = 0; i < dimension; i++) {
        const turned = 2 * Math.sign(minimizer[i]) * x[i];
        moved[i] = turned - near;
        toNear += moved[i] * moved[i];
        toFar += (turned - far) ** 2;
      }
      return Math.min(toNear, dimension + slope * toFar) + ripples(multiply(matrix, moved, z)) + 1e4 * beyondBox(x);
    },
  };
}
