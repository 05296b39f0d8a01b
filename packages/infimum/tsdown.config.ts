import { defineConfig } from "tsdown";

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/core.ts",
    "src/read.ts",
    "src/{arrays,numerics,space,rules,terms,losses,calibrate,conformance}/index.ts",
    "src/methods/*/*.ts",
    "!src/**/*.test.ts",
    "!src/**/fixtures/*.ts",
  ],
  // one module a source file, so that importing one method loads one method
  unbundle: true,
  platform: "neutral",
  format: "esm",
  // the parser is part of the library; a folder of the name node_modules would not be published
  outputOptions: { entryFileNames: ({ name }) => `${name.replace("node_modules/acorn/dist/", "parser/")}.js` },
  dts: true,
  clean: true,
  logLevel: "warn",
});
