import { didYouMean, InfimumError, methods } from "infimum";
import { crossEntropySampler } from "./cross-entropy-sampler.ts";
import { gridSampler } from "./grid-sampler.ts";
import { asksForValuesOnly, methodSampler } from "./method-sampler.ts";
import { nsga2Sampler } from "./nsga-2/nsga-2-sampler.ts";
import { randomSampler } from "./random-sampler.ts";
import type { Sampler } from "./sampler.ts";
import { sobolSampler } from "./sobol-sampler.ts";
import { tpeSampler } from "./tpe/tpe-sampler.ts";

export { crossEntropySampler, gridSampler, methodSampler, nsga2Sampler, randomSampler, sobolSampler, tpeSampler };

/** The methods of the library that trials can answer. */
const ofMethods = [...methods.values()].filter(asksForValuesOnly).map((method) => methodSampler(method));

/** Every sampler, listed once: the study, the command, the conformance tests and the documentation read this list. */
const all: readonly Sampler[] = [
  // where a sampler and a method have the same name, the sampler, which is made for trials, is meant: it comes later
  ...ofMethods,
  crossEntropySampler,
  gridSampler,
  nsga2Sampler,
  randomSampler,
  sobolSampler,
  tpeSampler,
];

/** Every registered sampler by its name, with its default options. */
export const samplers: ReadonlyMap<string, Sampler> = new Map(all.map((sampler) => [sampler.name, sampler]));

/** @throws InfimumError `unknown-sampler`, with the known name that is closest */
export function samplerNamed(name: string): Sampler {
  const sampler = samplers.get(name);
  if (sampler) return sampler;
  throw new InfimumError("unknown-sampler", `there is no sampler "${name}": ${didYouMean(name, [...samplers.keys()])}`);
}
