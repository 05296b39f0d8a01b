export type { Check } from "./check.ts";
export { type PrunerConformanceOptions, prunerConformance } from "./pruner-conformance.ts";
export type { SampleSpace } from "./sampler/spaces.ts";
export { type SamplerConformanceOptions, samplerConformance } from "./sampler-conformance.ts";
export {
  powerLaws,
  type SimulatedCurves,
  SimulatedStudy,
  type SimulatedTrial,
  type SimulationOptions,
} from "./simulated-study.ts";
export { type StoreConformanceOptions, storeConformance } from "./store-conformance.ts";
