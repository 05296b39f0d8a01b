import { digitsError, digitsSpace, leastDigitsError } from "./digits-table.ts";
import { bestOf, type Tuner } from "./tuner.ts";

/**
 * How far the best network found after so many trials is from the best in the table, in parts of all images, on average
 * over the seeds.
 */
export async function tableRegret(
  tuner: Tuner,
  trials: readonly number[],
  seeds: readonly number[],
): Promise<number[]> {
  const sums = trials.map(() => 0);
  for (const seed of seeds) {
    const tuned = await tuner.tune({ space: digitsSpace, seed, trials: Math.max(...trials), objective: digitsError });
    trials.forEach((count, j) => {
      sums[j] += bestOf(tuned, count) - leastDigitsError;
    });
  }
  return sums.map((sum) => sum / seeds.length);
}
