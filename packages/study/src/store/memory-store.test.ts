import { describe, expect, test } from "vitest";
import { storeConformance } from "../conformance/store-conformance.ts";
import { memoryStore } from "./memory-store.ts";

describe("a store in memory", () => {
  for (const { name, check } of storeConformance(memoryStore)) test(name, check);
});

test("a study in memory outlives the closing of its store, for who still holds it", async () => {
  const store = memoryStore();
  await store.openStudy({ name: "kept", space: "[]", goals: ["minimize"], seed: 0, created: 0 });
  await store.close();
  expect(await store.studies()).toHaveLength(1);
});
