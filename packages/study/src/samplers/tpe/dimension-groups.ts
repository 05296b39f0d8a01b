import type { CodeCondition, Space } from "infimum/space";

/** Dimensions that are there together: under the same conditions. */
export interface DimensionGroup {
  readonly conditions: readonly CodeCondition[];
  readonly dimensions: readonly number[];
}

/** The groups of a space, each after those that its conditions are about. */
export function dimensionGroups({ dimensions }: Space): DimensionGroup[] {
  const groups = new Map<string, { conditions: readonly CodeCondition[]; dimensions: number[] }>();
  dimensions.forEach(({ conditions }, d) => {
    const key = JSON.stringify(conditions);
    const group = groups.get(key);
    if (group) group.dimensions.push(d);
    else groups.set(key, { conditions, dimensions: [d] });
  });
  return [...groups.values()];
}
