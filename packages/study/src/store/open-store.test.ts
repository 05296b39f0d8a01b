import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { scratchFolder } from "./fixtures/scratch-folder.ts";
import { openStore } from "./open-store.ts";

test("nothing, or memory, is a store in memory", async () => {
  for (const where of [undefined, "memory"]) expect((await openStore(where)).url).toBe("memory");
  expect(existsSync("memory")).toBe(false);
});

test.each<[string, (path: string) => string]>([
  ["a path", (path) => path],
  ["a relative path", (path) => relative("", path)],
  ["sqlite:PATH", (path) => `sqlite:${path}`],
  ["sqlite:// and an absolute path, with four slashes", (path) => `sqlite:///${path}`],
  ["sqlite:// and a relative path, with three slashes", (path) => `sqlite:///${relative("", path)}`],
  ["file:PATH", (path) => `file:${path}`],
  ["a URL of a file", (path) => pathToFileURL(path).href],
  ["a path with what means something in URLs", (path) => `${path} 100%?mode=memory#1`],
])("%s is a SQLite file there", async (_, where) => {
  const path = join(scratchFolder(), "größe.db");
  const store = await openStore(where(path));
  await store.close();
  expect(existsSync(path) || existsSync(where(path))).toBe(true);
});

test("PostgreSQL is said not to be part of this version", async () => {
  for (const where of ["postgres://user:secret@host/db", "postgresql://host/db"]) {
    const message = "PostgreSQL is not part of this version: give a path to keep studies in a SQLite file";
    await expect(openStore(where)).rejects.toMatchObject({
      name: "InfimumError",
      code: "store-not-supported",
      message: expect.stringContaining(message),
    });
  }
});

test.each(["mysql://host/db", "redis://host", "", "sqlite:", "file:"])("%j is no store", async (where) => {
  await expect(openStore(where)).rejects.toMatchObject({ name: "InfimumError", code: "store-not-supported" });
});
