import { InfimumError } from "../error.ts";
import { codeOf, type Domain, fromUnit } from "./domain.ts";
import { type Draft, type DraftCondition, draftsOf } from "./drafts.ts";
import type { SpaceRecord } from "./parts.ts";

/** One number of a point. */
export interface Dimension {
  /** The path with dots: rule.momentum. Entries of different arms of a variant may have the same. */
  readonly name: string;
  /** Where the value is in the record of parameters. */
  readonly path: readonly string[];
  readonly domain: Domain;
  /** The dimension is there when all of these hold. */
  readonly conditions: readonly CodeCondition[];
  /** The code a search starts from. */
  readonly start: number;
}

/** A choice has one of these codes. */
export interface CodeCondition {
  /** The index of the choice among the dimensions: always before the dimension that depends on it. */
  readonly dimension: number;
  /** Ascending. */
  readonly codes: readonly number[];
}

/** A record inside the parameters, there while its conditions hold, even where nothing in it is. */
export interface Branch {
  readonly path: readonly string[];
  readonly conditions: readonly CodeCondition[];
}

/** The parts of a space in a row. */
export interface Flattened {
  readonly dimensions: readonly Dimension[];
  readonly branches: readonly Branch[];
}

/**
 * In the order in which they are written, but for choices that something before them depends on: those come first.
 *
 * @throws InfimumError `bad-condition`, `not-a-space`, `not-in-space` for a start that is not in its range
 */
export function flatten(parts: SpaceRecord): Flattened {
  const { drafts, branches } = draftsOf(parts);
  const conditionsOf = new Map(drafts.map((draft) => [draft, draft.needs.map((need) => need())]));
  const row = inOrder(drafts, conditionsOf);
  requireOnePlaceEach(row);
  const index = new Map(row.map((draft, i) => [draft, i]));
  const coded = (conditions: readonly DraftCondition[]): CodeCondition[] =>
    conditions.map(({ choice, codes }) => ({ dimension: index.get(choice)!, codes }));
  return {
    dimensions: row.map((draft) => {
      const { name, path, domain } = draft;
      return { name, path, domain, conditions: coded(conditionsOf.get(draft)!), start: startOf(draft) };
    }),
    branches: branches.map(({ path, needs }) => ({ path, conditions: coded(needs.map((need) => need())) })),
  };
}

function startOf({ name, domain, start }: Draft): number {
  return start === undefined ? middleOf(domain) : codeOf(domain, start, `the start of ${name}`);
}

/** Where a search starts that nobody says more of. */
export function middleOf(domain: Domain): number {
  return domain.kind === "choice" ? 0 : fromUnit(domain, 0.5);
}

function inOrder(
  drafts: readonly Draft[],
  conditionsOf: ReadonlyMap<Draft, readonly DraftCondition[]>,
): readonly Draft[] {
  const placed = new Set<Draft>();
  const onTheWay: Draft[] = [];
  const place = (draft: Draft): void => {
    if (placed.has(draft)) return;
    if (onTheWay.includes(draft)) {
      const circle = onTheWay.slice(onTheWay.indexOf(draft)).map(({ name }) => name);
      throw new InfimumError(
        "bad-condition",
        `the conditions of ${circle.join(" and ")} go round in a circle: break it.`,
      );
    }
    onTheWay.push(draft);
    for (const { choice } of conditionsOf.get(draft)!) place(choice);
    onTheWay.pop();
    placed.add(draft);
  };
  drafts.forEach(place);
  return [...placed];
}

/** { a: { b } } and { "a.b" } would both be a.b: results and stores could not tell them apart. */
function requireOnePlaceEach(drafts: readonly Draft[]): void {
  const places = new Map<string, string>();
  for (const { name, path } of drafts) {
    const place = JSON.stringify(path);
    if ((places.get(name) ?? place) !== place) {
      throw new InfimumError("not-a-space", `two parameters are called ${name}: rename one.`);
    }
    places.set(name, place);
  }
}
