/**
 * What the builder writes instead of an operation it is asked for. Three kinds of rewrites, and no others:
 *
 * - Constants are folded with the same functions that run a program: the bits are the same.
 * - Exact rewrites give the same bits: x * 1, x / 1, x - 0, x + -0, --x, |-x|, x / 2^k as x * 2^-k, x ** 2 as x * x,
 *   x ** 1, x ** -1 as 1 / x, and x + 0 where x cannot be -0.
 * - One changes last bits: x ** 3 and x ** 4 become products. Their relative errors are up to 2 and 3 times 2^-53 where
 *   that of `Math.pow` is up to 1.4 times, and they are ten times faster.
 *
 * Sums are never reordered, x * 0 is not 0 (x may be infinite) and x - x is not 0 (the same).
 */
import type { Value } from "./value.ts";

/** What rewrites build with: the builder without its simplifications of the same node. */
export interface Rewriter {
  constant(value: number): Value;
  unary(operation: "neg" | "abs", a: Value): Value;
  binary(operation: "add" | "sub" | "mul" | "div", a: Value, b: Value): Value;
}

export function rewriteUnary(operation: string, a: Value, build: Rewriter): Value | undefined {
  if (operation === "neg" && a.operation === "neg") return a.operands[0];
  if (operation === "abs" && a.operation === "neg") return build.unary("abs", a.operands[0]);
  if (operation === "abs" && (a.operation === "abs" || isSquare(a))) return a;
  return undefined;
}

export function rewriteBinary(operation: string, a: Value, b: Value, build: Rewriter): Value | undefined {
  switch (operation) {
    case "add":
      if (isNegativeZero(b)) return a;
      if (isNegativeZero(a)) return b;
      if (b.constant === 0 && isNeverNegativeZero(a)) return a;
      if (a.constant === 0 && isNeverNegativeZero(b)) return b;
      if (b.operation === "neg") return build.binary("sub", a, b.operands[0]);
      if (a.operation === "neg") return build.binary("sub", b, a.operands[0]);
      return undefined;
    case "sub":
      if (b.constant === 0 && !isNegativeZero(b)) return a;
      if (isNegativeZero(a)) return build.unary("neg", b);
      if (b.operation === "neg") return build.binary("add", a, b.operands[0]);
      return undefined;
    case "mul":
      if (b.constant === 1) return a;
      if (a.constant === 1) return b;
      if (b.constant === -1) return build.unary("neg", a);
      if (a.constant === -1) return build.unary("neg", b);
      if (a.operation === "neg" && b.operation === "neg") return build.binary("mul", a.operands[0], b.operands[0]);
      if (a.operation === "neg" && b.constant !== undefined) {
        return build.binary("mul", a.operands[0], build.constant(-b.constant));
      }
      if (b.operation === "neg" && a.constant !== undefined) {
        return build.binary("mul", build.constant(-a.constant), b.operands[0]);
      }
      return undefined;
    case "div":
      if (b.constant === 1) return a;
      if (b.constant === -1) return build.unary("neg", a);
      if (b.constant !== undefined && isPowerOfTwo(b.constant)) {
        return build.binary("mul", a, build.constant(1 / b.constant));
      }
      return undefined;
    case "pow":
      return rewritePower(a, b.constant, build);
    default:
      return undefined;
  }
}

function rewritePower(a: Value, exponent: number | undefined, build: Rewriter): Value | undefined {
  switch (exponent) {
    case 0:
      return build.constant(1);
    case 1:
      return a;
    case 2:
      return build.binary("mul", a, a);
    case 3:
      return build.binary("mul", build.binary("mul", a, a), a);
    case 4: {
      const square = build.binary("mul", a, a);
      return build.binary("mul", square, square);
    }
    case -1:
      return build.binary("div", build.constant(1), a);
    default:
      return undefined;
  }
}

function isNegativeZero(value: Value): boolean {
  return value.constant !== undefined && Object.is(value.constant, -0);
}

/** Both the number and its reciprocal are powers of two in the normal range, so that scaling by either rounds alike. */
function isPowerOfTwo(value: number): boolean {
  const size = Math.abs(value);
  return size >= 2 ** -1021 && size <= 2 ** 1021 && Math.log2(size) % 1 === 0 && 2 ** Math.log2(size) === size;
}

function isSquare(value: Value): boolean {
  return value.operation === "mul" && value.operands[0] === value.operands[1];
}

const neverNegativeZero: ReadonlySet<string> = new Set(["float", "abs", "exp", "cosh", "hypot", "acos"]);

/** A sum is -0 only where both its terms are: where one is known not to be, the sum is not. */
function isNeverNegativeZero(value: Value): boolean {
  if (value.kind === "integer") return true;
  if (value.constant !== undefined) return !Object.is(value.constant, -0);
  if (value.operation === "add") return value.operands.some((term) => isNeverNegativeZeroLeaf(term));
  return isNeverNegativeZeroLeaf(value);
}

function isNeverNegativeZeroLeaf(value: Value): boolean {
  return (
    value.kind === "integer" ||
    (value.constant !== undefined && !Object.is(value.constant, -0)) ||
    neverNegativeZero.has(value.operation) ||
    isSquare(value)
  );
}
