export type { Check } from "./check.ts";
export { type StoreConformanceOptions, storeConformance } from "./store-conformance.ts";
