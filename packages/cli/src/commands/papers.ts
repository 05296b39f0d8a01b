import type { Command } from "commander";
import { exactJson } from "../output/exact-json.ts";
import { counted } from "../output/readable.ts";
import type { CataloguedPaper } from "../papers/paper.ts";
import { type Place, placesOf } from "../papers/places.ts";

export function addPapers(program: Command): void {
  program
    .command("papers")
    .argument("[word]", "only papers in whose row this occurs: an id, a word of the title, a family, a method")
    .summary("list the papers: where each lives in the library, or why it is out")
    .description("Lists the papers that the project goes by: where each lives in the library, or why it is out.")
    .option("--json", "print a JSON array")
    .action(async (word: string | undefined, { json }: { json?: boolean }) => {
      const [{ methods, paperFunctions }, { pruners, samplers }, { default: data }] = await Promise.all([
        import("infimum"),
        import("@infimum/study"),
        import("../papers/papers.data.json"),
      ]);
      const papers = data as readonly CataloguedPaper[];
      const places = placesOf(papers, [
        ...methods.values(),
        ...paperFunctions,
        ...samplers.values(),
        ...pruners.values(),
      ]);
      const found = papers
        .map((paper) => ({ ...paper, place: places.get(paper.id) as Place }))
        .filter((paper) => matches(paper, word));
      process.stdout.write(json ? `${exactJson(found)}\n` : `${listing(found, word)}\n`);
    });
}

type Placed = CataloguedPaper & { readonly place: Place };

function matches({ id, title, kind, family, slug, place }: Placed, word = ""): boolean {
  return [id, title, kind, family, slug, place.text].join("\n").toLowerCase().includes(word.toLowerCase());
}

function listing(papers: readonly Placed[], word: string | undefined): string {
  if (papers.length === 0) return `No paper matches "${word}": infimum papers lists them all.`;
  const count = (state: Place["state"]): number => papers.filter(({ place }) => place.state === state).length;
  const totals = `${counted(papers.length, "paper")}: ${count("in the library")} in the library, ${count("planned")} planned, ${count("out")} out`;
  return [...papers.map(({ id, title, place }) => `${id}  ${title}\n      ${place.text}`), totals].join("\n");
}
