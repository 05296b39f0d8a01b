import type { BinaryOperation, UnaryOperation } from "../program/operations.ts";

/**
 * What functions of a complex number a + i h b give beside f(a), in units of h b, for h towards 0: sin(a + i h b) is
 * sin a cosh(h b) + i cos a sinh(h b), which leaves cos a, and so on. Where there is no such number the convention is that
 * of `Derivatives`: |x| has 0 at 0, steps have 0.
 */
export function unarySlope(operation: UnaryOperation, a: number): number {
  switch (operation) {
    case "neg":
      return -1;
    case "abs":
      return Math.sign(a);
    case "sqrt":
      return 0.5 / Math.sqrt(a);
    case "cbrt":
      return 1 / (3 * Math.cbrt(a) ** 2);
    case "exp":
    case "expm1":
      return Math.exp(a);
    // log(a + i h b) = log |z| + i atan(h b / a), for a > 0 alone: the real logarithm ends there
    case "log":
      return a < 0 ? NaN : 1 / a;
    case "log1p":
      return a < -1 ? NaN : 1 / (1 + a);
    case "log2":
      return a < 0 ? NaN : Math.LOG2E / a;
    case "log10":
      return a < 0 ? NaN : Math.LOG10E / a;
    case "sin":
      return Math.cos(a);
    case "cos":
      return -Math.sin(a);
    case "tan":
      return 1 / Math.cos(a) ** 2;
    case "asin":
      return 1 / Math.sqrt((1 - a) * (1 + a));
    case "acos":
      return -1 / Math.sqrt((1 - a) * (1 + a));
    case "atan":
      return 1 / (1 + a * a);
    case "sinh":
      return Math.cosh(a);
    case "cosh":
      return Math.sinh(a);
    case "tanh":
      return 1 / Math.cosh(a) ** 2;
    case "asinh":
      return 1 / Math.hypot(1, a);
    case "acosh":
      return a < 1 ? NaN : 1 / Math.sqrt((a - 1) * (a + 1));
    case "atanh":
      return Math.abs(a) > 1 ? NaN : 1 / ((1 - a) * (1 + a));
    case "fround":
      return 1;
    case "sign":
    case "floor":
    case "ceil":
    case "round":
    case "trunc":
      return 0;
  }
}

/** The same for a function of two, along its first (0) or its second (1) argument. */
export function binarySlope(operation: BinaryOperation, a: number, b: number, argument: 0 | 1): number {
  const first = argument === 0;
  switch (operation) {
    case "add":
      return 1;
    case "sub":
      return first ? 1 : -1;
    case "mul":
      return first ? b : a;
    case "div":
      return first ? 1 / b : -(a / b) / b;
    case "rem":
      return first ? 1 : -Math.trunc(a / b);
    case "pow":
      // z^w = exp(w log z), whose first part is w z^(w - 1) wherever that exists
      if (first) return b === 0 ? 0 : b * a ** (b - 1);
      return a === 0 && b > 0 ? 0 : Math.log(a) * a ** b;
    case "atan2": {
      const length = Math.hypot(a, b);
      return (first ? b / length : -a / length) / length;
    }
    case "hypot": {
      const length = Math.hypot(a, b);
      return length === 0 ? 0 : (first ? a : b) / length;
    }
    case "min":
      return Number(first === (a <= b || Number.isNaN(a)));
    case "max":
      return Number(first === (a >= b || Number.isNaN(a)));
  }
}
