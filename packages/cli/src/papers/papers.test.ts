import { pruners, samplers } from "@infimum/study";
import { methods, paperFunctions } from "infimum";
import { describe, expect, it } from "vitest";
import type { CataloguedPaper } from "./paper.ts";
import data from "./papers.data.json" with { type: "json" };
import { placesOf, type Serves } from "./places.ts";

const papers = data as readonly CataloguedPaper[];

describe("the list of papers", () => {
  it("has 493 rows, P001 to P493, each with a title", () => {
    const ids = Array.from({ length: 493 }, (_, i) => `P${String(i + 1).padStart(3, "0")}`);
    expect(papers.map(({ id }) => id).toSorted()).toEqual(ids);
    expect(papers.every(({ title }) => title.length > 5)).toBe(true);
  });

  it("has the totals of the catalogue, and a reason for every paper that is out", () => {
    const count = (fit: CataloguedPaper["fit"]): number => papers.filter((paper) => paper.fit === fit).length;
    expect({ core: count("core"), extend: count("extend"), demo: count("demo"), out: count("out") }).toEqual({
      core: 167,
      extend: 105,
      demo: 124,
      out: 97,
    });
    expect(papers.filter(({ fit, note }) => fit === "out" && note.length < 5)).toEqual([]);
  });
});

describe("what the library says of the papers it serves", () => {
  const parts: readonly Serves[] = [...methods.values(), ...paperFunctions, ...samplers.values(), ...pruners.values()];

  it("names rows that there are, and that are not out", () => {
    for (const { name, rows = [] } of parts)
      for (const row of rows)
        expect(papers.find(({ id }) => id === row)?.fit, `${name}: ${row}`).toMatch(/core|extend|demo/);
  });

  it("names a row under one name only", () => {
    const names = new Map<string, Set<string>>();
    for (const { name, rows = [] } of parts)
      for (const row of rows) names.set(row, (names.get(row) ?? new Set()).add(name));
    expect([...names].filter(([, claimed]) => claimed.size > 1)).toEqual([]);
    for (const { rows } of paperFunctions) expect(new Set(rows).size).toBe(rows.length);
  });

  it.each(paperFunctions)("$name is a function of $where, and its papers are those of its rows", async (listed) => {
    const entry = (await import(listed.where)) as Record<string, unknown>;
    expect(typeof entry[listed.name]).toBe("function");
    const titles = listed.rows.map((row) => papers.find(({ id }) => id === row)?.title.toLowerCase());
    expect(listed.papers.map(({ title }) => title.toLowerCase())).toEqual(titles);
  });
});

describe("placesOf", () => {
  const paper = (id: string, fit: CataloguedPaper["fit"]): CataloguedPaper => {
    return { id, title: id, kind: "method", family: "other", slug: `slug-${id}`, fit, note: `note of ${id}` };
  };

  it("finds a paper where a method names it, and else plans it or gives the reason", () => {
    const places = placesOf(
      [paper("A", "core"), paper("B", "extend"), paper("C", "demo"), paper("D", "out"), paper("E", "core")],
      [
        { name: "bfgs", rows: ["A"] },
        { name: "l-bfgs", rows: ["A"] },
      ],
    );
    expect([...places.values()]).toEqual([
      { state: "in the library", text: "bfgs, l-bfgs" },
      { state: "planned", text: "planned: slug-B" },
      { state: "planned", text: "worked example, planned: slug-C" },
      { state: "out", text: "out: note of D" },
      { state: "planned", text: "planned: slug-E" },
    ]);
  });
});
