import type { TracedArray } from "../values/traced-array.ts";
import { add, divide, subtract } from "./arithmetic.ts";
import { less, where } from "./comparisons.ts";
import { abs, exp, log } from "./functions.ts";
import { type AxisOptions, type Operand } from "./operands.ts";
import { max, sum } from "./reductions.ts";
import { stopGradient } from "./stop-gradient.ts";

/**
 * log(sum(e^a)) over axes, without overflow: -Infinity where all entries are.
 *
 * @throws InfimumError `bad-axis`, `no-entries`
 *
 * @example
 * import { evaluated, logSumExp } from "infimum/arrays";
 * evaluated(logSumExp([1000, -Infinity])).entries[0]; // 1000
 */
export function logSumExp(a: Operand, { axis, keepAxes = false }: AxisOptions = {}): TracedArray {
  const options = { axis, keepAxes: true };
  const largest = offset(a, options);
  const result = add(log(sum(exp(subtract(a, largest)), options)), largest);
  // sums of one entry each: the axes are dropped
  return keepAxes ? result : sum(result, { axis });
}

/** e^a / sum(e^a), over the last axis unless said. @throws InfimumError `bad-axis`, `no-entries` */
export function softmax(a: Operand, { axis = -1 }: Pick<AxisOptions, "axis"> = {}): TracedArray {
  const options = { axis, keepAxes: true };
  const powers = exp(subtract(a, offset(a, options)));
  return divide(powers, sum(powers, options));
}

/** a - log(sum(e^a)), over the last axis unless said. @throws InfimumError `bad-axis`, `no-entries` */
export function logSoftmax(a: Operand, { axis = -1 }: Pick<AxisOptions, "axis"> = {}): TracedArray {
  const options = { axis, keepAxes: true };
  const shifted = subtract(a, offset(a, options));
  return subtract(shifted, log(sum(exp(shifted), options)));
}

/** The largest entry, where it is finite. The results do not depend on it, so that no derivative passes. */
function offset(a: Operand, options: AxisOptions): TracedArray {
  const largest = stopGradient(max(a, options));
  return where(less(abs(largest), Infinity), largest, 0);
}
