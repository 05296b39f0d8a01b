import type { Pruner } from "../pruners/pruner.ts";
import type { Check } from "./check.ts";
import { definitionChecks } from "./pruner/definition.ts";
import { orderChecks } from "./pruner/order.ts";
import { promotionsChecks } from "./pruner/promotions.ts";
import { statesChecks } from "./pruner/states.ts";
import { valuesChecks } from "./pruner/values.ts";
import { visibilityChecks } from "./pruner/visibility.ts";

export interface PrunerConformanceOptions {
  /** False for pruners that compare a trial with a fixed measure, and may stop the best; true when left out. */
  readonly keepsBest?: boolean;
  /** For pruners that pause: the largest part of the trials that pause at a step which they take up again; 1 when left out. */
  readonly promotes?: number;
}

const families = [definitionChecks, orderChecks, visibilityChecks, valuesChecks, statesChecks, promotionsChecks];

/**
 * Everything a pruner promises, as named checks for any test runner: decisions follow from the reports that are visible, in
 * whatever order they became known; the best trial goes on; what is no number is worse than any number and harms nobody; there is a decision
 * for every trial; and what was paused is taken up once, and no more often than promised.
 *
 * @example
 * for (const { check } of prunerConformance(medianPruner)) await check(); // or test(name, check)
 */
export function prunerConformance(pruner: Pruner, options: PrunerConformanceOptions = {}): Check[] {
  const { keepsBest = true, promotes = 1 } = options;
  return families.flatMap((family) => family({ pruner, keepsBest, promotes }));
}
