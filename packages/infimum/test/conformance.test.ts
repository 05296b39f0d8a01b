import { describe, expect, test } from "vitest";
import { conformance } from "../src/conformance/index.ts";
import { all } from "../src/methods/registry.ts";

for (const method of all) {
  describe(`${method.name} keeps every promise`, () => {
    // a broken promise rejects, with a sentence
    for (const check of conformance(method)) {
      test(check.name, () => expect((async () => check.run())()).resolves.toBeUndefined());
    }
  });
}
