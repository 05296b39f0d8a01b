import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import type { StudyTrial } from "../src/index.ts";

const script = fileURLToPath(new URL("./threads-process.js", import.meta.url));

let trials: StudyTrial[];
let file: string;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  ({ trials, file } = JSON.parse(stdout));
}, 30_000);

/** The trial that was enqueued for that deed; of the two that do nothing, the first. */
const of = (deed: string): StudyTrial =>
  trials.find(({ params, retryOf }) => params.deed === deed && retryOf === undefined)!;

test("an objective runs in threads", () => {
  expect(of("nothing")).toMatchObject({ state: "complete", value: 0.25 });
});

test("a thread that calls process.exit loses its trial, which is tried again in another", () => {
  const lost = of("exit");
  expect(lost).toMatchObject({ state: "failed", failure: { reason: "lost" } });
  expect(trials.find(({ retryOf }) => retryOf === lost.number)).toMatchObject({ state: "complete", value: 0.25 });
});

test("what the objective throws is known by its name and message", () => {
  expect(of("throw").failure).toEqual({ reason: "raised", message: "RangeError: out of range" });
});

test("a trial that never ends is given up after its time, and its thread ended", () => {
  const failure = { reason: "lost", message: "no outcome within 0.5 s" };
  const tries = trials.filter(({ params }) => params.deed === "hang");
  expect(tries).toMatchObject([
    { state: "failed", failure },
    { state: "failed", failure },
  ]);
});

test("reports reach the pruner, and its word reaches the objective", () => {
  expect(of("report").state).toBe("pruned");
  expect(of("report").reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
});

test("attributes and files are stored", () => {
  expect(of("store").attributes).toEqual({ note: { x: 0.25 } });
  expect(file).toBe("0.25");
});

test("what is no outcome fails the trial", () => {
  expect(of("text").failure).toEqual({ reason: "invalid", message: 'the objective returned the string "six"' });
});
