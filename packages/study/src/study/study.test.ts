import { InfimumError } from "infimum";
import { choice, float, int, space, when } from "infimum/space";
import { describe, expect, expectTypeOf, test } from "vitest";
import { crossEntropySampler } from "../samplers/registry.ts";
import { memoryStore } from "../store/memory-store.ts";
import { distance, open, plane } from "./fixtures/plane.ts";
import { openStudy } from "./open-study.ts";

const code = (name: string) => expect.objectContaining({ code: name }) as InfimumError;

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
