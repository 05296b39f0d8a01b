/**
 * The operations of programs, with their meaning as plain JavaScript. Every way to run a program gives these bits;
 * the compiler uses an instruction of its own only where it gives them too.
 */

export type UnaryOperation =
  | "neg"
  | "abs"
  | "sign"
  | "sqrt"
  | "cbrt"
  | "exp"
  | "expm1"
  | "log"
  | "log1p"
  | "log2"
  | "log10"
  | "sin"
  | "cos"
  | "tan"
  | "asin"
  | "acos"
  | "atan"
  | "sinh"
  | "cosh"
  | "tanh"
  | "asinh"
  | "acosh"
  | "atanh"
  | "floor"
  | "ceil"
  | "round"
  | "trunc"
  | "fround";

export type BinaryOperation = "add" | "sub" | "mul" | "div" | "rem" | "pow" | "atan2" | "min" | "max" | "hypot";

export type Comparison = "lt" | "le" | "gt" | "ge" | "eq" | "ne";

export const unaryOperations: { readonly [N in UnaryOperation]: (a: number) => number } = {
  neg: (a) => -a,
  abs: Math.abs,
  sign: Math.sign,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  round: Math.round,
  trunc: Math.trunc,
  fround: Math.fround,
};

export const binaryOperations: { readonly [N in BinaryOperation]: (a: number, b: number) => number } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  rem: (a, b) => a % b,
  pow: (a, b) => a ** b,
  atan2: Math.atan2,
  min: Math.min,
  max: Math.max,
  hypot: (a, b) => Math.hypot(a, b),
};

export const comparisons: { readonly [N in Comparison]: (a: number, b: number) => boolean } = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
};

export function isUnary(operation: string): operation is UnaryOperation {
  return Object.hasOwn(unaryOperations, operation);
}

export function isBinary(operation: string): operation is BinaryOperation {
  return Object.hasOwn(binaryOperations, operation);
}

export function isComparison(operation: string): operation is Comparison {
  return Object.hasOwn(comparisons, operation);
}

/** Operations whose operands may be exchanged without changing a bit (min and max would, but not their derivatives at ties). */
export const commutative: ReadonlySet<string> = new Set(["add", "mul", "hypot", "eq", "ne", "and", "or"]);
