import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as registry from "./registry.ts";

const { all } = registry;
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

test("every method has a name of its own, in kebab-case, a title, a paper and a version", () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  for (const { name, title, papers, version } of all) {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title.length).toBeGreaterThan(5);
    expect(papers.length).toBeGreaterThan(0);
    expect(Number.isInteger(version) && version >= 1).toBe(true);
  }
});

test("every method is exported under its name in camelCase", () => {
  const exported = registry as unknown as Record<string, unknown>;
  for (const method of all) {
    const camelCase = method.name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    expect(exported[camelCase]).toBe(method);
  }
});

test("every method can be imported by itself, and no other is offered", () => {
  const offered = Object.keys(manifest.exports).filter((path) => path.startsWith("./methods/"));
  expect(offered.toSorted()).toEqual(all.map(({ name }) => `./methods/${name}`).toSorted());
});

test("catalogue rows are rows of the catalogue, and no row is claimed twice", () => {
  const rows = all.flatMap((method) => [...method.rows]);
  expect(new Set(rows).size).toBe(rows.length);
  for (const row of rows) expect(row).toMatch(/^P\d{3}$/);
});
