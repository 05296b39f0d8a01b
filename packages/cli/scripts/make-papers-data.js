// Makes src/papers/papers.data.json, the list of papers that the project carries, from the catalogue.
//
//   node packages/cli/scripts/make-papers-data.js FOLDER
//
// FOLDER holds catalogue.tsv (id, kind, family, slug, mechanism, headline, check, fit, note) and abstracts.jsonl (id, title, abstract).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Give the folder with catalogue.tsv and abstracts.jsonl.");
  process.exit(2);
}

const lines = (name) => readFileSync(join(folder, name), "utf8").trimEnd().split("\n");

const titles = new Map(
  lines("abstracts.jsonl").map((line) => {
    const { id, title } = JSON.parse(line);
    return [id, title.replace(/\s+/g, " ").trim()];
  }),
);
const [header, ...rows] = lines("catalogue.tsv").map((line) => line.split("\t"));
const papers = rows.map((row) => {
  const { id, kind, family, slug, fit, note } = Object.fromEntries(header.map((column, i) => [column, row[i]]));
  return { id, title: titles.get(id), kind, family, slug, fit, note };
});
const untitled = papers.filter(({ title }) => !title).map(({ id }) => id);
if (untitled.length > 0) throw new Error(`abstracts.jsonl has no title for ${untitled.join(", ")}.`);

// one paper a line, so that a change of the catalogue reads as one
const text = `[\n${papers.map((paper) => `  ${JSON.stringify(paper)}`).join(",\n")}\n]\n`;
writeFileSync(new URL("../src/papers/papers.data.json", import.meta.url), text);
console.log(`${papers.length} papers`);
