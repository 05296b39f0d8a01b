import { InfimumError } from "../error.ts";

/** A value a choice can take: what JSON carries. */
export type ChoiceValue =
  | string
  | number
  | boolean
  | null
  | readonly ChoiceValue[]
  | { readonly [name: string]: ChoiceValue };

/**
 * A frozen copy, so that neither its author nor an objective that gets it can change the space.
 *
 * @throws InfimumError `bad-choice` for what JSON does not carry
 */
export function ownCopy(value: ChoiceValue): ChoiceValue {
  if (value === null || typeof value === "string" || typeof value === "boolean" || Number.isFinite(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(ownCopy));
  if (isPlainRecord(value)) {
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, ownCopy(entry)])));
  }
  throw new InfimumError(
    "bad-choice",
    `${typeof value === "object" ? "an object of a class" : String(value)} cannot be an option: give what JSON carries, and map it to the rest inside the objective.`,
  );
}

/** The same text for equal values, whatever the order of their entries; undefined for what JSON has no text for. */
export function textOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, entry) => {
    if (typeof entry === "bigint") return `${entry}n`;
    return isPlainRecord(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : entry;
  });
}

/** The index of the option equal to a value; -1 when there is none. */
export function optionIndex(options: readonly ChoiceValue[], value: unknown): number {
  const same = options.indexOf(value as ChoiceValue);
  // no option but an array or a record is equal to something that is not the same
  if (same >= 0 || typeof value !== "object" || value === null) return same;
  const text = textOf(value);
  return options.findIndex((option) => typeof option === "object" && textOf(option) === text);
}

/** True for what `{}` and `JSON.parse` make, not for arrays and objects of classes. */
export function isPlainRecord(value: unknown): value is Record<string, any> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // the record of another realm, such as a frame or a test runner's sandbox, has that realm's prototype
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
