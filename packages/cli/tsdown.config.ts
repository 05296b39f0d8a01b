import { defineConfig } from "tsdown";

export default defineConfig({
  // the command, the thread a file runs in, the loader's hooks, and what a file may import
  entry: {
    main: "src/main.ts",
    worker: "src/run/worker.ts",
    hooks: "src/load/hooks.ts",
    "register-hooks": "src/load/register-hooks.ts",
    index: "src/index.ts",
  },
  format: "esm",
  platform: "node",
  target: "node20",
  dts: { entry: "src/index.ts" },
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  // the suites are a package that not everybody has
  deps: { neverBundle: ["@infimum/bench"] },
});
