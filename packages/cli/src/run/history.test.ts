import type { Step } from "infimum";
import { expect, it } from "vitest";
import { History } from "./history.ts";

const step = (iteration: number): Step => ({
  iteration,
  best: { x: new Float64Array([iteration]), value: 1 / (1 + iteration) },
  measures: {},
  evaluations: 2 * iteration + 1,
  seconds: iteration / 1000,
});

it("keeps every iteration of a short run", () => {
  const history = new History();
  for (let iteration = 0; iteration <= 150; iteration++) history.note(step(iteration));
  expect(history.finish().map(({ iteration }) => iteration)).toEqual(Array.from({ length: 151 }, (_, i) => i));
});

it("keeps few of a long run, no farther apart than half a percent, the last among them", () => {
  const history = new History();
  const last = 1_000_000;
  for (let iteration = 0; iteration <= last; iteration++) history.note(step(iteration));
  const kept = history.finish().map(({ iteration }) => iteration);
  // 200 one by one, then ln(1e6 / 200) / ln(1.005) = 1708
  expect(kept.length).toBeLessThan(2000);
  expect(kept[kept.length - 1]).toBe(last);
  for (let i = 1; i < kept.length; i++) expect(kept[i] - kept[i - 1]).toBeLessThanOrEqual(1 + 0.005 * kept[i]);
});

it("keeps the points of few variables only", () => {
  const history = new History();
  history.note({ ...step(0), best: { x: new Float64Array(1000), value: 1 } });
  expect(history.finish()[0].x).toBeUndefined();
});
