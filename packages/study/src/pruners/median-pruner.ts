import { configurablePruner } from "./configurable-pruner.ts";
import {
  type ComparisonOptions,
  comparisonDefaults,
  comparisonPapers,
  PercentileSession,
  requireComparison,
} from "./percentile-pruner.ts";

/**
 * Median pruner: the percentile pruner at 50. A trial is stopped at a step when its best loss so far is worse than the
 * median of what the complete trials had at that step.
 *
 *     prune  when  min_{s <= step} loss(s)  >  median of { loss_j(step) : j complete }
 *
 * Cost: a pass over the complete trials and a sort.
 *
 * @reference D. Golovin et al., 2017, "Google Vizier: A Service for Black-Box Optimization", 10.1145/3097983.3098043
 */
export const medianPruner = configurablePruner<ComparisonOptions>({
  name: "median",
  title: "Stops a trial that is worse than the median of the complete trials at its step",
  papers: comparisonPapers,
  options: comparisonDefaults,
  validate: (options) => requireComparison({ ...options, percentile: 50 }),
  open: (_context, options) => new PercentileSession({ ...options, percentile: 50 }),
});
