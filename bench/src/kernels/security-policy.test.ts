import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type KernelBackend, kernelBackend, multiply, useKernels, wasmKernels } from "infimum/numerics";
import { expect, test } from "vitest";
import { bundlePage } from "./fixtures/bundle-page.ts";

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);

/** A product of two 64 x 64 matrices of short decimals. */
function product(use: typeof useKernels, kernels: typeof wasmKernels, times: typeof multiply): string {
  use(kernels);
  const n = 64;
  const a = Float64Array.from({ length: n * n }, (_, i) => ((i * 7919) % 1009) / 1000);
  return times(a, a, n, n, n, new Float64Array(n * n)).join();
}

/** Where each policy of a page leaves the kernels. */
const pages: Record<string, [policy: string | undefined, backend: KernelBackend["name"]]> = {
  "/open": [undefined, "wasm"],
  "/with-wasm": ["default-src 'self' 'wasm-unsafe-eval'", "wasm"],
  "/strict": ["default-src 'self'", "typescript"],
};

test.skipIf(chromium === undefined)(
  "in a browser, under any content security policy, the product has the same bits (needs Chromium)",
  async () => {
    const { chromium: driver } = await import("playwright-core");
    const code = await bundlePage(
      `import { kernelBackend, multiply, useKernels, wasmKernels } from "infimum/numerics";
      ${product.toString()}
      globalThis.answer = { product: product(useKernels, wasmKernels, multiply), backend: kernelBackend() };`,
    );
    const server = createServer(({ url }, response) => {
      const policy = pages[url!]?.[0];
      if (policy) response.setHeader("content-security-policy", policy);
      const script = url === "/page.js";
      response.setHeader("content-type", script ? "text/javascript" : "text/html");
      response.end(script ? code : '<script type="module" src="page.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const browser = await driver.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] });
    try {
      expect(kernelBackend()).toEqual({ name: "wasm" });
      const here = product(useKernels, wasmKernels, multiply);
      for (const [path, [, name]] of Object.entries(pages)) {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${port}${path}`);
        await page.waitForFunction("globalThis.answer", null, { timeout: 20_000 });
        const answer = (await page.evaluate("globalThis.answer")) as { product: string; backend: KernelBackend };
        expect(answer.backend.name).toBe(name);
        if (answer.backend.name === "typescript") expect(answer.backend.why).toMatch(/Content Security/);
        expect(answer.product === here).toBe(true);
      }
    } finally {
      useKernels(undefined);
      await browser.close();
      server.close();
    }
  },
  60_000,
);
