import { samplerNamed } from "@infimum/study";
import { RandomStream } from "infimum/numerics";
import { bbob } from "../bbob/bbob.ts";
import { median } from "../measure/statistics.ts";
import { boxOf } from "./bbob-fraction.ts";
import type { Tuner } from "./tuner.ts";

const dimension = 5;

const { objective } = bbob({ function: 8, dimension, instance: 1 });

/** The median milliseconds that a study takes to propose a point after `trials` trials, of `repeats`. Rosenbrock in five dimensions. */
export async function askMilliseconds(tuner: Tuner, trials: number, repeats: number): Promise<number> {
  const { askSeconds } = await tuner.tune({ space: boxOf(dimension), seed: 1, trials: trials + repeats, objective });
  return 1000 * median(askSeconds.slice(trials));
}

/**
 * The same of a sampler of ours alone, which is told that many uniform points first: studies that are opened again with a
 * long history.
 */
export function proposeMilliseconds(sampler: string, trials: number, repeats: number): number {
  const space = boxOf(dimension);
  const session = samplerNamed(sampler).open({ space, goals: 1, seed: 1 });
  const random = new RandomStream();
  const learn = (number: number, codes: Float64Array): void =>
    session.learn({
      number,
      state: "complete",
      codes,
      revisions: [],
      losses: Float64Array.of(objective(codes)),
      violation: 0,
      reports: [],
      note: undefined,
    });
  for (let k = 0; k < trials; k++) {
    random.key(1, "history", k, 0);
    learn(
      k,
      random.fillUniform(new Float64Array(dimension)).map((u) => 10 * u - 5),
    );
  }
  const times: number[] = [];
  for (let k = trials; k < trials + repeats; k++) {
    const before = performance.now();
    const proposal = session.propose({
      number: k,
      pending: [],
      random: (purpose, index = 0) => random.key(1, purpose, k, index),
    });
    times.push(performance.now() - before);
    learn(k, proposal!.codes.slice());
  }
  return median(times);
}
