import type { CataloguedPaper } from "./paper.ts";

/** A part of the library that names the papers it serves: a method, a function, a sampler, a pruner. */
export interface Serves {
  readonly name: string;
  readonly rows?: readonly string[];
}

/** Where a paper lives in the library, or why it does not. */
export interface Place {
  readonly state: "in the library" | "planned" | "out";
  /** The names of what serves it, what is planned, or the reason. */
  readonly text: string;
}

/** Where each paper lives, as the registered parts say themselves: nothing is in the library that none of them claims. */
export function placesOf(papers: readonly CataloguedPaper[], parts: Iterable<Serves>): ReadonlyMap<string, Place> {
  const serving = new Map<string, string[]>();
  for (const { name, rows = [] } of parts) {
    // a sampler may be a method by another door
    for (const row of rows) serving.set(row, [...new Set([...(serving.get(row) ?? []), name])]);
  }
  return new Map(papers.map((paper) => [paper.id, placeOf(paper, serving.get(paper.id))]));
}

function placeOf({ fit, slug, note }: CataloguedPaper, names: readonly string[] | undefined): Place {
  if (names) return { state: "in the library", text: names.join(", ") };
  if (fit === "out") return { state: "out", text: `out: ${note}` };
  return { state: "planned", text: fit === "demo" ? `worked example, planned: ${slug}` : `planned: ${slug}` };
}
