import { dimensionLabel } from "@infimum/study";
import type { Dimension } from "infimum/space";
import type { StudyRecord } from "../../../study/study-record.ts";

/** The dimensions that matter most, in the order of the space where that is not known. */
export function shownDimensions({ dimensions, importance }: StudyRecord, most: number): Dimension[] {
  const rank = new Map(importance.map(({ name }, place) => [name, place]));
  const rankOf = (dimension: Dimension): number => rank.get(dimensionLabel(dimension, dimensions)) ?? Infinity;
  return dimensions
    .filter(({ domain }) => domain.kind === "choice" || domain.low < domain.high)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .slice(0, most);
}
