import type { Plain } from "infimum";

/** What an objective may answer: a value, one for each goal, or these with constraints (feasible where none is above 0). */
export type Outcome =
  | number
  | readonly number[]
  | { readonly value: number; readonly constraints?: readonly number[] }
  | { readonly values: readonly number[]; readonly constraints?: readonly number[] };

/** What `trial.prune()` gives: return it from the objective, or tell it. */
export class Pruned {
  /** What to go on with, should the trial be taken up again. */
  readonly keep: Plain;

  constructor(keep: Plain) {
    this.keep = keep;
  }
}

/** An answer that was read: the numbers, or why it is of no use. */
export type ReadOutcome =
  | { readonly values: readonly number[]; readonly constraints: readonly number[] | undefined }
  | { readonly fault: string };

/** Reads what came back from an objective of so many goals; nothing it may be is an error. */
export function readOutcome(answer: unknown, goals: number): ReadOutcome {
  if (typeof answer === "number" || isNumberList(answer)) return checked(answer, undefined, goals);
  if (typeof answer === "object" && answer !== null && !Array.isArray(answer)) {
    const { value, values, constraints } = answer as { value?: unknown; values?: unknown; constraints?: unknown };
    const given = values ?? value;
    if (given === undefined) return { fault: "the objective returned an object without value or values" };
    return checked(given, constraints, goals);
  }
  return { fault: `the objective returned ${described(answer)}` };
}

function checked(given: unknown, constraints: unknown, goals: number): ReadOutcome {
  const values: unknown[] = typeof given === "number" ? [given] : isList(given) ? Array.from(given) : [given];
  if (values.length !== goals) {
    return { fault: `the objective returned ${values.length} values where the study has ${goals} goals` };
  }
  const bad = values.find((value) => typeof value !== "number" || !Number.isFinite(value));
  if (values.some((value) => typeof value !== "number" || !Number.isFinite(value))) {
    return { fault: `the objective returned ${described(bad)}` };
  }
  if (constraints === undefined) return { values: values as number[], constraints: undefined };
  const limits = isList(constraints) ? Array.from(constraints) : [constraints];
  if (limits.some((limit) => typeof limit !== "number" || Number.isNaN(limit))) {
    return { fault: `the objective returned the constraints ${JSON.stringify(limits)}, which are not numbers` };
  }
  return { values: values as number[], constraints: limits as number[] };
}

function described(value: unknown): string {
  if (value === undefined) return "undefined (is a return missing?)";
  if (typeof value === "string") return `the string ${JSON.stringify(value)}`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  return Array.isArray(value) ? "a list with entries that are not numbers" : `a ${typeof value}`;
}

function isList(value: unknown): value is ArrayLike<unknown> & Iterable<unknown> {
  return Array.isArray(value) || value instanceof Float64Array || value instanceof Float32Array;
}

function isNumberList(value: unknown): boolean {
  return isList(value) && Array.from(value).every((entry) => typeof entry === "number");
}
