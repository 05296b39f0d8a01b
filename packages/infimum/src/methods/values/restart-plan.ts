import type { RandomStream } from "../../numerics/random/stream.ts";

/** "ipop": again with twice the population; "bipop": in turn with that and with small populations and steps. */
export type RestartRule = "none" | "ipop" | "bipop";

/** What comes after a search that has ended; plain data, part of a state. */
export interface RestartPlan {
  readonly rule: RestartRule;
  /** The population of the first search. */
  readonly populationSize: number;
  doublings: number;
  /** Evaluations of all searches with the doubled populations, of the others, and of the last doubled one. */
  spentLarge: number;
  spentSmall: number;
  lastLarge: number;
  /** True while the search that runs is not one of the doubled ones. */
  small: boolean;
}

/** How to begin again. */
export interface Restart {
  readonly populationSize: number;
  /** A factor on the first standard deviations. */
  readonly stepFactor: number;
  /** Evaluations after which this search is given up. */
  readonly evaluations: number;
}

/** As often the population is doubled: it is then 512 times the first one. */
const mostDoublings = 9;

export function restartPlan(rule: RestartRule, populationSize: number): RestartPlan {
  return { rule, populationSize, doublings: 0, spentLarge: 0, spentSmall: 0, lastLarge: 0, small: true };
}

/** True when an ended search is followed by another. */
export function restartsOnceMore({ rule, doublings, small, spentLarge, spentSmall }: RestartPlan): boolean {
  if (rule === "none") return false;
  return doublings < mostDoublings || (rule === "bipop" && !small && spentSmall < spentLarge);
}

/**
 * Notes a search of so many evaluations and says how to begin the next. With "bipop" the regime that has spent less goes on;
 * a small search has the population lambda (lambda_large / (2 lambda))^(U^2) and steps smaller by 10^(-2 U'), U uniform in
 * [0, 1), and half of the evaluations of the last large one.
 *
 * @reference A. Auger, N. Hansen (2005), A Restart CMA Evolution Strategy With Increasing Population Size,
 * doi:10.1109/CEC.2005.1554902
 * @reference N. Hansen (2009), Benchmarking a BI-Population CMA-ES on the BBOB-2009 Function Testbed,
 * doi:10.1145/1570256.1570333
 */
export function planRestart(plan: RestartPlan, evaluations: number, random: RandomStream): Restart {
  if (plan.small) plan.spentSmall += evaluations;
  else {
    plan.spentLarge += evaluations;
    plan.lastLarge = evaluations;
  }
  plan.small = plan.rule === "bipop" && plan.spentSmall < plan.spentLarge;
  if (!plan.small) {
    plan.doublings++;
    return { populationSize: plan.populationSize * 2 ** plan.doublings, stepFactor: 1, evaluations: Infinity };
  }
  const ratio = 2 ** (plan.doublings - 1);
  return {
    populationSize: Math.floor(plan.populationSize * ratio ** (random.uniform() ** 2)),
    stepFactor: 10 ** (-2 * random.uniform()),
    evaluations: plan.lastLarge / 2,
  };
}
