import type { TracedArray } from "../values/traced-array.ts";
import { add, divide, maximum, negative } from "./arithmetic.ts";
import { greaterEqual, where } from "./comparisons.ts";
import { exp, log1p } from "./functions.ts";
import type { Operand } from "./operands.ts";

/** 1 / (1 + e^-a), with all its digits in both tails, and so its derivatives. */
export function sigmoid(a: Operand): TracedArray {
  const { isPositive, above, below } = halves(a);
  const small = exp(below);
  return where(isPositive, divide(1, add(1, exp(negative(above)))), divide(small, add(1, small)));
}

/** log(1 + e^a), without overflow. */
export function softplus(a: Operand): TracedArray {
  const { isPositive, above, below } = halves(a);
  return where(isPositive, add(above, log1p(exp(negative(above)))), log1p(exp(below)));
}

/** max(0, a); the derivative at 0 is 0. */
export function relu(a: Operand): TracedArray {
  return maximum(0, a);
}

/** Each side by itself, so that neither exponential overflows and both have their derivatives at 0 (|a| has none). */
function halves(a: Operand): { isPositive: TracedArray; above: TracedArray; below: TracedArray } {
  const isPositive = greaterEqual(a, 0);
  return { isPositive, above: where(isPositive, a, 0), below: where(isPositive, 0, a) };
}
