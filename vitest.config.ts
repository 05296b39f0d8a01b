import { defineConfig } from "vitest/config";

export default defineConfig({
  // the packages' own sources, not their builds: a test never sees a stale build
  resolve: { conditions: ["@infimum/source", "module", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["@infimum/source", "module", "node", "import", "default"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "bench/src/**/*.test.ts",
      "examples/**/*.test.ts",
    ],
    setupFiles: ["./vitest.setup.ts"],
    testTimeout: 30_000,
    // by default one core is left idle, which on two cores is half of the machine
    maxWorkers: "100%",
  },
});
