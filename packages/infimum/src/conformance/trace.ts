import { decode, encode } from "../run/plain-data.ts";
import { derivativesOf } from "../run/prepare-by.ts";
import { type Result, resultOf } from "../run/result.ts";
import type { Run } from "../run/run.ts";
import { demand } from "./check.ts";

/**
 * All there is to know of a run, as JSON: state, best point, counts, open answers, certificate, why it ended. The clock
 * and the names of engine and kernels are left out, so that two runs are the same run exactly when their traces are.
 */
export function traceOf(run: Run): string {
  const { seconds: _, ...rest } = run.freeze().run as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** A result but for the clock, as JSON that keeps every bit. */
export function outcomeOf(result: Result): string {
  const { seconds: _, summary: _summary, ...outcome } = result;
  return JSON.stringify(encode(outcome));
}

/** The outcome that a caller would see of a run. */
export function runOutcome(run: Run): string {
  return outcomeOf(resultOf(run, { explanation: "as asked", derivatives: derivativesOf(run.problem, run.method) }));
}

/** @throws ConformanceError saying `when`, and where the two differ, unless the traces are the same */
export function demandSame(trace: string, expected: string, when: string): void {
  if (trace === expected) return;
  const where = firstDifference(decode(JSON.parse(trace)), decode(JSON.parse(expected)), "run");
  demand(false, `${when}, it is not the same run: ${where}.`);
}

/** Where two plain values differ first, and how. */
function firstDifference(a: unknown, b: unknown, path: string): string {
  if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const difference = firstDifference(a[key], b[key], `${path}.${key}`);
      if (difference !== "") return difference;
    }
    return "";
  }
  return Object.is(a, b) ? "" : `${path} is ${shown(a)} where it was ${shown(b)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return isRecord(value) ? `an object with ${Object.keys(value).length} entries` : String(value);
}
