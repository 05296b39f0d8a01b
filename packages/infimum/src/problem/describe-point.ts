import type { Vector } from "../numerics/vector.ts";
import type { Layout } from "./parameters.ts";

/** A point for people: its first variables by their names, and how many more there are. */
export function describePoint({ names, describe }: Layout, x: Vector, most: number): string {
  if (describe) return describe(x, most);
  const shown = Array.from(x.subarray(0, most), (entry, i) => `${names[i]} = ${shortNumber(entry)}`);
  if (x.length > most) shown.push(`... ${x.length - most} more`);
  return shown.join(", ");
}

/** A number to be read by people: eight digits, whole numbers in full. */
export function shortNumber(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(8));
}
