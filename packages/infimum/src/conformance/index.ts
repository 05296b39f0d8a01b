export type { ConformanceCase } from "./case.ts";
export { conformanceCases } from "./cases.ts";
export { type ConformanceCheck, ConformanceError } from "./check.ts";
export { type ConformanceOptions, conformance } from "./conformance.ts";
