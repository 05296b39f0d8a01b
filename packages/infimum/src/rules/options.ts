import { InfimumError } from "../error.ts";

/** @throws InfimumError `bad-option` unless 0 <= value < 1 */
export function requireFraction(name: string, value: number): void {
  if (typeof value === "number" && value >= 0 && value < 1) return;
  throw new InfimumError("bad-option", `${name} is ${String(value)}: give a number that is at least 0 and below 1.`);
}

/** @throws InfimumError `bad-option` unless value is finite and at least 0 */
export function requireNonnegative(name: string, value: number): void {
  if (typeof value === "number" && value >= 0 && value < Infinity) return;
  throw new InfimumError("bad-option", `${name} is ${String(value)}: give a finite number that is at least 0.`);
}
