import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/threads/thread.ts", "src/conformance/index.ts", "!src/**/*.test.ts"],
  unbundle: true,
  platform: "node",
  target: "node20",
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  format: "esm",
  dts: true,
  clean: true,
  logLevel: "warn",
});
