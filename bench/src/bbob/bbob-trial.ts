import { minimize } from "infimum";
import { RandomStream } from "infimum/numerics";
import { type Trial, watched } from "../runtimes/trial.ts";
import { type BbobChoice, bbob } from "./bbob.ts";
import type { BbobMethod } from "./bbob-methods.ts";

/** The last accuracy. */
const accuracy = 1e-8;
/** Starts are uniform this far from the middle of the box, as in the published runs. */
const startRange = 4;

/** One run until the last accuracy, the budget or the method's own end; the instance is the seed. */
export function bbobTrial(choice: BbobChoice, { method, withinBox }: BbobMethod, budget: number): Trial {
  const { objective, optimum, lower, upper } = bbob(choice);
  const random = new RandomStream().key(choice.instance, "start", choice.function, choice.dimension);
  const x0 = Float64Array.from({ length: choice.dimension }, () => startRange * (2 * random.uniform() - 1));
  const { objective: counted, trial } = watched(objective, optimum);
  minimize((x: Float64Array) => counted(x), x0, {
    method,
    derivatives: "none",
    bounds: withinBox ? { lower, upper } : undefined,
    seed: choice.instance,
    target: optimum + accuracy,
    budget: { evaluations: budget },
  });
  return trial();
}
