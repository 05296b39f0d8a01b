import { describe, test } from "vitest";
import { crossEntropySampler } from "../samplers/cross-entropy-sampler.ts";
import { gridSampler } from "../samplers/grid-sampler.ts";
import { samplers } from "../samplers/registry.ts";
import type { Sampler } from "../samplers/sampler.ts";
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
  ["grid with points", gridSampler({ points: 3 }), { anyOrder: true }],
  ["cross-entropy during trials", crossEntropySampler({ during: true }), { anyOrder: true }],
];

for (const [title, sampler, options] of subjects) {
  describe(title, () => {
    for (const { name, check } of samplerConformance(sampler, options)) test(name, check);
  });
}
