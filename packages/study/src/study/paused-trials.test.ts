import { describe, expect, test } from "vitest";
import { iterativeDeepeningHyperbandPruner } from "../pruners/registry.ts";
import { memoryStore } from "../store/memory-store.ts";
import { open } from "./fixtures/plane.ts";
import type { Trial } from "./trial.ts";

describe("trials that pause", () => {
  const deepen = (maximum: number, store = memoryStore()) =>
    open({ store, pruner: iterativeDeepeningHyperbandPruner({ maximum }) });
  /** Goes on where it was, and notes where that is. */
  const objective =
    (begun: [number, number][]) =>
    async ({ x }: { x: number }, trial: Trial) => {
      const from = (trial.kept as number | undefined) ?? 0;
      begun.push([trial.number, from]);
      for (let step = from + 1; ; step++) {
        if (await trial.report(step, (x - 1) ** 2 + 1 / step)) return trial.prune(step);
      }
    };

  test("go on from what they kept, and nothing is done twice", async () => {
    const store = memoryStore();
    const begun: [number, number][] = [];
    await (await deepen(3, store)).run(objective(begun), { trials: 12 });
    const study = await deepen(9, store);
    await study.run(objective(begun), { trials: 30 });
    expect(begun.some(([, from]) => from > 0)).toBe(true);
    for (const { number, reports } of study.trials()) {
      expect(reports.map(({ step }) => step)).toEqual(reports.map((_, i) => i + 1));
      // each beginning is where the one before has ended
      const beginnings = begun.filter(([of]) => of === number).map(([, from]) => from);
      expect(beginnings).toEqual([...new Set(beginnings)].toSorted((a, b) => a - b));
    }
  });

  test("where all pause, the best is the best of those that have come furthest", async () => {
    const study = await deepen(9);
    await study.run(objective([]), { trials: 25 });
    const paused = study.trials().filter(({ state }) => state === "paused");
    expect(paused).toHaveLength(study.trials().length);
    const furthest = Math.max(...paused.map(({ reports }) => reports.length));
    const values = paused.filter(({ reports }) => reports.length === furthest).map(({ value }) => value!);
    expect(study.best?.value).toBe(Math.min(...values));
  });
});
