import { badValue } from "../../error.ts";
import type { TracedArray } from "../values/traced-array.ts";
import { divide, multiply, square } from "./arithmetic.ts";
import { equal, greater, less, where } from "./comparisons.ts";
import { abs, sqrt } from "./functions.ts";
import { type AxisOptions, floats, type Operand } from "./operands.ts";
import { max, sum } from "./reductions.ts";
import { stopGradient } from "./stop-gradient.ts";

/**
 * The norm of the vectors along axes, or of all entries: for a matrix without axes and order 2 that of Frobenius. The derivative of a norm
 * at 0 is 0, one of its subgradients. Squares neither overflow nor vanish.
 *
 * @param options.order 1, 2 (unless said) or Infinity
 * @throws InfimumError `bad-order`, `bad-axis`
 *
 * @example
 * import { evaluated, norm } from "infimum/arrays";
 * Math.round(evaluated(norm([3e200, 4e200])).entries[0] / 1e200); // 5
 */
export function norm(a: Operand, options: AxisOptions & { readonly order?: 1 | 2 | number } = {}): TracedArray {
  const { order = 2 } = options;
  if (order === 1) return sum(abs(a), options);
  if (order !== 2 && order !== Infinity) throw badValue("bad-order", "the order of a norm", order, "1, 2 or Infinity");
  if (floats("norm", [a]).nodes[0].shape.includes(0)) return sum(a, options);
  if (order === Infinity) return max(abs(a), options);
  return euclidean(a, options);
}

/** The entries are divided by the largest of them: the norm does not depend on by what, so that no derivative passes there. */
function euclidean(a: Operand, { axis, keepAxes = false }: AxisOptions): TracedArray {
  const options = { axis, keepAxes: true };
  const largest = stopGradient(max(abs(a), options));
  const scale = where(multiply(greater(largest, 0), less(largest, Infinity)), largest, 1);
  const squares = sum(square(divide(a, scale)), options);
  const isZero = equal(squares, 0);
  const result = multiply(scale, where(isZero, 0, sqrt(where(isZero, 1, squares))));
  // sums of one entry each: the axes are dropped
  return keepAxes ? result : sum(result, { axis });
}
