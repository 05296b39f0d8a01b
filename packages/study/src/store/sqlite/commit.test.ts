import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { lease, noon, sampleStudy } from "../../conformance/store/samples.ts";
import { scratchFolder } from "../fixtures/scratch-folder.ts";
import type { Store } from "../store.ts";
import { chooseDriver } from "./driver.ts";
import { recordingDriver } from "./fixtures/recording-driver.ts";
import { sqliteStore } from "./sqlite-store.ts";

const driver = chooseDriver();

async function newStudy(path: string, options: Parameters<typeof sqliteStore>[1] = {}): Promise<Store> {
  const store = await sqliteStore(path, options);
  await store.openStudy(sampleStudy("study"));
  return store;
}

function newPath(): string {
  return join(scratchFolder(), "study.db");
}

function numbersIn(path: string): number[] {
  const connection = driver(path);
  const rows = connection.prepare("SELECT number FROM trials ORDER BY number").all();
  connection.close();
  return rows.map(({ number }) => number);
}

describe("group commit", () => {
  test("calls of one turn share a commit, and calls that wait for each other do not", async () => {
    const executed: string[] = [];
    const store = await newStudy(newPath(), { driver: recordingDriver(driver, (sql) => executed.push(sql)) });
    executed.length = 0;
    await Promise.all(Array.from({ length: 40 }, () => store.addTrial("study", { at: noon })));
    expect(executed).toEqual(["BEGIN IMMEDIATE", "COMMIT"]);
    for (let i = 0; i < 3; i++) await store.addTrial("study", { at: noon });
    expect(executed.filter((sql) => sql === "COMMIT")).toHaveLength(4);
    await store.close();
  });

  test("a call is answered when others can see what it did", async () => {
    const path = newPath();
    const store = await newStudy(path);
    const seen = await Promise.all(
      [0, 1, 2].map(() => store.addTrial("study", { at: noon }).then(() => numbersIn(path))),
    );
    expect(seen).toEqual([
      [0, 1, 2],
      [0, 1, 2],
      [0, 1, 2],
    ]);
    await store.close();
  });

  test("what is pending at the close is stored, and nothing is taken after it", async () => {
    const path = newPath();
    const store = await newStudy(path);
    const added = [0, 1, 2].map(() => store.addTrial("study", { at: noon }));
    const closed = store.close();
    await expect(store.addTrial("study", { at: noon })).rejects.toMatchObject({ code: "store-closed" });
    await closed;
    await store.close();
    expect((await Promise.all(added)).map(({ number }) => number)).toEqual([0, 1, 2]);
    expect(numbersIn(path)).toEqual([0, 1, 2]);
  });

  test("one call that is too much does not take its neighbours with it", async () => {
    const path = newPath();
    const store = await newStudy(path, {
      driver: (file) => {
        const connection = driver(file);
        connection.exec("PRAGMA max_page_count = 60");
        return connection;
      },
    });
    await store.addTrial("study", { at: noon });
    const told = await Promise.allSettled([
      store.addTrial("study", { at: noon }),
      store.putArtifact("study", 0, "large", new Uint8Array(1_000_000)),
      store.addTrial("study", { at: noon }),
    ]);
    expect(told.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((told[1] as PromiseRejectedResult).reason).toMatchObject({
      name: "InfimumError",
      code: "store-failed",
      message: expect.stringContaining("has no room to grow"),
      cause: expect.any(Error),
    });
    expect(numbersIn(path)).toEqual([0, 1, 2]);
    await store.close();
  });
});

describe("a full file", () => {
  test("says so, loses nothing, can be read, and goes on when there is room", async () => {
    const path = newPath();
    let raw: ReturnType<typeof driver> | undefined;
    const store = await newStudy(path, {
      driver: (file) => {
        raw = driver(file);
        raw.exec("PRAGMA max_page_count = 40");
        return raw;
      },
    });
    let stored = 0;
    const fill = async () => {
      for (;;) {
        await store.addTrial("study", { at: noon, note: "x".repeat(500) });
        stored++;
      }
    };
    await expect(fill()).rejects.toMatchObject({ code: "store-failed" });
    expect(stored).toBeGreaterThan(10);
    expect((await store.changes("study", 0)).trials).toHaveLength(stored);
    raw?.exec("PRAGMA max_page_count = 80");
    expect((await store.addTrial("study", { at: noon })).number).toBe(stored);
    await store.close();
  });
});

describe("locks", () => {
  test("a call waits for the lock of another, and the event loop goes on meanwhile", async () => {
    const path = newPath();
    const store = await newStudy(path);
    const other = driver(path);
    other.exec("BEGIN IMMEDIATE");
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const added = store.addTrial("study", { at: noon });
    await sleep(400);
    expect(turns).toBeGreaterThan(5);
    other.exec("COMMIT");
    expect((await added).number).toBe(0);
    clearInterval(timer);
    other.close();
    await store.close();
  });

  test("opening waits for the lock of another", async () => {
    const path = newPath();
    const other = driver(path);
    other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
    const opened = newStudy(path);
    await sleep(100);
    other.exec("COMMIT");
    other.close();
    await (await opened).close();
  });

  test("a lock that is never let go of is told after a while, and calls go on when it is", async () => {
    const path = newPath();
    const store = await newStudy(path, { patience: 0.1 });
    const other = driver(path);
    other.exec("BEGIN IMMEDIATE");
    await expect(store.addTrial("study", { at: noon })).rejects.toMatchObject({
      name: "InfimumError",
      code: "store-failed",
      message: expect.stringContaining("is locked by another process"),
    });
    // reading needs no lock
    expect((await store.changes("study", 0)).trials).toEqual([]);
    other.exec("ROLLBACK");
    other.close();
    expect((await store.addTrial("study", { at: noon })).number).toBe(0);
    await store.close();
  });

  /** Extended result codes of SQLite: BUSY, BUSY_RECOVERY, BUSY_SNAPSHOT, BUSY_TIMEOUT, PROTOCOL. */
  test.each([5, 261, 517, 773, 15])("code %d, at the beginning or at the commit, is tried again", async (code) => {
    let failures: string[] = [];
    const failing = recordingDriver(driver, (sql) => {
      if (failures[0] !== sql) return;
      failures.shift();
      // as either driver says it
      throw Object.assign(
        new Error("database is locked"),
        failures.length % 2 === 0 ? { errcode: code } : { rawCode: code },
      );
    });
    const path = newPath();
    const store = await newStudy(path, { driver: failing });
    failures = ["BEGIN IMMEDIATE", "BEGIN IMMEDIATE", "COMMIT", "COMMIT", "BEGIN IMMEDIATE"];
    const calls = [store.addTrial("study", { at: noon }), store.claimWaiting("study", lease("anna"), noon)];
    const [added, claimed] = await Promise.all(calls);
    expect([added?.number, claimed?.number, claimed?.fence, failures.length]).toEqual([0, 0, 1, 0]);
    expect(numbersIn(path)).toEqual([0]);
    // nothing is remembered of what was rolled back
    const { record } = await store.apply("study", 0, { kind: "report", fence: 1, step: 1, value: 1 });
    expect(record.reports).toEqual([{ step: 1, value: 1 }]);
    await store.close();
  });

  test("other errors are not tried again", async () => {
    let isBroken = false;
    let tries = 0;
    const failing = recordingDriver(driver, (sql) => {
      if (!isBroken || sql !== "COMMIT") return;
      tries++;
      throw Object.assign(new Error("disk I/O error"), { errcode: 778 });
    });
    const store = await newStudy(newPath(), { driver: failing });
    isBroken = true;
    await expect(store.addTrial("study", { at: noon })).rejects.toMatchObject({
      code: "store-failed",
      message: expect.stringContaining("could not be read or written"),
    });
    expect(tries).toBe(1);
    isBroken = false;
    expect((await store.addTrial("study", { at: noon })).number).toBe(0);
    await store.close();
  });
});

test("durability against power cuts is synchronous=FULL, and NORMAL otherwise", async () => {
  for (const [durability, level] of [
    ["process", 1],
    ["power", 2],
    [undefined, 1],
  ] as const) {
    let raw: ReturnType<typeof driver> | undefined;
    const spying = (file: string) => {
      raw = driver(file);
      return raw;
    };
    const store = await sqliteStore(newPath(), { durability, driver: spying });
    expect(raw?.prepare("PRAGMA synchronous").get()).toMatchObject({ synchronous: level });
    expect(raw?.prepare("PRAGMA journal_mode").get()).toMatchObject({ journal_mode: "wal" });
    await store.close();
  }
});
