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

const trial = (number: number): StudyTrial => trials[number];

test("an objective runs in threads", () => {
  expect(trial(0)).toMatchObject({ state: "complete" });
  expect(trial(0).value).toBe(trial(0).params.x);
  expect(trials.filter(({ state }) => state === "complete").length).toBeGreaterThanOrEqual(6);
});

test("a thread that calls process.exit loses its trial, which is tried again", () => {
  expect(trial(1)).toMatchObject({ state: "failed", failure: { reason: "lost" } });
  const again = trials.find(({ retryOf }) => retryOf === 1);
  expect(again).toMatchObject({ state: "complete", value: trial(1).params.x });
});

test("what the objective throws is known by its name and message", () => {
  expect(trial(2)).toMatchObject({
    state: "failed",
    failure: { reason: "raised", message: "RangeError: out of range" },
  });
});

test("a trial that never ends is given up after its time, and its thread ended", () => {
  expect(trial(3)).toMatchObject({ state: "failed", failure: { reason: "lost", message: "no outcome within 0.5 s" } });
});

test("reports reach the pruner, and its word reaches the objective", () => {
  expect(trial(4)).toMatchObject({ state: "pruned" });
  expect(trial(4).reports.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
});

test("attributes and files are stored", () => {
  expect(trial(5).attributes).toEqual({ note: { x: trial(5).params.x } });
  expect(file).toBe(String(trial(5).params.x));
});

test("what is no outcome fails the trial", () => {
  expect(trial(6)).toMatchObject({ state: "failed", failure: { reason: "invalid" } });
});
