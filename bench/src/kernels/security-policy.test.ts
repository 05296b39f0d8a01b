import { type KernelBackend, kernelBackend, multiply, useKernels, wasmKernels } from "infimum/numerics";
import { expect, test } from "vitest";
import { bundlePage } from "../fixtures/bundle-page.ts";
import { answersUnderPolicies, chromium } from "../fixtures/under-policies.ts";

/** A product of two 64 x 64 matrices of short decimals. */
function product(use: typeof useKernels, kernels: typeof wasmKernels, times: typeof multiply): string {
  use(kernels);
  const n = 64;
  const a = Float64Array.from({ length: n * n }, (_, i) => ((i * 7919) % 1009) / 1000);
  return times(a, a, n, n, n, new Float64Array(n * n)).join();
}

test.skipIf(chromium === undefined)(
  "in a browser, under any content security policy, the product has the same bits (needs Chromium)",
  async () => {
    const code = await bundlePage(
      `import { kernelBackend, multiply, useKernels, wasmKernels } from "infimum/numerics";
      ${product.toString()}
      globalThis.answer = { product: product(useKernels, wasmKernels, multiply), backend: kernelBackend() };`,
    );
    try {
      expect(kernelBackend()).toEqual({ name: "wasm" });
      const here = product(useKernels, wasmKernels, multiply);
      const answers = await answersUnderPolicies<{ product: string; backend: KernelBackend }>(code);
      const { strict, ...others } = answers;
      expect(strict.backend).toEqual({ name: "typescript", why: expect.stringMatching(/Content Security/) });
      for (const { backend } of Object.values(others)) expect(backend.name).toBe("wasm");
      for (const answer of Object.values(answers)) expect(answer.product === here).toBe(true);
    } finally {
      useKernels(undefined);
    }
  },
  60_000,
);
