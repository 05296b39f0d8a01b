import { InfimumError } from "infimum";
import { choice, float, int, space, when } from "infimum/space";
import { afterEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { iterativeDeepeningHyperbandPruner } from "../pruners/registry.ts";
import { crossEntropySampler, randomSampler } from "../samplers/registry.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { memoryStore } from "../store/memory-store.ts";
import { openStudy, type StudyOptions } from "./open-study.ts";
import type { Trial } from "./trial.ts";

const plane = space({ x: float(-5, 5), y: float(-5, 5) });
const distance = ({ x, y }: { x: number; y: number }): number => (x - 1) ** 2 + (y + 2) ** 2;

const open = (options: Partial<StudyOptions<typeof plane>> = {}) =>
  openStudy({ name: "plane", space: plane, sampler: "random", ...options });

const code = (name: string) => expect.objectContaining({ code: name }) as InfimumError;
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

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

describe("whatever an objective answers is data", () => {
  const answers: [string, unknown, string][] = [
    ["NaN", NaN, "NaN"],
    ["Infinity", Infinity, "Infinity"],
    ["a string", "3", '"3"'],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["an array of the wrong length", [1, 2], "2 values"],
    ["an object without a value", { loss: 1 }, "without value"],
    ["constraints that are no numbers", { value: 1, constraints: ["a"] }, "constraints"],
  ];
  test.each(answers)("%s fails the trial and says why", async (_, answer, reason) => {
    const study = await open();
    await study.run((params, { number }) => (number === 1 ? (answer as number) : distance(params)), { trials: 4 });
    const [, failed, ...rest] = study.trials();
    expect(failed).toMatchObject({ state: "failed", failure: { reason: "invalid" } });
    expect(failed.failure?.message).toContain(reason);
    expect(rest.every(({ state }) => state === "complete")).toBe(true);
  });

  test("a throw after the first complete trial fails its trial alone", async () => {
    const study = await open();
    await study.run(
      (params, { number }) => {
        if (number === 1) throw new RangeError("no such thing");
        return distance(params);
      },
      { trials: 3 },
    );
    expect(study.trials()[1].failure).toEqual({ reason: "raised", message: "RangeError: no such thing" });
  });

  test("a throw before any trial was complete is the caller's mistake, with its cause", async () => {
    const study = await open();
    const cause = new TypeError("x is not a function");
    const run = study.run(() => {
      throw cause;
    });
    await expect(run).rejects.toMatchObject({ code: "objective-threw", cause });
    expect(study.trials()).toMatchObject([{ state: "failed" }]);
  });

  test("values with constraints count when no constraint is above 0", async () => {
    const study = await open();
    await study.run((params) => ({ value: distance(params), constraints: [params.x] }), { trials: 40 });
    const feasible = study.trials().filter(({ params }) => params!.x <= 0);
    expect(study.best?.value).toBe(Math.min(...feasible.map(({ value }) => value!)));
    expect(study.best?.feasible).toBe(true);
  });
});

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

test("a run that never waits still lets timers have their turn", async () => {
  const study = await open();
  setTimeout(() => study.stop(), 30);
  expect(await study.run(distance, { trials: 1e6 })).toMatchObject({ status: "stopped" });
});

test("of several goals there is a front: what no feasible trial betters in all of them", async () => {
  const study = await openStudy({ name: "two", space: plane, goals: ["minimize", "maximize"], sampler: "nsga-2" });
  await study.run(({ x, y }) => ({ values: [x ** 2, -((y - 1) ** 2) - x], constraints: [y] }), { trials: 60 });
  const front = study.front();
  const feasible = study.trials().filter((trial) => trial.feasible);
  const betters = (a: readonly number[], b: readonly number[]): boolean =>
    a[0] <= b[0] && a[1] >= b[1] && (a[0] < b[0] || a[1] > b[1]);
  const expected = feasible.filter(({ values }) => !feasible.some((other) => betters(other.values!, values!)));
  expect(front.map(({ number }) => number)).toEqual(expected.map(({ number }) => number));
  expect(front.length).toBeGreaterThan(1);
  const names = study.importance(0).map(({ name }) => name);
  // the first value depends on x alone
  expect(names[0]).toBe("x");
});

test("a sampler that changes values on the way gives others after a report, and they are kept with the step", async () => {
  const store = memoryStore();
  const study = await open({ store, sampler: crossEntropySampler({ during: true }) });
  let changes = 0;
  await study.run(
    async (first, trial) => {
      for (let step = 1; step <= 3; step++) {
        await trial.report(step, distance(trial.params));
        if (trial.params.x !== first.x) changes++;
      }
      return distance(trial.params);
    },
    { trials: 60 },
  );
  expect(changes).toBeGreaterThan(0);
  const { trials } = await store.changes("plane", 0);
  const revised = trials.filter(({ revisions }) => revisions.length > 0);
  expect(revised.length).toBeGreaterThan(0);
  for (const { number, revisions } of revised) {
    const { x, y } = plane.decode(revisions[revisions.length - 1].codes);
    // what it ended with is what it is listed by, and what its value is of
    expect(study.trials()[number]).toMatchObject({ params: { x, y }, value: distance({ x, y }) });
  }
});

test("points that are enqueued are tried first, in their order", async () => {
  const study = await open();
  await study.enqueue({ x: 1, y: -2 }, { why: "a guess" });
  await study.enqueue({ x: 0, y: 0 });
  await study.run(distance, { trials: 3 });
  const [guess, zero] = study.trials();
  expect(guess).toMatchObject({ params: { x: 1, y: -2 }, value: 0, attributes: { why: "a guess" } });
  expect(zero.params).toEqual({ x: 0, y: 0 });
  await expect(study.enqueue({ x: 9, y: 0 })).rejects.toMatchObject({ code: "not-in-space" });
});

test("attributes, files and random numbers belong to their trial", async () => {
  const study = await open();
  const trial = await study.ask();
  await trial.set("seconds", 3);
  await trial.artifact("log.txt", "went well");
  const first = trial.random("data").uniform();
  expect(trial.random("data").uniform()).toBe(first);
  await trial.tell(1);
  expect((await study.ask()).random("data").uniform()).not.toBe(first);
  expect(study.trials()[0].attributes).toEqual({ seconds: 3 });
  expect(await study.artifacts(0)).toEqual(["log.txt"]);
  expect(new TextDecoder().decode(await study.artifact(0, "log.txt"))).toBe("went well");
});

test("parameters have the types of their space", async () => {
  const mixed = space({
    rate: float(1e-5, 1e-1, { log: true }),
    layers: int(1, 4),
    optimizer: choice("adam", "sgd"),
    momentum: when({ optimizer: "sgd" }, float(0, 0.99)),
  });
  const study = await openStudy({ name: "typed", space: mixed, sampler: "random" });
  await study.run(
    ({ rate, layers, optimizer, momentum }) => {
      expectTypeOf(optimizer).toEqualTypeOf<"adam" | "sgd">();
      expectTypeOf(momentum).toEqualTypeOf<number | undefined>();
      expect(momentum === undefined).toBe(optimizer === "adam");
      return rate * layers;
    },
    { trials: 20 },
  );
  expectTypeOf(study.best!.params!.layers).toEqualTypeOf<number>();
});

describe("mistakes are named", () => {
  test.each([
    ["another space", { space: space({ x: float(-5, 5), z: float(0, 1) }) }, "space-mismatch"],
    ["other goals", { goal: "maximize" }, "goals-mismatch"],
    ["an unknown sampler", { sampler: "tpa" }, "unknown-sampler"],
    ["an unknown option", { samplr: "tpe" }, "unknown-option"],
    ["a window that is none", { window: 0 }, "bad-option"],
    ["no name", { name: "" }, "bad-option"],
    ["goal and goals", { goal: "minimize", goals: ["minimize"] }, "bad-goals"],
    ["a goal that is none", { goal: "smaller" }, "unknown-goal"],
    ["no space", { space: { x: float(0, 1) } }, "not-a-space"],
  ])("%s", async (_, options, expected) => {
    const store = memoryStore();
    await open({ store });
    await expect(open({ store, ...(options as object) })).rejects.toMatchObject(code(expected));
  });

  test("the space that differs is described by what differs", async () => {
    const store = memoryStore();
    await open({ store });
    const other = space({ x: float(-5, 6), z: float(0, 1) });
    await expect(openStudy({ name: "plane", space: other, store })).rejects.toThrow(
      "x has changed, y is gone, z is new",
    );
  });

  test("options of a run", async () => {
    const study = await open();
    for (const options of [{ trials: 0 }, { parallel: 1.5 }, { seconds: -1 }, { trialSeconds: NaN }]) {
      await expect(study.run(distance, options)).rejects.toMatchObject(code("bad-option"));
    }
    const two = await openStudy({ name: "two", space: plane, goals: ["minimize", "maximize"], sampler: "random" });
    await expect(two.run(() => [1, 2], { target: 1 })).rejects.toMatchObject(code("several-goals"));
    expect(() => two.best).toThrow("study.front()");
  });
});

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
