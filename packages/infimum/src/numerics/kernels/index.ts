export { type KernelBackend, kernelBackend } from "./kernel-module.ts";
export { wasmKernels } from "./wasm-kernels.ts";
