import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts"],
  platform: "node",
  format: "esm",
  dts: true,
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  // measured with, not shipped
  deps: { neverBundle: ["rolldown"] },
  clean: true,
  logLevel: "warn",
});
