import type { BinaryOperation, Comparison } from "./operations.ts";
import { highestInteger, lowestInteger } from "./value.ts";

/** An interval of integers, both ends included. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * The range of an operation on integers, or undefined where its result, as JavaScript computes it in float64, may be
 * no 32-bit integer or may be -0: it is then computed in floats.
 */
export function integerRange(operation: BinaryOperation, a: Range, b: Range): Range | undefined {
  switch (operation) {
    case "add":
      return fitting(a.low + b.low, a.high + b.high);
    case "sub":
      return fitting(a.low - b.high, a.high - b.low);
    case "mul": {
      if ((a.low < 0 && hasZero(b)) || (b.low < 0 && hasZero(a))) return undefined;
      const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
      return fitting(Math.min(...corners), Math.max(...corners));
    }
    case "rem":
      return a.low >= 0 && b.low > 0 ? { low: 0, high: Math.min(a.high, b.high - 1) } : undefined;
    case "min":
      return { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) };
    case "max":
      return { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) };
    default:
      return undefined;
  }
}

/** The range of the index of a loop within its body; empty ranges are those of bodies that never run. */
export function indexRange(start: Range, end: Range, stride: number): Range {
  return stride > 0
    ? { low: start.low, high: Math.max(start.low, end.high - 1) }
    : { low: Math.min(start.high, end.low + 1), high: start.high };
}

function fitting(low: number, high: number): Range | undefined {
  return low >= lowestInteger && high <= highestInteger ? { low, high } : undefined;
}

function hasZero(range: Range): boolean {
  return range.low <= 0 && range.high >= 0;
}

/** The outcome of a comparison that the ranges decide. */
export function decideByRange(operation: Comparison, a: Range, b: Range): boolean | undefined {
  const below = a.high < b.low;
  const above = a.low > b.high;
  switch (operation) {
    case "lt":
      return below ? true : a.low >= b.high ? false : undefined;
    case "ge":
      return below ? false : a.low >= b.high ? true : undefined;
    case "gt":
      return above ? true : a.high <= b.low ? false : undefined;
    case "le":
      return above ? false : a.high <= b.low ? true : undefined;
    case "eq":
      return below || above ? false : undefined;
    case "ne":
      return below || above ? true : undefined;
  }
}
