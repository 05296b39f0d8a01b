import { isDeepStrictEqual } from "node:util";
import { InfimumError } from "infimum";
import { ConformanceError } from "infimum/conformance";

/** One promise, for any test runner: `check` rejects with a sentence when it is broken. */
export interface Check {
  readonly name: string;
  check(): Promise<void>;
}

/** @throws ConformanceError with the sentence when the condition does not hold */
export function demand(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new ConformanceError(sentence);
}

/** @throws ConformanceError unless both are the same to the last bit, NaN and -0 included */
export function demandSame(actual: unknown, expected: unknown, what: string): void {
  demand(isDeepStrictEqual(actual, expected), `${what} is ${show(actual)}, and should be ${show(expected)}.`);
}

/** @throws ConformanceError unless the promise is rejected with an InfimumError of that code */
export async function demandRejection(promise: Promise<unknown>, code: string, what: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  demand(error !== undefined, `${what} should be rejected with ${code}, and is not.`);
  const isThat = error instanceof InfimumError && error.code === code;
  demand(isThat, `${what} should be rejected with the InfimumError ${code}, not with ${String(error)}.`);
}

function show(value: unknown): string {
  const text = JSON.stringify(value, (_, entry: unknown) => {
    if (typeof entry === "number" && (!Number.isFinite(entry) || Object.is(entry, -0)))
      return Object.is(entry, -0) ? "-0" : String(entry);
    if (ArrayBuffer.isView(entry)) return Array.from(entry as Float64Array);
    return entry;
  });
  return text ?? "undefined";
}
