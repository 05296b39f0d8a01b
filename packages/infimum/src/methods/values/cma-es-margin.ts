import { normalDistribution, normalQuantile } from "../../numerics/special/index.ts";
import { kindOf } from "./cma-es-shape.ts";
import type { CmaEsSearch } from "./cma-es-state.ts";
import type { SearchBox } from "./search-box.ts";

/** The cell of a coordinate with so many levels, equal parts of [lower, upper]; what is outside belongs to the last ones. */
export function cellOf(box: SearchBox, j: number, levels: number, u: number): number {
  const { lower, upper } = box.maps[j];
  return Math.min(levels - 1, Math.max(0, Math.floor(((u - lower) / (upper - lower)) * levels)));
}

/** The border below cell `cell`. */
export function borderOf(box: SearchBox, j: number, levels: number, cell: number): number {
  const { lower, upper } = box.maps[j];
  return lower + (cell / levels) * (upper - lower);
}

/**
 * The margin of coordinates with levels: each side of the mean's cell keeps a probability of at least 1 / (n lambda), so that no
 * level is given up for ever when the step size falls. In an outermost cell the mean moves towards the border, elsewhere mean and
 * scale are those of the corrected probabilities.
 *
 * @reference R. Hamano, S. Saito, M. Nomura, S. Shirakawa (2022), CMA-ES with Margin: Lower-Bounding Marginal Probability for
 * Mixed-Integer Black-Box Optimization, arXiv:2205.13482
 */
export function keepMargin(search: CmaEsSearch, box: SearchBox, levels: Int32Array): void {
  const { mean, scales, shape, constants } = search;
  const n = mean.length;
  const kind = kindOf(shape);
  const margin = 1 / (n * constants.populationSize);
  for (let j = 0; j < n; j++) {
    if (levels[j] === 0) continue;
    const perScale = search.stepSize * kind.deviation(shape, j);
    const deviation = perScale * scales[j];
    const cell = cellOf(box, j, levels[j], mean[j]);
    const lower = borderOf(box, j, levels[j], cell);
    const upper = borderOf(box, j, levels[j], cell + 1);
    if (cell === 0 || cell === levels[j] - 1) {
      const border = cell === 0 ? upper : lower;
      const reach = -deviation * normalQuantile(margin);
      mean[j] = border + Math.min(reach, Math.max(-reach, mean[j] - border));
      continue;
    }
    const below = normalDistribution((lower - mean[j]) / deviation);
    const above = normalDistribution((mean[j] - upper) / deviation);
    const quantileBelow = -normalQuantile(corrected(below, above, margin));
    const quantileAbove = -normalQuantile(corrected(above, below, margin));
    mean[j] = (lower * quantileAbove + upper * quantileBelow) / (quantileBelow + quantileAbove);
    scales[j] = (upper - lower) / ((quantileBelow + quantileAbove) * perScale);
  }
}

/** The probability of one side, at least half the margin, made to sum to 1 with that of the other side and of the cell. */
function corrected(side: number, other: number, margin: number): number {
  const [least, within] = [margin / 2, 1 - side - other];
  const [a, b, c] = [Math.max(least, side), Math.max(least, other), Math.max(least, within)];
  const probability = a + ((1 - a - b - c) * (a - least)) / (a + b + c - 3 * least);
  // the quantiles have to lie on their own sides of the mean
  return Math.min(0.5 - 1e-10, Math.max(1e-10, probability));
}
