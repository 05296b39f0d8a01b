#!/usr/bin/env node
// The command. Committed, so that installing a checkout links it; what it runs is built by npm run build.
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) await import(main.href);
else {
  process.stderr.write("infimum: the command has not been built yet: run npm run build first.\n");
  process.exitCode = 2;
}
