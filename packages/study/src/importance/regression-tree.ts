import type { RandomStream, Vector } from "infimum/numerics";

/** A point of the unit cube in which categories are 0, 1, ..., with the value there. */
export interface Sample {
  readonly point: Vector;
  readonly value: number;
}

/** What a feature ranges over: [0, 1], or so many categories. */
export type Feature = { readonly kind: "interval" } | { readonly kind: "categories"; readonly count: number };

/** A node splits its samples in two, or predicts their mean. */
export type Node = Split | { readonly kind: "leaf"; readonly value: number };

export interface Split {
  readonly kind: "split";
  readonly feature: number;
  /** Left are points below it; of categories, those equal to it. */
  readonly threshold: number;
  readonly left: Node;
  readonly right: Node;
}

export interface TreeOptions {
  readonly features: readonly Feature[];
  /** Nodes of fewer samples are leaves. */
  readonly leastSplit: number;
  /** How many features, drawn at random, a split may choose among. */
  readonly tried: number;
}

/**
 * A regression tree: each split lowers the sum of squares the most among some features drawn at random. Cost:
 * O(tried n log n) for each level.
 *
 * @reference L. Breiman, J. Friedman, R. Olshen, C. Stone, 1984, Classification and regression trees
 */
export function growTree(samples: readonly Sample[], options: TreeOptions, random: RandomStream): Node {
  const mean = samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
  if (samples.length < options.leastSplit) return { kind: "leaf", value: mean };
  const split = bestSplit(samples, options, random);
  if (split === undefined) return { kind: "leaf", value: mean };
  const { feature, threshold } = split;
  const goesLeft = ({ point }: Sample): boolean => isLeft(options.features[feature], point[feature], threshold);
  return {
    kind: "split",
    feature,
    threshold,
    left: growTree(samples.filter(goesLeft), options, random),
    right: growTree(
      samples.filter((sample) => !goesLeft(sample)),
      options,
      random,
    ),
  };
}

export function isLeft(feature: Feature, value: number, threshold: number): boolean {
  return feature.kind === "interval" ? value < threshold : value === threshold;
}

function bestSplit(samples: readonly Sample[], { features, tried }: TreeOptions, random: RandomStream) {
  let best: { feature: number; threshold: number; gain: number } | undefined;
  // features without a split do not count among those tried
  let left = tried;
  for (const feature of random.permutation(features.length)) {
    if (left === 0) break;
    const found =
      features[feature].kind === "interval" ? bestThreshold(samples, feature) : bestCategory(samples, feature);
    if (found === undefined) continue;
    left--;
    if (best === undefined || found.gain > best.gain) best = { feature, ...found };
  }
  return best;
}

/** The threshold that separates the values best; undefined where all points agree, or no split gains anything. */
function bestThreshold(samples: readonly Sample[], feature: number): { threshold: number; gain: number } | undefined {
  const sorted = samples.toSorted((a, b) => a.point[feature] - b.point[feature]);
  const total = sorted.reduce((sum, { value }) => sum + value, 0);
  const n = sorted.length;
  let sum = 0;
  let best: { threshold: number; gain: number } | undefined;
  for (let k = 1; k < n; k++) {
    sum += sorted[k - 1].value;
    const [below, above] = [sorted[k - 1].point[feature], sorted[k].point[feature]];
    if (below === above) continue;
    const gain = gainOf(sum, k, total, n);
    if (gain > (best?.gain ?? 0)) best = { threshold: below + (above - below) / 2, gain };
  }
  return best;
}

/** The category that differs most from the others. */
function bestCategory(samples: readonly Sample[], feature: number): { threshold: number; gain: number } | undefined {
  const sums = new Map<number, { sum: number; count: number }>();
  let total = 0;
  for (const { point, value } of samples) {
    const entry = sums.get(point[feature]) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count++;
    total += value;
    sums.set(point[feature], entry);
  }
  let best: { threshold: number; gain: number } | undefined;
  if (sums.size < 2) return undefined;
  for (const [category, { sum, count }] of sums) {
    const gain = gainOf(sum, count, total, samples.length);
    if (gain > (best?.gain ?? 0)) best = { threshold: category, gain };
  }
  return best;
}

/** How much the sum of squares falls when k samples with that sum are set apart. */
function gainOf(sum: number, k: number, total: number, n: number): number {
  return (sum * sum) / k + (total - sum) ** 2 / (n - k) - (total * total) / n;
}
