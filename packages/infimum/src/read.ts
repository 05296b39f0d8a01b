/**
 * Reads plain functions: exact derivatives from their own source. A page adds it to what it has,
 * `minimizer([lBfgs], { ...lean, read })`; `infimum` has it already.
 */
export { differentiate } from "./autodiff/differentiate.ts";
export type { Derivatives, DifferentiateOptions, Sparsity } from "./autodiff/differentiated.ts";
export { read } from "./minimize/read.ts";
