import { float, type Space, space } from "infimum/space";
import { bbob } from "../bbob/bbob.ts";
import { accuracies } from "../runtimes/accuracies.ts";
import { bestOf, type Tuner } from "./tuner.ts";

export interface BbobRuns {
  readonly functions: readonly number[];
  readonly instances: readonly number[];
  readonly dimension: number;
  /** Evaluations in all. */
  readonly budgets: readonly number[];
}

/** The part of all (function, instance, accuracy) that is reached within each budget. The seed is the instance. */
export async function bbobFraction(
  tuner: Tuner,
  { functions, instances, dimension, budgets }: BbobRuns,
): Promise<number[]> {
  const reached = budgets.map(() => 0);
  const box = boxOf(dimension);
  for (const number of functions) {
    for (const instance of instances) {
      const { objective, optimum } = bbob({ function: number, dimension, instance });
      const tuned = await tuner.tune({
        space: box,
        seed: instance,
        trials: Math.max(...budgets),
        objective: (x) => objective(x) - optimum,
      });
      budgets.forEach((budget, j) => {
        const best = bestOf(tuned, budget);
        reached[j] += accuracies.filter((accuracy) => best <= accuracy).length;
      });
    }
  }
  return reached.map((count) => count / (functions.length * instances.length * accuracies.length));
}

export function boxOf(dimension: number): Space {
  return space(Object.fromEntries(Array.from({ length: dimension }, (_, i) => [`x${i + 1}`, float(-5, 5)])));
}
