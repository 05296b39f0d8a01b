import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const dist = fileURLToPath(new URL("../dist", import.meta.url));

/** What a built module imports. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return Array.from(text.matchAll(/^(?:import|export)\b[^;'"]*?(?:from )?["']([^"']+)["'];?$/gm), ([, from]) => from);
}

/** All modules that loading one loads. */
function loadedBy(entry: string): Set<string> {
  const loaded = new Set<string>();
  const visit = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const from of importsOf(file)) if (from.startsWith(".")) visit(join(dirname(file), from));
  };
  visit(join(dist, entry));
  return new Set(Array.from(loaded, (file) => relative(dist, file)));
}

test("the build imports nothing but its own files", () => {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  expect(files.length).toBeGreaterThan(50);
  for (const name of files) for (const from of importsOf(join(dist, name))) expect(from).toMatch(/^\.\.?\//);
});

test("the core carries neither the reader of functions nor its parser, and infimum/read does, with its licence", () => {
  expect(Array.from(loadedBy("core.js")).filter((name) => /^(autodiff|parser)\//.test(name))).toEqual([]);
  expect(loadedBy("read.js")).toContain("parser/acorn.js");
  expect(loadedBy("index.js")).toContain("parser/acorn.js");
  const licence = fileURLToPath(new URL("../licences/acorn.txt", import.meta.url));
  expect(existsSync(licence) && readFileSync(licence, "utf8")).toMatch(/MIT License/);
});
