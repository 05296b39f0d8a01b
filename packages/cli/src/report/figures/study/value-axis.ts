import type { ScaleOptions } from "@observablehq/plot";
import { linearAxis, logAxis } from "../axes.ts";

/** Positive values that span more than this factor are drawn on a logarithmic axis. */
const wideSpan = 50;

/** The axis of a goal: logarithmic where all values are positive and differ by factors. */
export function valueAxis(label: string, values: readonly number[]): ScaleOptions {
  const least = Math.min(...values);
  const isWide = least > 0 && Math.max(...values) > wideSpan * least;
  return isWide ? logAxis(label, values) : linearAxis(label, values);
}

/** The goal in words, for labels. */
export function goalText(goal: "minimize" | "maximize"): string {
  return goal === "minimize" ? "value (smaller is better)" : "value (larger is better)";
}
