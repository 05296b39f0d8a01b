import { afterEach, describe, expect, test, vi } from "vitest";
import { randomSampler } from "../samplers/registry.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { memoryStore } from "../store/memory-store.ts";
import { distance, open, wait } from "./fixtures/plane.ts";

describe("trials that are lost", () => {
  test("become stale when nobody renews their lease, are tried again, and their late answer is kept", async () => {
    const store = memoryStore();
    const lost = await open({ store, leaseSeconds: 0.02 });
    const trial = await lost.ask();
    await lost.close();
    await wait(30);
    const study = await open({ store });
    const again = await study.ask();
    expect(study.trials()[0].state).toBe("stale");
    expect(again.params).toEqual(trial.params);
    expect(again.attempt).toBe(1);
    expect(await trial.tell(7)).toBe("accepted");
    await study.refresh();
    expect(study.trials()[0]).toMatchObject({ state: "complete", value: 7 });
    expect(await trial.tell(8)).toBe("late");
    expect(study.trials()[0]).toMatchObject({ state: "complete", value: 7 });
  });

  test("are not lost while their process lives, however long they take", async () => {
    const study = await open({ leaseSeconds: 0.02 });
    await study.run((params) => wait(60).then(() => distance(params)), { trials: 2 });
    expect(study.trials().map(({ state }) => state)).toEqual(["complete", "complete"]);
  });

  test("are given up after their time and tried again as often as the policy says", async () => {
    const study = await open({ retry: { lost: 1 } });
    let hung = 0;
    await study.run(
      (params, trial) => {
        if (params.x !== study.trials()[0].params!.x) return distance(params);
        hung++;
        return new Promise<number>((_, reject) => trial.signal.addEventListener("abort", reject));
      },
      { trials: 3, trialSeconds: 0.01 },
    );
    expect(hung).toBe(2);
    const states = study.trials().map(({ state, retryOf }) => [state, retryOf]);
    expect(states).toEqual([
      ["failed", undefined],
      ["failed", 0],
      ["complete", undefined],
      ["complete", undefined],
    ]);
  });

  test("are learned of once: not the failures, but what the last try gave", async () => {
    const learned: [number, string][] = [];
    const spy: Sampler = {
      name: "spy",
      title: "Notes what it learns of",
      open: (context) => {
        const session = randomSampler.open(context);
        return {
          ...session,
          propose: (request) => session.propose(request),
          learn: (t) => learned.push([t.number, t.state]),
        };
      },
    };
    const study = await open({ sampler: spy, retry: { raised: 2 } });
    let tries = 0;
    await study.run(
      (params) => {
        if (++tries < 3) throw new Error("not yet");
        return distance(params);
      },
      { trials: 2 },
    );
    await study.ask();
    expect(learned).toEqual([
      [2, "complete"],
      [3, "complete"],
    ]);
  });

  test("that threw are tried again only where the policy says so", async () => {
    const study = await open({ retry: { raised: 2 } });
    let tries = 0;
    await study.run(
      (params) => {
        if (++tries < 3) throw new Error("not yet");
        return distance(params);
      },
      { trials: 1 },
    );
    expect(study.trials().map(({ state }) => state)).toEqual(["failed", "failed", "complete"]);
    expect(new Set(study.trials().map(({ params }) => params!.x)).size).toBe(1);
  });
});

describe("when the clock jumps", () => {
  const day = 86_400_000;
  afterEach(() => vi.restoreAllMocks());
  /** From the trial of that number on the clock is wrong by so much. */
  const jumping = (number: number, by: number) => (params: { x: number; y: number }, trial: { number: number }) => {
    const now = Date.now();
    if (trial.number === number) vi.spyOn(Date, "now").mockImplementation(() => now + by);
    return wait(1).then(() => distance(params));
  };

  test.each([day, -day])("by %d ms, a run ends as ever, and in the same points", async (by) => {
    const study = await open();
    await study.run(jumping(3, by), { trials: 10, parallel: 2 });
    expect(study.trials().map(({ state }) => state)).toEqual(Array(10).fill("complete"));
  });

  test("forward, a trial of another process is taken for lost and tried again, and its answer is kept all the same", async () => {
    const store = memoryStore();
    const [one, other] = [await open({ store }), await open({ store })];
    const trial = await one.ask();
    const now = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => now + day);
    const again = await other.ask();
    expect(again.params).toEqual(trial.params);
    expect(await trial.tell(5)).toBe("accepted");
    expect(await again.tell(5)).toBe("accepted");
    await other.refresh();
    expect(other.trials().map(({ state, value }) => [state, value])).toEqual([
      ["complete", 5],
      ["complete", 5],
    ]);
  });
});

test("two processes on one store share the work, and no number is given twice", async () => {
  const store = memoryStore();
  const studies = await Promise.all([open({ store }), open({ store }), open({ store })]);
  const tried: number[] = [];
  const objective = async (params: { x: number; y: number }, { number }: { number: number }) => {
    tried.push(number);
    await wait(1);
    return distance(params);
  };
  await Promise.all(studies.map((study) => study.run(objective, { trials: 30, parallel: 2 })));
  expect(new Set(tried).size).toBe(tried.length);
  await studies[0].refresh();
  const finished = studies[0].trials().filter(({ state }) => state === "complete");
  // each of the six may have begun one before it heard of the others'
  expect(finished.length).toBeGreaterThanOrEqual(30);
  expect(finished.length).toBeLessThan(36);
});
