import type { TracedArray } from "../values/traced-array.ts";
import { binary, unary } from "./entry-by-entry.ts";
import type { Operand } from "./operands.ts";

/**
 * a + b, entry by entry: axes are aligned at the last, and one of length 1 is repeated (NumPy's broadcasting).
 *
 * @throws InfimumError `shape-mismatch`
 *
 * @example
 * import { add, evaluated } from "infimum/arrays";
 * Array.from(evaluated(add([[1, 2], [3, 4]], [10, 20])).entries); // [11, 22, 13, 24]
 */
export function add(a: Operand, b: Operand): TracedArray {
  return binary("add", "add", a, b);
}

/** a - b, broadcast. @throws InfimumError `shape-mismatch` */
export function subtract(a: Operand, b: Operand): TracedArray {
  return binary("subtract", "sub", a, b);
}

/** a b, entry by entry, broadcast. @throws InfimumError `shape-mismatch` */
export function multiply(a: Operand, b: Operand): TracedArray {
  return binary("multiply", "mul", a, b);
}

/** a / b, entry by entry, broadcast. @throws InfimumError `shape-mismatch` */
export function divide(a: Operand, b: Operand): TracedArray {
  return binary("divide", "div", a, b);
}

/** a to the power of b, entry by entry, broadcast. @throws InfimumError `shape-mismatch` */
export function power(a: Operand, b: Operand): TracedArray {
  return binary("power", "pow", a, b);
}

export function negative(a: Operand): TracedArray {
  return unary("negative", "neg", a);
}

export function square(a: Operand): TracedArray {
  return multiply(a, a);
}

/** The larger of a and b, entry by entry, broadcast; of equals the derivative is that of a. @throws InfimumError `shape-mismatch` */
export function maximum(a: Operand, b: Operand): TracedArray {
  return binary("maximum", "max", a, b);
}

/** The smaller of a and b, entry by entry, broadcast; of equals the derivative is that of a. @throws InfimumError `shape-mismatch` */
export function minimum(a: Operand, b: Operand): TracedArray {
  return binary("minimum", "min", a, b);
}

/**
 * Entries below `lower` become `lower`, those above `upper` become `upper`; at a bound the derivative is that of the entry.
 *
 * @throws InfimumError `shape-mismatch`
 */
export function clip(a: Operand, lower: Operand, upper: Operand): TracedArray {
  return minimum(maximum(a, lower), upper);
}
