import type { TracedArray } from "../values/traced-array.ts";
import { unary } from "./entry-by-entry.ts";
import type { Operand } from "./operands.ts";

export function exp(a: Operand): TracedArray {
  return unary("exp", "exp", a);
}

/** e^a - 1, without cancellation near 0. */
export function expm1(a: Operand): TracedArray {
  return unary("expm1", "expm1", a);
}

/** The natural logarithm. */
export function log(a: Operand): TracedArray {
  return unary("log", "log", a);
}

/** log(1 + a), without cancellation near 0. */
export function log1p(a: Operand): TracedArray {
  return unary("log1p", "log1p", a);
}

/** The square root; its derivative at 0 is infinite. */
export function sqrt(a: Operand): TracedArray {
  return unary("sqrt", "sqrt", a);
}

/** |a|; the derivative at 0 is 0. */
export function abs(a: Operand): TracedArray {
  return unary("abs", "abs", a);
}

/** -1, 0 or 1; the derivative is 0. */
export function sign(a: Operand): TracedArray {
  return unary("sign", "sign", a);
}

export function sin(a: Operand): TracedArray {
  return unary("sin", "sin", a);
}

export function cos(a: Operand): TracedArray {
  return unary("cos", "cos", a);
}

export function tanh(a: Operand): TracedArray {
  return unary("tanh", "tanh", a);
}
