import { describe, test } from "vitest";
import { conformance } from "../src/conformance/index.ts";
import { all } from "../src/methods/registry.ts";

for (const method of all) {
  describe(`${method.name} keeps every promise`, () => {
    for (const check of conformance(method)) test(check.name, check.run);
  });
}
