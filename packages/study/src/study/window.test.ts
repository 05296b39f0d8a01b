import { describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import { distance, open, plane, wait } from "./fixtures/plane.ts";
import { type StudyOptions } from "./open-study.ts";

describe("with a window, the study is the same", () => {
  const trace = async (parallel: number, options: Partial<StudyOptions<typeof plane>>, run: object = {}) => {
    const study = await open({ window: 4, ...options });
    let k = 0;
    await study.run(
      async (params) => {
        // whoever begins first need not finish first
        await wait((k++ * 7) % 5);
        return Math.round(4 * distance(params)) / 4;
      },
      { trials: 40, parallel, ...run },
    );
    return study.trials().map(({ params, value }) => [params, value]);
  };

  test("for one worker and for four", async () => {
    const alone = await trace(1, { sampler: "tpe" });
    expect(alone).toHaveLength(40);
    for (const parallel of [2, 3, 4]) expect(await trace(parallel, { sampler: "tpe" })).toEqual(alone);
  });

  test("for two processes that begin at the same moment, however long one has to wait for the other", async () => {
    const store = memoryStore();
    const options = { store, window: 1, leaseSeconds: 0.03 };
    const [one, other, watcher] = [await open(options), await open(options), await open(options)];
    const first = await one.ask();
    // both wait for the first; then one of them begins the second, and the other waits for that
    const asked = [one.ask(), other.ask()];
    await wait(10);
    await first.tell(0);
    const second = await Promise.race(asked);
    // this one looks for trials that nobody runs any more
    const fourth = watcher.ask();
    await wait(150);
    expect(watcher.trials().map(({ state }) => state)).not.toContain("stale");
    expect(watcher.trials().filter(({ params }) => params !== undefined)).toHaveLength(2);
    // whoever of the others comes next, each waits for the one before
    await Promise.all([...asked, fourth].map(async (waiting) => (await waiting).tell((await waiting).number)));
    await one.refresh();
    expect(second.number).toBe(1);
    expect(one.trials().map(({ value }) => value)).toEqual([0, 1, 2, 3]);
  });

  test("when it stops by its target or by idle trials", async () => {
    for (const condition of [{ target: 6 }, { patience: 5 }]) {
      const alone = await trace(1, {}, condition);
      expect(alone.length).toBeLessThan(40);
      expect(await trace(4, {}, condition)).toEqual(alone);
    }
  });
});
