import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { choice, float, int, space, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { noon, runningDraft, sampleStudy } from "../../conformance/store/samples.ts";
import { scratchFolder } from "../fixtures/scratch-folder.ts";
import { memoryStore } from "../memory-store.ts";
import { chooseDriver } from "./driver.ts";
import { tellVersion1, version1Changes } from "./fixtures/version-1.ts";
import { isMigrated, migrate, migrations } from "./schema.ts";
import { sqliteStore } from "./sqlite-store.ts";

const driver = chooseDriver();

function inFolder(name: string): string {
  return join(scratchFolder(), name);
}

describe("a file that the first version of the schema wrote", () => {
  const copyOfVersion1 = () => {
    const path = inFolder("study.db");
    copyFileSync(fileURLToPath(new URL("./fixtures/version-1.db", import.meta.url)), path);
    return path;
  };

  test("opens, with everything that is in it", async () => {
    const store = await sqliteStore(copyOfVersion1());
    expect(await store.changes("größe", 0)).toEqual(version1Changes);
    expect(await store.artifact("größe", 0, "log")).toEqual(Uint8Array.of(0, 1, 255));
    expect(await store.studies()).toEqual([
      { name: "empty", space: "[]", goals: ["maximize", "minimize"], seed: -1, created: 2.5 },
      { name: "größe", space: '[{"name":"x","kind":"float"}]', goals: ["minimize"], seed: 7, created: 1 },
    ]);
    await store.close();
  });

  test("can be gone on with", async () => {
    const store = await sqliteStore(copyOfVersion1());
    expect(await store.claimWaiting("größe", { owner: "bob", until: 99 }, 70)).toMatchObject({
      number: 1,
      revision: 18,
    });
    expect(await store.apply("größe", 4, { kind: "complete", fence: 1, values: [2], at: 71 })).toMatchObject({
      reception: "accepted",
    });
    expect(await store.addTrial("größe", { at: 72 })).toMatchObject({ number: 6, revision: 20 });
    await store.close();
  });

  test("holds what the same calls give in memory", async () => {
    const store = memoryStore();
    await tellVersion1(store);
    expect(await store.changes("größe", 0)).toEqual(version1Changes);
  });
});

describe("migration", () => {
  const later = [...migrations, "ALTER TABLE studies ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'"];

  test("takes an older file to the newer schema, once, and keeps what is in it", async () => {
    const path = inFolder("study.db");
    const store = await sqliteStore(path);
    await store.openStudy(sampleStudy("study"));
    await store.close();
    const connection = driver(path);
    expect(isMigrated(connection, path, later)).toBe(false);
    for (let i = 0; i < 2; i++) migrate(connection, path, later);
    expect(isMigrated(connection, path, later)).toBe(true);
    expect(connection.prepare("SELECT name, colour FROM studies").get()).toMatchObject({
      name: "study",
      colour: "red",
    });
    connection.close();
  });

  test("that fails leaves the file as it was", async () => {
    const path = inFolder("study.db");
    await (await sqliteStore(path)).close();
    const connection = driver(path);
    expect(() => migrate(connection, path, [...later, "CREATE NONSENSE"])).toThrow(/NONSENSE/);
    expect(connection.prepare("PRAGMA user_version").get()).toMatchObject({ user_version: migrations.length });
    connection.close();
    await (await sqliteStore(path)).close();
  });

  test("by another process, at the very moment a file is looked at, is no offence", async () => {
    const path = inFolder("study.db");
    const other = driver(path);
    let looks = 0;
    const interrupted: typeof driver = (file) => {
      const connection = driver(file);
      return {
        exec: (sql) => connection.exec(sql),
        close: () => connection.close(),
        prepare(sql) {
          const statement = connection.prepare(sql);
          if (!sql.includes("sqlite_master") || looks++ > 0) return statement;
          // it has no version and nobody's mark yet: now the other makes the file, if it is let
          try {
            migrate(other, path);
          } catch (error) {
            expect(String(error)).toMatch(/locked/);
          }
          return statement;
        },
      };
    };
    const store = await sqliteStore(path, { driver: interrupted });
    expect(looks).toBeGreaterThan(0);
    expect(await store.studies()).toEqual([]);
    await store.close();
    other.close();
  });

  test("of a file of a later version is refused", async () => {
    const path = inFolder("study.db");
    const connection = driver(path);
    migrate(connection, path, later);
    connection.close();
    await expect(sqliteStore(path)).rejects.toMatchObject({
      name: "InfimumError",
      code: "store-version",
      message: expect.stringMatching(/its schema is \d+, this one knows up to \d+\): update the library/),
    });
  });
});

describe("what is no store", () => {
  test("is refused and left alone", async () => {
    const text = inFolder("notes.txt");
    writeFileSync(text, "Not a database. ".repeat(300));
    const foreign = inFolder("other.db");
    const connection = driver(foreign);
    connection.exec("CREATE TABLE things (a)");
    connection.close();
    for (const [path, says] of [
      [text, "is no SQLite file: give another path"],
      [foreign, "is a SQLite file of something else: give another path"],
    ] as const) {
      const before = readFileSync(path);
      const refusal = { name: "InfimumError", code: "not-a-store", message: expect.stringContaining(says) };
      await expect(sqliteStore(path)).rejects.toMatchObject(refusal);
      expect(readFileSync(path).equals(before)).toBe(true);
    }
  });

  test("cannot be opened where there is no folder, or a folder of that name", async () => {
    const folder = inFolder("folder.db");
    mkdirSync(folder);
    for (const path of [inFolder("nowhere/study.db"), folder]) {
      await expect(sqliteStore(path)).rejects.toMatchObject({
        name: "InfimumError",
        code: "store-failed",
        message: expect.stringContaining("cannot be opened"),
      });
    }
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });

  test("an empty file is an empty store", async () => {
    const path = inFolder("empty.db");
    writeFileSync(path, "");
    const store = await sqliteStore(path);
    expect(await store.studies()).toEqual([]);
    await store.close();
  });
});

test("people can query trials, values and parameters by name", async () => {
  const path = inFolder("study.db");
  const search = space({
    rate: float(1e-5, 1e-1, { log: true }),
    layers: int(1, 4),
    optimizer: choice("adam", "sgd"),
    momentum: when({ optimizer: "sgd" }, float(0, 0.99)),
  });
  const store = await sqliteStore(path);
  await store.openStudy({ ...sampleStudy("study"), space: search.description });
  const points = [
    { rate: 0.001, layers: 2, optimizer: "adam" },
    { rate: 0.01, layers: 3, optimizer: "sgd", momentum: 0.5 },
  ];
  for (const [number, point] of points.entries()) {
    await store.addTrial("study", { ...runningDraft(), codes: search.encode(point) });
    await store.apply("study", number, { kind: "complete", fence: 1, values: [number / 4, -1], at: noon });
  }
  await store.close();

  const connection = driver(path);
  const params = connection.prepare("SELECT trial, name, value FROM params WHERE study = 'study' ORDER BY trial").all();
  const asObjects = points.map((_, number) =>
    Object.fromEntries(params.filter(({ trial }) => trial === number).map(({ name, value }) => [name, value])),
  );
  expect(asObjects).toEqual(points.map((point) => expect.objectContaining(point)));
  expect(params).toHaveLength(7);
  const values = connection.prepare(
    "SELECT number, state, value, json_extract(objective_values, '$[1]') AS second FROM trials ORDER BY value DESC",
  );
  expect(values.all().map(({ number, state, value, second }) => [number, state, value, second])).toEqual([
    [1, "complete", 0.25, -1],
    [0, "complete", 0, -1],
  ]);
  connection.close();
});
