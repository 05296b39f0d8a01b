import { InfimumError } from "infimum";
import { expect, test } from "vitest";
import { samplerNamed, samplers } from "./registry.ts";

test("every sampler is found by its name, and its name is said once", () => {
  expect(samplers.size).toBeGreaterThan(0);
  for (const [name, sampler] of samplers) {
    expect(sampler.name).toBe(name);
    expect(samplerNamed(name)).toBe(sampler);
    expect(sampler.title.length).toBeGreaterThan(10);
  }
});

test("a name that is nearly right is answered with the right one", () => {
  const attempt = () => samplerNamed("randon");
  expect(attempt).toThrow(InfimumError);
  expect(attempt).toThrow(/there is no sampler "randon": did you mean "random"/);
  expect(attempt).toThrow(expect.objectContaining({ code: "unknown-sampler" }));
});
