import { expect, test } from "vitest";
import { bundlePage } from "../fixtures/bundle-page.ts";

/** How every WebAssembly module begins, in base64. */
const magic = "AGFzbQEAAAA";

test.each([
  [
    "the core with CMA-ES",
    'import { minimizer } from "infimum/core"; import { cmaEs } from "infimum/methods/cma-es"; export const minimize = minimizer([cmaEs]);',
  ],
  ["a loss over dense data", 'export { softmaxCrossEntropy } from "infimum/losses";'],
  ["a factorization", 'export { cholesky, cholesky32, multiply } from "infimum/numerics";'],
])("a page with %s carries no kernels", async (_, code) => {
  expect(await bundlePage(code)).not.toContain(magic);
});

test.each([
  ["that chooses them", 'export { cholesky, useKernels, wasmKernels } from "infimum/numerics";'],
  ["with the whole library", 'export { minimize } from "infimum";'],
])("a page %s carries the kernels", async (_, code) => {
  expect(await bundlePage(code)).toContain(magic);
});
