import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { expect, test } from "vitest";

/** How every WebAssembly module begins, in base64. */
const magic = "AGFzbQEAAAA";

/** One minified module of what this code imports from the library. */
async function bundle(code: string): Promise<string> {
  const entry = fileURLToPath(new URL("page.js", import.meta.url));
  const { output } = await build({
    input: entry,
    write: false,
    platform: "browser",
    plugins: [
      { name: "page", load: (id) => (id === entry ? code : null), resolveId: (id) => (id === entry ? id : null) },
    ],
    resolve: { conditionNames: ["@infimum/source", "import", "default"] },
    output: { format: "esm", minify: true },
    logLevel: "warn",
  });
  return output[0].code;
}

test.each([
  [
    "the core with CMA-ES",
    'import { minimizer } from "infimum/core"; import { cmaEs } from "infimum/methods/cma-es"; export const minimize = minimizer([cmaEs]);',
  ],
  ["a loss over dense data", 'export { softmaxCrossEntropy } from "infimum/losses";'],
  ["a factorization", 'export { cholesky, cholesky32, multiply } from "infimum/numerics";'],
])("a page with %s carries no kernels", async (_, code) => {
  expect(await bundle(code)).not.toContain(magic);
});

test.each([
  ["that chooses them", 'export { cholesky, useKernels, wasmKernels } from "infimum/numerics";'],
  ["with the whole library", 'export { minimize } from "infimum";'],
])("a page %s carries the kernels", async (_, code) => {
  expect(await bundle(code)).toContain(magic);
});
