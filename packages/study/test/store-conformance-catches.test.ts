import { expect, test } from "vitest";
import type { Check } from "../src/conformance/check.ts";
import { storeConformance } from "../src/conformance/store-conformance.ts";
import { memoryStore } from "../src/store/memory-store.ts";
import { brokenStores, splitStore } from "./broken-stores.ts";

async function complaintsOf(checks: readonly Check[]): Promise<string> {
  const complaints: string[] = [];
  for (const { check } of checks) await check().catch((error: Error) => complaints.push(error.message));
  return complaints.join("\n");
}

for (const { why, makeStore, promise, says } of brokenStores) {
  test(`a store that ${why} fails "${promise}"`, async () => {
    const checks = storeConformance(makeStore).filter(({ name }) => name.startsWith(promise));
    expect(checks).not.toHaveLength(0);
    expect(await complaintsOf(checks)).toMatch(says);
  });
}

test("a store that is another one for each who opens it fails every check of two at once", async () => {
  const alone = new Set(storeConformance(memoryStore).map(({ name }) => name));
  const together = storeConformance(splitStore.makeStore, splitStore).filter(({ name }) => !alone.has(name));
  expect(together.length).toBeGreaterThan(4);
  for (const check of together) expect(await complaintsOf([check]), check.name).not.toBe("");
});

test("a store in one process passes the checks of two at once when both are that store", async () => {
  expect(await complaintsOf(storeConformance(memoryStore, { openAgain: (store) => store }))).toBe("");
});
