import { choice, float, int, space, when } from "infimum/space";
import { expect, test } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import { openStudy } from "../study/open-study.ts";
import { crossEntropySampler } from "./cross-entropy-sampler.ts";
import { gridSampler } from "./grid-sampler.ts";
import type { Sampler } from "./sampler.ts";

const mixed = space({
  rate: float(1e-4, 1, { log: true }),
  layers: int(1, 5),
  kind: choice("a", "b"),
  extra: when({ kind: "a" }, float(0, 1)),
});
type Params = { rate: number; layers: number; kind: "a" | "b"; extra: number | undefined };
const objective = ({ rate, layers, extra }: Params): number => {
  // some trials fail on the way
  if (layers === 5) throw new Error("too deep");
  return (Math.log10(rate) + 2) ** 2 + (layers - 3) ** 2 + (extra ?? 0.5) ** 2;
};
const points = (study: Awaited<ReturnType<typeof openStudy>>) => study.trials().map(({ params }) => params);

test.each([
  "cross-entropy",
  "cma-es",
  "nelder-mead",
  "sobol",
])("a study with %s that is stopped and opened again is the study that never stopped", async (sampler) => {
  const open = (store = memoryStore()) =>
    openStudy({ name: "mixed", space: mixed, sampler, seed: 5, window: 3, store });
  const whole = await open();
  await whole.run(objective, { trials: 60, parallel: 3 });
  const store = memoryStore();
  for (const trials of [7, 8, 30, 60]) await (await open(store)).run(objective, { trials, parallel: 2 });
  expect(points(await open(store))).toEqual(points(whole));
});

test("a study over a grid ends when the grid does", async () => {
  const study = await openStudy({ name: "grid", space: mixed, sampler: gridSampler({ points: 3 }) });
  const { finished } = await study.run(({ rate }) => rate, { trials: 1000, parallel: 4 });
  // 3 rates, 5 layers, a with 3 extras and b
  expect(finished).toBe(3 * 5 * 4);
  expect(new Set(study.trials().map(({ params }) => JSON.stringify(params))).size).toBe(60);
});

test("values change at every report, and a study that is opened again goes on with what was learned of them", async () => {
  const rates = space({ rate: float(0.01, 1, { log: true }) });
  const store = memoryStore();
  const open = (sampler: Sampler) => openStudy({ name: "rates", space: rates, sampler, store, seed: 1 });
  const noise = 0.05;
  const lossOf = async (trial: { params: { rate: number }; report(step: number, value: number): Promise<boolean> }) => {
    let variance = 1;
    for (let step = 1; step <= 10; step++) {
      const { rate } = trial.params;
      variance = (1 - rate) ** 2 * variance + rate ** 2 * noise;
      await trial.report(step, variance);
    }
    return variance;
  };
  const sampler = crossEntropySampler({ during: true });
  await (await open(sampler)).run((_, trial) => lossOf(trial), { trials: 60 });
  const study = await open(sampler);
  await study.run((_, trial) => lossOf(trial), { trials: 120 });
  // the best fixed rate ends at 0.00952, the best schedule at 0.00498
  expect(study.best!.value).toBeLessThan(0.007);
  const later = study
    .trials()
    .slice(60)
    .map(({ value }) => value!);
  expect(later.toSorted((a, b) => a - b)[30]).toBeLessThan(0.0095);
});
