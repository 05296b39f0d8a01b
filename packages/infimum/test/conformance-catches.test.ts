import { expect, test } from "vitest";
import { conformance } from "../src/conformance/index.ts";
import { brokenMethods } from "./broken-methods.ts";

for (const { why, method, promise, says } of brokenMethods) {
  test(`a method that ${why} fails "${promise}"`, async () => {
    const checks = conformance(method, { evaluations: 40 }).filter(({ name }) => name.startsWith(promise));
    const complaints: string[] = [];
    for (const check of checks) {
      try {
        await check.run();
      } catch (error) {
        complaints.push((error as Error).message);
      }
    }
    expect(complaints.join("\n")).toMatch(says);
  });
}
