import { expect, test } from "vitest";
import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { problem } from "../problem/problem.ts";
import { drive, driveAsync } from "./drive.ts";
import { method } from "./method.ts";
import { Run, type RunOptions } from "./run.ts";

/** Asks batches of five points for ever. */
const batches = method({
  name: "batches",
  version: 1,
  title: "Asks batches",
  needs: ["values"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start() {
    return { sum: 0, batch: 0 };
  },
  *step(state, view) {
    const points = Array.from({ length: 5 }, (_, k) => Float64Array.of(5 * state.batch + k));
    const values = view.scratch(5);
    yield* view.values(points, values);
    state.sum += values.reduce((sum, value) => sum + (value < Infinity ? value : 1000), 0);
    state.batch++;
  },
});

function open(objective: (x: Vector) => unknown, options: RunOptions): Run<{ sum: number; batch: number }> {
  const stated = problem({ x0: Float64Array.of(0), objective: objective as (x: Vector) => number });
  return new Run(stated, batches, options);
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test("as many evaluations overlap as are allowed, and never more", async () => {
  for (const [parallel, most] of [
    [1, 1],
    [3, 3],
    [8, 5],
  ] as const) {
    let now = 0;
    let largest = 0;
    const slow = async ([x]: Vector) => {
      largest = Math.max(largest, ++now);
      await pause(1);
      now--;
      return x;
    };
    const run = open(slow, { inline: false, budget: { iterations: 3 } });
    await driveAsync(run, { parallel });
    expect(largest).toBe(most);
    expect(run.state).toEqual({ sum: 105, batch: 3 });
  }
});

test("whatever is thrown, undefined included, is the same in a synchronous and an asynchronous run", async () => {
  const throwing = (error: unknown) => (x: Vector) => {
    if (x[0] % 3 === 1) throw error;
    return x[0];
  };
  for (const error of [new Error("broken"), "broken", undefined, null, 0]) {
    const options = { budget: { iterations: 2 } };
    const inline = open(throwing(error), options);
    drive(inline);
    const waiting = open(throwing(error), { ...options, inline: false });
    await driveAsync(waiting, { parallel: 2 });
    expect(waiting.ledger.invalid).toEqual(inline.ledger.invalid);
    expect(waiting.ledger.counts).toEqual(inline.ledger.counts);
    expect(waiting.state).toEqual(inline.state);
    expect(inline.ledger.counts.invalid).toBe(3);
  }
});

test("an abort does not wait for an answer, and keeps those that are in", async () => {
  const controller = new AbortController();
  const stuck = (x: Vector) => {
    if (x[0] < 7) return x[0];
    controller.abort();
    return new Promise(() => undefined);
  };
  const run = open(stuck, { inline: false, signal: controller.signal });
  await driveAsync(run, { signal: controller.signal });
  expect(run.stopping.status).toBe("aborted");
  // the first batch, and two of the second before the one that never answers
  expect(run.ledger.evaluations).toBe(7);
  expect(run.state).toEqual({ sum: 10, batch: 1 });
  const resumed = open(([x]) => x, { checkpoint: JSON.parse(JSON.stringify(run.freeze())), budget: { iterations: 2 } });
  drive(resumed);
  expect([resumed.state, resumed.ledger.evaluations]).toEqual([{ sum: 45, batch: 2 }, 10]);
});

test("answers of a batch that came out of order before an abort are kept too", async () => {
  const controller = new AbortController();
  const asked: number[] = [];
  const stuck = async ([x]: Vector) => {
    asked.push(x);
    if (x === 0) return new Promise(() => undefined);
    await pause(2);
    if (x === 3) setTimeout(() => controller.abort(), 2);
    return x;
  };
  const run = open(stuck, { inline: false, signal: controller.signal, budget: { iterations: 1 } });
  await driveAsync(run, { parallel: 4, signal: controller.signal });
  const again: number[] = [];
  const resumed = open(
    ([x]) => {
      again.push(x);
      return x;
    },
    { checkpoint: JSON.parse(JSON.stringify(run.freeze())), budget: { iterations: 1 } },
  );
  drive(resumed);
  expect(resumed.state!.sum).toBe(10);
  // 1, 2 and 3 were in; 0 never came, and 4 may have been on its way
  expect(again.filter((x) => x >= 1 && x <= 3)).toEqual([]);
  expect(asked).toContain(0);
});

test("the end of the time does not wait for an answer", async () => {
  const run = open(() => new Promise(() => undefined), { inline: false, budget: { seconds: 0.02 } });
  await driveAsync(run, {});
  expect([run.stopping.status, run.stopping.message]).toEqual(["time", "the budget of 0.02 s is used up."]);
});

test("an evaluation that takes too long is given up: counted, invalid, and named", async () => {
  const slow = async ([x]: Vector) => (x === 1 ? new Promise(() => undefined) : x);
  const run = open(slow, { inline: false, budget: { iterations: 1 } });
  await driveAsync(run, { parallel: 5, evaluationSeconds: 0.01 });
  expect(run.ledger.evaluations).toBe(5);
  expect(run.ledger.invalid).toMatchObject([
    { x: Float64Array.of(1), reason: "the objective did not answer within 0.01 s" },
  ]);
});

test("a function that throws before any point was good ends the run with its error as the cause", async () => {
  const cause = new Error("broken");
  const throwing = async () => {
    throw cause;
  };
  const run = open(throwing, { inline: false });
  await expect(driveAsync(run, { parallel: 5 })).rejects.toThrow(
    expect.objectContaining({ code: "objective-threw", cause }),
  );
});

test("an error of the library in an objective, such as one of a run inside it, is never taken for a bad point", () => {
  const inner = new InfimumError("bad-budget", "budget.evaluations is -1: give a number that is at least 0.");
  const nested = ([x]: Vector) => {
    if (x === 3) throw inner;
    return x;
  };
  expect(() => drive(open(nested, {}))).toThrow(inner);
});

test.each([
  [{ parallel: 0 }, "parallel is 0"],
  [{ parallel: NaN }, "parallel is NaN"],
  [{ evaluationSeconds: -1 }, "evaluationSeconds is -1"],
])("%j is refused", async (options, words) => {
  await expect(
    driveAsync(
      open(([x]) => x, { inline: false }),
      options,
    ),
  ).rejects.toThrow(expect.objectContaining({ code: "bad-option", message: expect.stringContaining(words) }));
});
