import { describe, expect, test } from "vitest";
import { crossEntropySampler } from "../samplers/cross-entropy-sampler.ts";
import { gridSampler } from "../samplers/grid-sampler.ts";
import { nsga2Sampler, samplers, tpeSampler } from "../samplers/registry.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { kindsOfSpaces } from "./sampler/spaces.ts";
import { type SamplerConformanceOptions, samplerConformance } from "./sampler-conformance.ts";

const inAnyOrder = [
  "random",
  "sobol",
  "grid",
  "cross-entropy",
  "cma-es",
  "nelder-mead",
  "random-search",
  "sobol-search",
];
const drawsNothing = ["nelder-mead"];

const subjects: readonly (readonly [title: string, sampler: Sampler, options: SamplerConformanceOptions])[] = [
  ...[...samplers].map(
    ([name, sampler]) =>
      [name, sampler, { anyOrder: inAnyOrder.includes(name), draws: !drawsNothing.includes(name) }] as const,
  ),
  ["nsga-2 with two goals", nsga2Sampler({ populationSize: 8 }), { goals: 2 }],
  ["tpe with two goals", tpeSampler, { goals: 2, spaces: kindsOfSpaces }],
  ["grid with points", gridSampler({ points: 3 }), { anyOrder: true }],
  ["cross-entropy during trials", crossEntropySampler({ during: true }), { anyOrder: true }],
];

for (const [title, sampler, options] of subjects) {
  describe(title, () => {
    const checks = samplerConformance(sampler, options);
    // each of its promises once: one that is missing would be kept by saying nothing
    test("has its checks", () => {
      expect(checks.length).toBeGreaterThan(10);
      expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
    });
    test.each(checks)("$name", ({ check }) => expect(check()).resolves.toBeUndefined());
  });
}
