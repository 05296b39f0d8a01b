import { RandomStream } from "infimum/numerics";

/** Objectives as black boxes: values only, within a box, their least value 0. */
export type BlackBoxName = "sphere" | "ellipsoid" | "rosenbrock" | "rastrigin";

export const blackBoxNames: readonly BlackBoxName[] = ["sphere", "ellipsoid", "rosenbrock", "rastrigin"];

/** One instance: its minimizer and its start are drawn from the number of the instance. */
export interface BlackBoxProblem {
  readonly name: BlackBoxName;
  readonly dimension: number;
  readonly instance: number;
  readonly x0: Float64Array;
  readonly minimizer: Float64Array;
  readonly optimum: 0;
  readonly lower: number;
  readonly upper: number;
  objective(x: Float64Array): number;
}

/** The box is [-5, 5] in every variable. */
const halfWidth = 5;
/** Minimizers are drawn this far from the middle, so that none lies at the border. */
const shiftRange = 3;
/** Starts are drawn this far from the middle. */
const startRange = 4;

/**
 * An objective of z = x - minimizer: the sphere |z|^2; the ellipsoid, sum of 10^(6 i / (n - 1)) z[i]^2; Rastrigin's
 * 10 n + sum of z[i]^2 - 10 cos(2 pi z[i]); and the chained Rosenbrock function, whose minimizer stays (1, ..., 1).
 */
export function blackBoxProblem(name: BlackBoxName, dimension: number, instance: number): BlackBoxProblem {
  const minimizer = new Float64Array(dimension).fill(1);
  if (name !== "rosenbrock") drawUniform(minimizer, instance, 0, shiftRange);
  return {
    name,
    dimension,
    instance,
    minimizer,
    x0: drawUniform(new Float64Array(dimension), instance, 1, startRange),
    optimum: 0,
    lower: -halfWidth,
    upper: halfWidth,
    objective: objectives[name](minimizer),
  };
}

const objectives: { readonly [N in BlackBoxName]: (minimizer: Float64Array) => (x: Float64Array) => number } = {
  sphere: (minimizer) => (x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += (x[i] - minimizer[i]) ** 2;
    return sum;
  },
  ellipsoid: (minimizer) => {
    const n = minimizer.length;
    const weights = Float64Array.from(minimizer, (_, i) => (n === 1 ? 1 : 10 ** ((6 * i) / (n - 1))));
    return (x) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += weights[i] * (x[i] - minimizer[i]) ** 2;
      return sum;
    };
  },
  rosenbrock: () => (x) => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
    return sum;
  },
  rastrigin: (minimizer) => (x) => {
    let sum = 10 * x.length;
    for (let i = 0; i < x.length; i++) {
      const z = x[i] - minimizer[i];
      sum += z * z - 10 * Math.cos(2 * Math.PI * z);
    }
    return sum;
  },
};

function drawUniform(out: Float64Array, instance: number, purpose: number, range: number): Float64Array {
  const stream = new RandomStream().key(instance, purpose, 0, 0);
  for (let i = 0; i < out.length; i++) out[i] = range * (2 * stream.uniform() - 1);
  return out;
}
