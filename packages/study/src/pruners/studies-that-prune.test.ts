import { float, space } from "infimum/space";
import { expect, test } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import { openStudy } from "../study/open-study.ts";
import type { Trial } from "../study/trial.ts";
import { DeepeningBrackets } from "./brackets.ts";
import { hyperband } from "./fixtures/hyperband.ts";
import { iterativeDeepeningHyperbandPruner, successiveHalvingPruner, thresholdPruner } from "./registry.ts";

const search = space({ rate: float(0, 1), floor: float(0, 1) });
type Params = { readonly rate: number; readonly floor: number };

/** A power law that falls to `floor`. */
const loss = ({ rate, floor }: Params, step: number) => floor + step ** -(0.2 + rate);

/** Goes on from the step where it paused, for as many steps as it is let up to `most`. */
function training(most: number, taken: string[] = []) {
  return async (params: Params, trial: Trial) => {
    const from = (trial.kept as number | undefined) ?? 0;
    for (let step = from + 1; step <= most; step++) {
      taken.push(`${trial.number} ${step}`);
      if (await trial.report(step, loss(params, step))) return trial.prune(step);
    }
    return loss(params, most);
  };
}

test("a study that is opened again with a larger maximum deepens, takes no step twice, and finds what a fresh Hyperband finds", async () => {
  const store = memoryStore();
  const taken: string[] = [];
  const trialsOf = { 9: 17, 27: 49 };
  for (const maximum of [9, 27] as const) {
    const pruner = iterativeDeepeningHyperbandPruner({ maximum, mode: "discarding" });
    const study = await openStudy({ name: "deep", space: search, store, sampler: "random", pruner, seed: 1 });
    await study.run(training(Infinity, taken), { trials: trialsOf[maximum], parallel: 3 });
    if (maximum === 9) continue;
    expect(new Set(taken).size).toBe(taken.length);
    const trials = study.trials();
    const brackets = new DeepeningBrackets(3);
    const members = [0, 1, 2, 3].map((bracket) => brackets.members(bracket, 3));
    const fresh = hyperband(members, (number, step) => loss(trials[number].params as Params, step));
    fresh.rungs.forEach((rungs, bracket) => {
      rungs.forEach((numbers, k) => {
        for (const number of numbers) expect(trials[number].reports.length).toBeGreaterThanOrEqual(3 ** (bracket + k));
      });
    });
  }
});

test("a study whose trials pause ends with the best of them complete", async () => {
  const pruner = successiveHalvingPruner({ mode: "pause", maximum: 27 });
  const taken: string[] = [];
  const study = await openStudy({ name: "halving", space: search, sampler: "random", pruner, seed: 2 });
  await study.run(training(27, taken), { trials: 60, parallel: 2 });
  const trials = study.trials();
  expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(["paused", "complete"]));
  for (const { state, reports } of trials) expect(reports.length === 27).toBe(state === "complete");
  expect(taken.length).toBeLessThan((60 * 27) / 4);
  expect(study.best?.value).toBe(Math.min(...trials.map(({ value }) => value ?? Infinity)));
});

test("thresholds are in the units of the values when the study maximizes", async () => {
  const pruner = thresholdPruner({ lower: 0.5 });
  const study = await openStudy({ name: "up", space: search, goal: "maximize", sampler: "random", pruner, seed: 3 });
  await study.run(
    async ({ rate }, trial) => {
      if (await trial.report(1, rate)) return trial.prune();
      return rate;
    },
    { trials: 30 },
  );
  for (const { state, reports } of study.trials()) expect(state).toBe(reports[0].value < 0.5 ? "pruned" : "complete");
});
