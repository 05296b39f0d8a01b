import { accuracies } from "./accuracies.ts";
import { restartedRuntimes } from "./restarted.ts";
import type { Trial } from "./trial.ts";

/** As many draws for a function and an accuracy as COCO takes, about: a multiple of 1, 5 and 15 trials. */
const samples = 990;

/**
 * The part of all pairs of a function and an accuracy that is reached within each budget (evaluations, ascending),
 * restarts counted: an empirical distribution function of runtimes. `functions` has the trials of each function.
 */
export function runtimeDistribution(functions: readonly (readonly Trial[])[], budgets: readonly number[]): number[] {
  const within = budgets.map(() => 0);
  functions.forEach((trials, seed) => {
    for (let accuracy = 0; accuracy < accuracies.length; accuracy++) {
      const runtimes = restartedRuntimes(trials, accuracy, samples, seed);
      let count = 0;
      budgets.forEach((budget, j) => {
        while (count < runtimes.length && runtimes[count] <= budget) count++;
        within[j] += count / samples;
      });
    }
  });
  return within.map((sum) => sum / (functions.length * accuracies.length));
}
