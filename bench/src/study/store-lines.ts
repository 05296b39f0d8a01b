import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryStore, type Store, type StudyRecord, sqliteStore } from "@infimum/study";
import { storeWorker } from "../peer-scripts.ts";

const study: StudyRecord = { name: "study", space: "[]", goals: ["minimize"], seed: 0, created: 0 };

/** Finished trials a second: each is added under a lease, proposed with 10 codes, and completed: three writes. */
export interface StoreThroughput {
  readonly memory: number;
  /** One call after the other: a commit for each. */
  readonly sqlite: number;
  /** The same, each commit waiting for the disk. */
  readonly sqlitePower: number;
  /** 16 trials at once in one process, which share commits. */
  readonly sqliteTogether: number;
}

export async function storeThroughput(trials: number): Promise<StoreThroughput> {
  return {
    memory: await throughputOf(memoryStore(), trials, 1),
    sqlite: await inScratch(async (path) => throughputOf(await sqliteStore(path), trials, 1)),
    sqlitePower: await inScratch(async (path) =>
      throughputOf(await sqliteStore(path, { durability: "power" }), trials, 1),
    ),
    sqliteTogether: await inScratch(async (path) => throughputOf(await sqliteStore(path), trials, 16)),
  };
}

async function throughputOf(store: Store, trials: number, atOnce: number): Promise<number> {
  await store.openStudy(study);
  const seconds = await secondsOf(() => runTrials(store, trials, atOnce));
  await store.close();
  return trials / seconds;
}

/** What a reader pays, in microseconds, in a SQLite file with so many finished trials. */
export interface ChangesCost {
  /** For each of the trials, when all of them are read by who has seen nothing. */
  readonly eachOfAll: number;
  /** When nothing has changed. */
  readonly none: number;
  /** When one trial has changed; with the change itself. */
  readonly one: number;
}

export async function changesCost(trials: number): Promise<ChangesCost> {
  return inScratch(async (path) => {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    await runTrials(store, trials, 256);
    let { revision } = await store.changes("study", 0);
    const all = await secondsOf(() => store.changes("study", 0));
    const repeats = 200;
    const none = await secondsOf(async () => {
      for (let i = 0; i < repeats; i++) await store.changes("study", revision);
    });
    const one = await secondsOf(async () => {
      for (let i = 0; i < repeats; i++) {
        await store.apply("study", 0, { kind: "annotate", name: "read", value: i });
        const changes = await store.changes("study", revision);
        if (changes.trials.length !== 1) throw new Error(`${changes.trials.length} trials changed in place of one`);
        revision = changes.revision;
      }
    });
    await store.close();
    return { eachOfAll: (1e6 * all) / trials, none: (1e6 * none) / repeats, one: (1e6 * one) / repeats };
  });
}

/** Microseconds of a report, at the beginning of a trial and when it has so many, in a SQLite file. */
export async function reportCost(steps: number): Promise<{ readonly first: number; readonly last: number }> {
  return inScratch(async (path) => {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    const { number, fence } = await store.addTrial("study", { at: 0, lease: { owner: "bench", until: Infinity } });
    const measured = Math.ceil(steps / 10);
    const report = async (from: number, to: number) => {
      for (let step = from; step < to; step++)
        await store.apply("study", number, { kind: "report", fence, step, value: 1 / step });
    };
    const first = await secondsOf(() => report(0, measured));
    await report(measured, steps - measured);
    const last = await secondsOf(() => report(steps - measured, steps));
    await store.close();
    return { first: (1e6 * first) / measured, last: (1e6 * last) / measured };
  });
}

export interface ManyProcesses {
  readonly trialsPerSecond: number;
  readonly seconds: number;
  /** Numbers that no process was given, or that more than one was. */
  readonly wrongNumbers: number;
}

/**
 * Several processes that share a new SQLite file; their start is timed with them.
 *
 * @throws Error when a process fails
 */
export async function manyProcesses(processes: number, trialsEach: number): Promise<ManyProcesses> {
  return inScratch(async (path) => {
    const store = await sqliteStore(path);
    await store.openStudy(study);
    const given = new Map<number, number>();
    const seconds = await secondsOf(async () => {
      const shares = await Promise.all(Array.from({ length: processes }, () => shareOf(path, trialsEach)));
      for (const number of shares.flat()) given.set(number, (given.get(number) ?? 0) + 1);
    });
    await store.close();
    const trials = processes * trialsEach;
    let wrongNumbers = given.size > trials ? given.size - trials : 0;
    for (let number = 0; number < trials; number++) if (given.get(number) !== 1) wrongNumbers++;
    return { trialsPerSecond: trials / seconds, seconds, wrongNumbers };
  });
}

/** The numbers of the trials that a process of its own did. */
function shareOf(path: string, trials: number): Promise<number[]> {
  const child = fork(storeWorker, [path, String(trials)], { execArgv: [] });
  return new Promise((resolve, reject) => {
    let numbers: number[] | undefined;
    child.once("message", (message: number[]) => {
      numbers = message;
    });
    child.once("exit", (code) => {
      if (numbers && code === 0) resolve(numbers);
      else reject(new Error(`a process that works on the store ended with ${code}`));
    });
  });
}

/** So many trials, some of them at once. */
async function runTrials(store: Store, trials: number, atOnce: number): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < trials) {
      const { number, fence } = await store.addTrial("study", {
        at: begun,
        lease: { owner: "bench", until: Infinity },
      });
      const codes = Float64Array.from({ length: 10 }, (_, i) => Math.sin(number + i));
      await store.apply("study", number, { kind: "propose", fence, codes });
      await store.apply("study", number, { kind: "complete", fence, values: [Math.cos(number)], at: begun });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

async function inScratch<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "infimum-bench-"));
  try {
    return await work(join(folder, "study.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
