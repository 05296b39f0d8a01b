import type { Dimension } from "infimum/space";
import type { StudyRecord } from "../../../study/study-record.ts";

/** The dimensions that matter most, in the order of the space where that is not known. */
export function shownDimensions({ dimensions, importance }: StudyRecord, most: number): Dimension[] {
  const rank = new Map(importance.map(({ name }, place) => [name, place]));
  return dimensions
    .filter(({ domain }) => domain.kind === "choice" || domain.low < domain.high)
    .toSorted((a, b) => (rank.get(a.name) ?? Infinity) - (rank.get(b.name) ?? Infinity))
    .slice(0, most);
}
