import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fits } from "../src/conformance/case.ts";
import { endWindow, longestRun, stops, uninterrupted } from "../src/conformance/checks/resume.ts";
import { conformanceCases } from "../src/conformance/index.ts";
import { all } from "../src/methods/registry.ts";
import type { Method } from "../src/run/method.ts";
import { sampleMethods } from "./sample-methods.ts";

/** A frozen run for the other process, and the trace of the run that was never stopped. */
interface Job {
  readonly method: string;
  readonly conformanceCase: string;
  readonly checkpoint: string;
  readonly evaluations: number;
  readonly expected: string;
}

const evaluations = 60;

let child: ChildProcess;
/** Rejects when the other process ends before it was told to. */
let death: Promise<never>;

beforeAll(() => {
  child = fork(fileURLToPath(new URL("./resuming-process.js", import.meta.url)), { execArgv: [] });
  death = once(child, "exit").then(([code]) => {
    throw new Error(`the other process ended with code ${code}`);
  });
  death.catch(() => undefined);
});

afterAll(() => {
  child.kill();
});

const methods: readonly Method[] = [...all, ...sampleMethods];

for (const method of methods) {
  test(`${method.name} goes on bit for bit in another process, stopped after any single evaluation`, async () => {
    const jobs: Job[] = [];
    for (const each of conformanceCases) if (fits(method, each)) jobs.push(...jobsOf(method, each));
    child.send(jobs);
    const [traces] = (await Promise.race([once(child, "message"), death])) as [string[]];
    expect(traces.length).toBe(jobs.length);
    const wrong = jobs.filter(({ expected }, k) => traces[k] !== expected);
    expect(wrong.map(({ conformanceCase }) => conformanceCase)).toEqual([]);
  });
}

function jobsOf(method: Method, { name, definition }: (typeof conformanceCases)[number]): Job[] {
  const jobs: Job[] = [];
  const add = (found: Iterable<{ checkpoint: object }>, limit: number): void => {
    const expected = uninterrupted(method, definition, limit);
    for (const { checkpoint } of found) {
      const frozen = JSON.stringify(checkpoint);
      jobs.push({ method: method.name, conformanceCase: name, checkpoint: frozen, evaluations: limit, expected });
    }
  };
  add(stops(method, definition, evaluations), evaluations);
  add(endWindow(method, definition) ?? [], longestRun);
  return jobs;
}
