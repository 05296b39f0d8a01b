import { openStudy } from "@infimum/study";
import type { Space } from "infimum/space";
import type { Optuna } from "../peers/optuna.ts";

/** What a study is asked for: trials one after the other, and the loss of each by its codes. */
export interface Task {
  readonly space: Space;
  readonly seed: number;
  readonly trials: number;
  objective(codes: ArrayLike<number>): number;
}

/** What came out, trial by trial. */
export interface Tuned {
  readonly losses: readonly number[];
  /** How long each point took to be proposed. */
  readonly askSeconds: readonly number[];
}

export interface Tuner {
  readonly name: string;
  tune(task: Task): Promise<Tuned>;
}

/** A sampler of ours, through the public face of studies, in memory. */
export function infimumTuner(sampler: string): Tuner {
  return {
    name: sampler,
    async tune({ space, seed, trials, objective }) {
      const study = await openStudy({ name: "bench", space, sampler, seed });
      const losses: number[] = [];
      const askSeconds: number[] = [];
      for (let k = 0; k < trials; k++) {
        const before = performance.now();
        const trial = await study.ask();
        askSeconds.push((performance.now() - before) / 1000);
        losses.push(objective(space.encode(trial.params)));
        await trial.tell(losses[k]);
      }
      await study.close();
      return { losses, askSeconds };
    },
  };
}

export function optunaTuner(optuna: Optuna): Tuner {
  return {
    name: "Optuna TPE",
    async tune({ space, seed, trials, objective }) {
      const losses: number[] = [];
      const askSeconds: number[] = [];
      let { codes, seconds } = await optuna.begin(space, seed);
      for (let k = 0; k < trials; k++) {
        askSeconds.push(seconds);
        losses.push(objective(codes));
        if (k + 1 < trials) ({ codes, seconds } = await optuna.goOn(losses[k]));
      }
      return { losses, askSeconds };
    },
  };
}

/** The best of the first `count`. */
export function bestOf({ losses }: Tuned, count: number): number {
  let best = Infinity;
  for (let k = 0; k < count; k++) best = Math.min(best, losses[k]);
  return best;
}
