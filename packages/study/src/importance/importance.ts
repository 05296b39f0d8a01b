import { RandomStream, type Vector } from "infimum/numerics";
import { type Space, toUnit } from "infimum/space";
import { dimensionLabel } from "./dimension-label.ts";
import { treeVariance } from "./marginal-variance.ts";
import { type Feature, growTree, type Sample } from "./regression-tree.ts";

/** How much of the spread of the values a parameter is behind. */
export interface ParameterImportance {
  /** Its path with dots; of entries of one name in the arms of a variant, with the arm: rule.rate (adam). */
  readonly name: string;
  /** The part of the variance over the space that is due to this parameter alone: 0 to 1; what is missing to 1 is joint. */
  readonly importance: number;
}

/** Trees of the forest, and samples from which a node is split, as in the paper's experiments. */
const trees = 64;
const leastSplit = 4;

/** Fewer trials tell nothing. */
const leastTrials = 8;

/** Values beyond this many spreads above the median would be all that a forest sees: they are moved there. */
const farSpreads = 5;

/**
 * Which parameters matter: a random forest is fitted to the trials and its variance over the space taken apart (functional
 * analysis of variance). The largest first; empty with fewer than 8 trials, or where all values are equal.
 *
 * Losses far above the others are cut, so that one disaster does not hide the rest; a parameter that is not there counts
 * as the middle of its range. Cost: about 64 n log(n)^2 d operations.
 *
 * @reference F. Hutter, H. Hoos, K. Leyton-Brown, 2014, An efficient approach for assessing hyperparameter importance
 */
export function importanceOf(
  space: Space,
  trials: readonly { readonly codes: Vector; readonly loss: number }[],
  seed: number,
): ParameterImportance[] {
  const { dimensions } = space;
  const features = dimensions.map(
    ({ domain }): Feature =>
      domain.kind === "choice" ? { kind: "categories", count: domain.options.length } : { kind: "interval" },
  );
  const losses = withoutFar(trials.map(({ loss }) => loss));
  if (trials.length < leastTrials || losses.every((loss) => loss === losses[0])) return [];
  const samples = trials.map(({ codes }, k): Sample => {
    const point = Float64Array.from(dimensions, ({ domain, start }, i) => {
      const code = Number.isNaN(codes[i]) ? start : codes[i];
      return domain.kind === "choice" ? code : toUnit(domain, code);
    });
    return { point, value: losses[k] };
  });

  const sums = new Float64Array(dimensions.length);
  let grown = 0;
  for (let tree = 0; tree < trees; tree++) {
    const random = new RandomStream().key(seed, "importance", 0, tree);
    const drawn = samples.map(() => samples[random.integer(0, samples.length - 1)]);
    const tried = Math.max(1, Math.ceil((5 / 6) * dimensions.length));
    const { total, single } = treeVariance(growTree(drawn, { features, leastSplit, tried }, random), features);
    if (!(total > 0)) continue;
    grown++;
    for (let i = 0; i < sums.length; i++) sums[i] += single[i] / total;
  }
  if (grown === 0) return [];
  return dimensions
    .map((dimension, i) => ({ name: dimensionLabel(dimension, dimensions), importance: sums[i] / grown }))
    .toSorted((a, b) => b.importance - a.importance);
}

function withoutFar(losses: readonly number[]): number[] {
  const sorted = losses.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  const spread = median - sorted[Math.floor(sorted.length / 4)];
  const far = spread > 0 ? median + farSpreads * spread : Infinity;
  return losses.map((loss) => Math.min(loss, far));
}
