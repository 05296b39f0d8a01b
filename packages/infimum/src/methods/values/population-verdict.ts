import type { Verdict } from "../../run/method.ts";
import { type PopulationHistory, stagnation } from "./population-history.ts";

const flatGenerations = 10;

/** As a multiple of the first step size. */
const unboundedGrowth = 1e12;

/** Median tests are made once in so many generations. */
const stagnationInterval = 16;

/**
 * Why a sampled distribution has no point in going on, by the values of its generations: section B.3 of the tutorial.
 * `growth` is the step size as a multiple of the first.
 *
 * @reference N. Hansen (2016), The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772
 */
export function populationVerdict(
  history: PopulationHistory,
  valueRange: number,
  best: number,
  growth: number,
): Verdict | undefined {
  if (history.flat > flatGenerations) {
    return stalled(`${history.flat} generations in a row had the value ${best} at three quarters of their points`);
  }
  if (valueRange * Math.max(1, Math.abs(best)) <= 4 * Number.EPSILON * Math.abs(best)) {
    return stalled(`the values of the last generations are ${best} to rounding`);
  }
  if (growth > unboundedGrowth || best < -1e100) {
    return {
      stop: "unbounded",
      why: `the step size has grown to ${growth} times the first and the value fallen to ${best}`,
    };
  }
  const idle = history.generations % stagnationInterval === 0 ? stagnation(history) : 0;
  if (idle > 0) return stalled(`neither the best nor the median value has come down in the last ${idle} generations`);
  return undefined;
}

export function stalled(why: string): Verdict {
  return { stop: "stalled", why };
}
