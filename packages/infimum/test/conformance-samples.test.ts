import { describe, expect, test } from "vitest";
import { conformance } from "../src/conformance/index.ts";
import { method } from "../src/run/method.ts";
import { sampleMethods } from "./sample-methods.ts";

for (const sample of sampleMethods) {
  describe(`${sample.name} keeps every promise`, () => {
    for (const check of conformance(sample, { evaluations: 40 })) test(check.name, check.run);
  });
}

test("a method that no problem of the suite fits is told so", () => {
  const demanding = method({
    name: "demanding",
    version: 1,
    title: "Wants constraints",
    needs: ["constraints"],
    options: {},
    // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
    *start() {
      return {};
    },
    *step() {},
  });
  const [only, ...rest] = conformance(demanding);
  expect(rest).toEqual([]);
  expect(only.run).toThrow("demanding needs constraints, which no problem declares: pass cases that do.");
});
