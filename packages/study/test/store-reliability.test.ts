import { once } from "node:events";
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { RandomStream } from "infimum/numerics";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { numbersUpTo, trialsOf } from "../src/conformance/store/samples.ts";
import { chooseDriver } from "../src/store/sqlite/driver.ts";
import { sqliteStore } from "../src/store/sqlite/sqlite-store.ts";
import { type BundledProcess, bundleProcess, saidBy } from "./bundled-process.ts";

let processes: BundledProcess;
let folder: string;

beforeAll(async () => {
  processes = await bundleProcess("store-process.js");
});
afterAll(() => processes.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "infimum-reliability-"));
  // for processes of other users
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the file says of itself. */
function integrityOf(path: string): unknown {
  const connection = chooseDriver()(path);
  const check = connection.prepare("PRAGMA integrity_check").get();
  connection.close();
  return check?.integrity_check;
}

test("50 processes killed while they write lose no trial that they were told is complete", async () => {
  const path = join(folder, "study.db");
  const random = new RandomStream().key(50, "kill", 0, 0);
  const told = new Map<number, string>();
  const rounds = 25;
  for (let round = 0; round < rounds; round++) {
    const children = [0, 1].map(() => processes.start(["write", path]));
    const said = children.map(saidBy);
    for (const [i, child] of children.entries()) {
      // some before they have said a word: while they open the file, or make it
      if (round % 5 === 0 && i === 0) await sleep(40 + 80 * random.uniform());
      else await Promise.race([once(child.stdout!, "data"), once(child, "close")]);
      await sleep(20 * random.uniform());
      child.kill("SIGKILL");
    }
    for (const { lines, errors } of await Promise.all(said)) {
      expect(errors).toBe("");
      for (const { number, reception } of lines) {
        expect(told.has(number), `trial ${number} was given twice`).toBe(false);
        told.set(number, reception);
      }
    }
  }
  expect(told.size).toBeGreaterThan(rounds);

  const store = await sqliteStore(path);
  const trials = await trialsOf(store, "study");
  expect(trials.map(({ number }) => number)).toEqual(numbersUpTo(trials.length));
  for (const [number, reception] of told) {
    const { state, values, reports, codes } = trials[number];
    expect({ number, reception, state, values, reports, codes }).toEqual({
      number,
      reception: "accepted",
      state: "complete",
      values: [number / 7],
      reports: [{ step: 1, value: number }],
      codes: Float64Array.of(number, NaN),
    });
  }
  // what a killed process had begun is there as it left it, and can be taken over when its lease has run out
  for (const { state, number } of trials) {
    if (!told.has(number)) expect(["waiting", "running", "complete"]).toContain(state);
  }
  expect(integrityOf(path)).toBe("ok");
  await store.close();
}, 120_000);

test("8 processes on one file share its trials without an error, a gap or a duplicate", async () => {
  const path = join(folder, "study.db");
  const share = 40;
  const said = await Promise.all(numbersUpTo(8).map(() => saidBy(processes.start(["share", path, String(share)]))));
  expect(said.map(({ errors, code }) => [errors, code])).toEqual(said.map(() => ["", 0]));
  const told = said.flatMap(({ lines }) => lines[0] as { number: number; reception: string }[]);
  expect(told.every(({ reception }) => reception === "accepted")).toBe(true);
  expect(told.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(numbersUpTo(8 * share));
  const store = await sqliteStore(path);
  const trials = await trialsOf(store, "study");
  expect(trials.map(({ number, state, values }) => [number, state, values?.[0]])).toEqual(
    numbersUpTo(8 * share).map((number) => [number, "complete", number / 7]),
  );
  await store.close();
}, 60_000);

test.skipIf(process.platform === "win32")(
  "a file that may not grow says so, keeps what it has, and can be read",
  async () => {
    const path = join(folder, "study.db");
    const { lines, errors } = await saidBy(processes.start(["fill", path], { limit: 2000 }));
    expect(errors).toBe("");
    const [{ stored, read, name, code, message }] = lines;
    expect({ name, code }).toEqual({ name: "InfimumError", code: "store-failed" });
    expect(message).toMatch(/could not be read or written: look after the disk|has no room to grow/);
    expect(stored).toBeGreaterThan(20);
    expect(read).toBe(stored);
    // and without the limit it goes on
    const store = await sqliteStore(path);
    expect((await store.addTrial("study", { at: 0 })).number).toBe(stored);
    await store.close();
    expect(integrityOf(path)).toBe("ok");
  },
  30_000,
);

describe.skipIf(process.platform === "win32")("a file that may only be read", () => {
  // to the superuser nothing is read-only, so the process becomes somebody else's
  const isSuperuser = process.getuid?.() === 0;
  const somebodyElse = 65534;

  async function readOnlyCopy(isFolderWritable: boolean): Promise<string> {
    const source = join(folder, "study.db");
    const store = await sqliteStore(source);
    await store.openStudy({ name: "study", space: "[]", goals: ["minimize"], seed: 0, created: 5 });
    for (let i = 0; i < 3; i++) await store.addTrial("study", { at: 0 });
    await store.close();
    const place = join(folder, "place");
    mkdirSync(place);
    const path = join(place, "study.db");
    copyFileSync(source, path);
    chmodSync(path, 0o444);
    if (isSuperuser && isFolderWritable) chownSync(place, somebodyElse, somebodyElse);
    chmodSync(place, isFolderWritable ? 0o755 : 0o555);
    return path;
  }

  afterEach(() => {
    const place = join(folder, "place");
    if (existsSync(place)) chmodSync(place, 0o755);
  });

  test.each([
    ["in a folder that can be written", true],
    ["in a folder that cannot either", false],
  ])("can be read, and says why it is not written, %s", async (_, isFolderWritable) => {
    const path = await readOnlyCopy(isFolderWritable);
    const { lines, errors } = await saidBy(
      processes.start(isSuperuser ? ["read", path, String(somebodyElse)] : ["read", path]),
    );
    expect(errors).toBe("");
    expect(lines).toEqual([
      {
        created: 5,
        read: 3,
        refusal: { name: "InfimumError", code: "store-failed", message: expect.stringContaining("cannot be written") },
      },
    ]);
  });
});
