import type { Method } from "../run/method.ts";
import type { ConformanceCase } from "./case.ts";

/** One promise a method has to keep, for any test runner: `run` throws (or rejects) with a sentence when it is broken. */
export interface ConformanceCheck {
  readonly name: string;
  run(): void | Promise<void>;
}

/** What the checks are about. */
export interface Subject {
  readonly method: Method;
  /** The problems that the method can be run on; at least one. */
  readonly cases: readonly ConformanceCase[];
  /** How many evaluations of a run are looked at one by one. */
  readonly evaluations: number;
}

/** A method broke a promise. */
export class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

/** @throws ConformanceError with the sentence when the condition does not hold */
export function demand(condition: boolean, sentence: string | (() => string)): asserts condition {
  if (!condition) throw new ConformanceError(typeof sentence === "string" ? sentence : sentence());
}

/** One check for each problem. */
export function onEachCase(
  { cases }: Subject,
  promise: string,
  run: (conformanceCase: ConformanceCase) => void | Promise<void>,
): ConformanceCheck[] {
  return cases.map((each) => ({ name: `${promise} [${each.name}]`, run: () => run(each) }));
}
