import { bentCigar, differentPowers, discus, rotatedEllipsoid, sharpRidge } from "./ill-conditioned.ts";
import { type BbobInstance, type BbobShape, bbobInstance } from "./instance.ts";
import { attractiveSector, rosenbrockOriginal, rosenbrockRotated, stepEllipsoid } from "./moderate.ts";
import { griewankRosenbrock, rotatedRastrigin, schaffers, weierstrass } from "./multimodal.ts";
import { buecheRastrigin, linearSlope, separableEllipsoid, separableRastrigin, sphere } from "./separable.ts";
import { gallagher, katsuura, lunacek, schwefel } from "./weak-structure.ts";

export interface BbobChoice {
  /** 1 to 24. */
  readonly function: number;
  /** At least 2. */
  readonly dimension: number;
  /** Where the optimum lies, and how the function is turned: from 1 on. */
  readonly instance: number;
}

export interface BbobProblem {
  readonly name: string;
  /** Reads `x` (in [-5, 5]^D, or beyond it with a penalty where the function has one) and leaves it as it is. */
  objective(x: ArrayLike<number>): number;
  /** The least value. */
  readonly optimum: number;
  /** A point that has it. */
  readonly minimizer: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

const functions: readonly { readonly name: string; readonly make: (instance: BbobInstance) => BbobShape }[] = [
  { name: "sphere", make: sphere },
  { name: "separable ellipsoid", make: separableEllipsoid },
  { name: "separable Rastrigin", make: separableRastrigin },
  { name: "Bueche-Rastrigin", make: buecheRastrigin },
  { name: "linear slope", make: linearSlope },
  { name: "attractive sector", make: attractiveSector },
  { name: "step ellipsoid", make: stepEllipsoid },
  { name: "Rosenbrock", make: rosenbrockOriginal },
  { name: "rotated Rosenbrock", make: rosenbrockRotated },
  { name: "ellipsoid", make: rotatedEllipsoid },
  { name: "discus", make: discus },
  { name: "bent cigar", make: bentCigar },
  { name: "sharp ridge", make: sharpRidge },
  { name: "different powers", make: differentPowers },
  { name: "Rastrigin", make: rotatedRastrigin },
  { name: "Weierstrass", make: weierstrass },
  { name: "Schaffer F7", make: schaffers(10) },
  { name: "ill-conditioned Schaffer F7", make: schaffers(1000) },
  { name: "Griewank-Rosenbrock", make: griewankRosenbrock },
  { name: "Schwefel", make: schwefel },
  { name: "Gallagher 101 peaks", make: gallagher({ count: 101, condition: Math.sqrt(1000), reach: 5 }) },
  { name: "Gallagher 21 peaks", make: gallagher({ count: 21, condition: 1000, reach: 4.9 }) },
  { name: "Katsuura", make: katsuura },
  { name: "Lunacek bi-Rastrigin", make: lunacek },
];

/** How many functions the suite has. */
export const bbobFunctions = functions.length;

/**
 * A function of the noiseless suite of the workshops on black-box optimization benchmarking.
 *
 * @reference N. Hansen, S. Finck, R. Ros, A. Auger, 2009, "Real-parameter black-box optimization benchmarking 2009:
 * noiseless functions definitions", INRIA RR-6829
 *
 * @throws RangeError when there is no such function, dimension or instance
 */
export function bbob({ function: number, dimension, instance }: BbobChoice): BbobProblem {
  requireWhole("function", number, 1, functions.length);
  requireWhole("dimension", dimension, 2, 1000);
  requireWhole("instance", instance, 1, 100_000);
  const { name, make } = functions[number - 1];
  const made = bbobInstance(number, dimension, instance);
  const { minimizer, excess } = make(made);
  const point = new Float64Array(dimension);
  return {
    name: `f${number} ${name}`,
    objective(x) {
      for (let i = 0; i < dimension; i++) point[i] = x[i];
      return excess(point) + made.optimum;
    },
    optimum: made.optimum,
    minimizer,
    lower: new Float64Array(dimension).fill(-5),
    upper: new Float64Array(dimension).fill(5),
  };
}

function requireWhole(name: string, value: number, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high) {
    throw new RangeError(`the ${name} ${value} is not in the suite: give a whole number from ${low} to ${high}.`);
  }
}
