import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { storeConformance } from "../../conformance/store-conformance.ts";
import { scratchFolder } from "../fixtures/scratch-folder.ts";
import { chooseDriver, openWithLibsql } from "./driver.ts";
import { sqliteStore } from "./sqlite-store.ts";

// on a Node that has a SQLite of its own both are run
const drivers = new Map([
  ["the SQLite of this Node", chooseDriver()],
  ["libsql", openWithLibsql],
]);
for (const [title, driver] of new Map([...drivers].map(([name, open]) => [open, [name, open] as const])).values()) {
  describe(`a SQLite file by ${title}`, () => {
    const checks = storeConformance(() => sqliteStore(join(scratchFolder(), "study.db"), { driver }), {
      openAgain: ({ url }) => sqliteStore(url, { driver }),
    });
    test("has its checks", () => {
      expect(checks.length).toBeGreaterThan(20);
      expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    });
    test.each(checks)("$name", ({ check }) => expect(check()).resolves.toBeUndefined());
  });
}
