/**
 * Reads plain functions: exact derivatives from their own source. A page adds it to what it has,
 * `minimizer([lBfgs], { ...lean, read })`; `infimum` has it already.
 */
export { type Derivatives, type DifferentiateOptions, differentiate, type Sparsity } from "./autodiff/differentiate.ts";
export { read } from "./minimize/read.ts";
