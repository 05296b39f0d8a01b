import { InvalidArgumentError } from "commander";

/** A whole number of at least 1, as an option: 1000, 1e6 or 1_000_000. */
export function positiveInteger(text: string): number {
  const value = numberOf(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError("Give a whole number of at least 1.");
  return value;
}

export function integer(text: string): number {
  const value = numberOf(text);
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError("Give a whole number.");
  return value;
}

export function positiveNumber(text: string): number {
  const value = numberOf(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError("Give a positive number.");
  return value;
}

export function anyNumber(text: string): number {
  const value = numberOf(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("Give a number.");
  return value;
}

/** `Number` takes empty text for 0. */
function numberOf(text: string): number {
  return text.trim() === "" ? NaN : Number(text.replaceAll("_", ""));
}
