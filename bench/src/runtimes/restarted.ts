import { RandomStream } from "infimum/numerics";
import type { Trial } from "./trial.ts";

/**
 * Runtimes of a method that is started again whenever it ends without success, as COCO simulates them from a few trials
 * (bootstrap): from `samples` draws, each trial in turn is the first of a draw, and while one did not reach the accuracy its
 * evaluations are paid and another is drawn. Sorted; empty when no trial has succeeded. `accuracy` is an index into
 * `accuracies`. The draws are those of `seed`.
 *
 * @reference N. Hansen, A. Auger, R. Ros, O. Mersmann, T. Tusar, D. Brockhoff, 2021, "COCO: a platform for comparing
 * continuous optimizers in a black-box setting", arXiv:1603.08785
 */
export function restartedRuntimes(
  trials: readonly Trial[],
  accuracy: number,
  samples: number,
  seed: number,
): Float64Array {
  if (trials.every(({ reached }) => reached[accuracy] === null)) return new Float64Array(0);
  const random = new RandomStream().key(seed, "restarts", accuracy, 0);
  const runtimes = new Float64Array(samples);
  for (let k = 0; k < samples; k++) {
    let trial = trials[k % trials.length];
    let paid = 0;
    while (trial.reached[accuracy] === null) {
      paid += trial.evaluations;
      trial = trials[random.integer(0, trials.length - 1)];
    }
    runtimes[k] = paid + trial.reached[accuracy]!;
  }
  return runtimes.toSorted();
}

/**
 * The expected running time: all evaluations, until success or the end of the trial, over the number of successes.
 * Infinity without any.
 */
export function expectedRunningTime(trials: readonly Trial[], accuracy: number): number {
  let evaluations = 0;
  let successes = 0;
  for (const trial of trials) {
    const reached = trial.reached[accuracy];
    evaluations += reached ?? trial.evaluations;
    if (reached !== null) successes++;
  }
  return successes === 0 ? Infinity : evaluations / successes;
}
