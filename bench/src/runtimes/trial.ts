import { accuracies } from "./accuracies.ts";

/** One run of one method on one function. */
export interface Trial {
  /** For each accuracy the evaluation that first was within it, null when none was. */
  readonly reached: readonly (number | null)[];
  /** Of the whole run. */
  readonly evaluations: number;
}

export interface Watched {
  readonly objective: (x: ArrayLike<number>) => number;
  /** What has been seen so far. */
  trial(): Trial;
}

/** The objective, counting its evaluations and noting when each accuracy was reached. NaN reaches none. */
export function watched(objective: (x: ArrayLike<number>) => number, optimum: number): Watched {
  const reached = accuracies.map((): number | null => null);
  let evaluations = 0;
  let next = 0;
  return {
    objective(x) {
      const value = objective(x);
      evaluations++;
      while (next < accuracies.length && value - optimum <= accuracies[next]) reached[next++] = evaluations;
      return value;
    },
    trial: () => ({ reached: reached.slice(), evaluations }),
  };
}
