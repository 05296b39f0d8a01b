import { describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory-store.ts";
import { distance, open, wait } from "./fixtures/plane.ts";

describe("a run", () => {
  test("tries as many points as it is asked for, and knows the best of them", async () => {
    const study = await open();
    const seen: number[] = [];
    const summary = await study.run(
      (params) => {
        const value = distance(params);
        seen.push(value);
        return value;
      },
      { trials: 30 },
    );
    expect(summary).toMatchObject({ status: "trials", finished: 30 });
    expect(seen).toHaveLength(30);
    expect(study.best?.value).toBe(Math.min(...seen));
    expect(study.trials().map(({ number }) => number)).toEqual(seen.map((_, i) => i));
    expect(study.trials().map(({ value }) => value)).toEqual(seen);
  });

  test("goes on until the study has so many trials in all, whoever made the earlier ones", async () => {
    const store = memoryStore();
    await (await open({ store })).run(distance, { trials: 10 });
    const study = await open({ store });
    await study.run(distance, { trials: 25 });
    expect(study.trials()).toHaveLength(25);
    const whole = await open();
    await whole.run(distance, { trials: 25 });
    expect(study.trials().map(({ params }) => params)).toEqual(whole.trials().map(({ params }) => params));
  });

  test("finds the largest value where that is the goal", async () => {
    const study = await open({ goal: "maximize" });
    await study.run(distance, { trials: 20 });
    expect(study.best?.value).toBe(Math.max(...study.trials().map(({ value }) => value!)));
  });

  test("is the same for the same seed and another for another", async () => {
    const pointsOf = async (seed: number) => {
      const study = await open({ seed });
      await study.run(distance, { trials: 5 });
      return study.trials().map(({ params }) => params);
    };
    expect(await pointsOf(3)).toEqual(await pointsOf(3));
    expect(await pointsOf(3)).not.toEqual(await pointsOf(4));
  });

  test("overlaps as many trials as it may, and no more", async () => {
    const study = await open();
    let running = 0;
    let most = 0;
    await study.run(
      async (params) => {
        most = Math.max(most, ++running);
        await wait(2);
        running--;
        return distance(params);
      },
      { trials: 12, parallel: 4 },
    );
    expect(most).toBe(4);
    expect(study.trials()).toHaveLength(12);
  });

  test("stops at the target, after idle trials, when its time is over, and when it is told to", async () => {
    const target = await (await open()).run(distance, { target: 3, trials: 1000 });
    expect(target.status).toBe("target");
    const idle = await (await open()).run(() => 1, { patience: 7, trials: 1000 });
    expect(idle).toMatchObject({ status: "no-progress", finished: 8 });
    const time = await (await open()).run(() => wait(5).then(() => 1), { seconds: 0.03 });
    expect(time.status).toBe("time");
    const study = await open();
    const told = await study.run(
      (_, { number }) => {
        if (number === 3) study.stop();
        return 1;
      },
      { trials: 1000 },
    );
    expect(told).toMatchObject({ status: "stopped", finished: 4 });
  });

  test("ended by a signal, puts back what was unfinished, and takes it up first when it goes on", async () => {
    const store = memoryStore();
    const study = await open({ store });
    const controller = new AbortController();
    const summary = await study.run(
      async (params, trial) => {
        if (trial.number === 2) {
          controller.abort();
          trial.signal.throwIfAborted();
        }
        return distance(params);
      },
      { trials: 10, signal: controller.signal },
    );
    expect(summary).toMatchObject({ status: "aborted", finished: 2 });
    expect(study.trials()[2]).toMatchObject({ state: "waiting" });
    const again = await open({ store });
    const order: number[] = [];
    await again.run((params, { number }) => (order.push(number), distance(params)), { trials: 4 });
    expect(order).toEqual([2, 3]);
  });
});

test("a run that never waits still lets timers have their turn", async () => {
  const study = await open();
  setTimeout(() => study.stop(), 30);
  expect(await study.run(distance, { trials: 1e6 })).toMatchObject({ status: "stopped" });
});
