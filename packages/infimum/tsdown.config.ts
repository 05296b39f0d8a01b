import { defineConfig } from "tsdown";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/core.ts",
    "src/{numerics,space,rules,terms,losses,calibrate,conformance}/index.ts",
    "src/methods/*/*.ts",
    "!src/**/*.test.ts",
    "!src/**/fixtures/*.ts",
  ],
  // one module a source file, so that importing one method loads one method
  unbundle: true,
  platform: "neutral",
  format: "esm",
  dts: true,
  clean: true,
  logLevel: "warn",
});
