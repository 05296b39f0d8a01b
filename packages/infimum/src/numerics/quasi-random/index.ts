export { type HaltonOptions, HaltonSequence } from "./halton.ts";
export { type SobolOptions, SobolSequence } from "./sobol.ts";
