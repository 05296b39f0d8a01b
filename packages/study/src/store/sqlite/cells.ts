import { decode, encode, type Plain } from "infimum";
import type { Cell } from "./driver.ts";

/** How what is in a record becomes what is in a column, and back, to the bit. */

/** A number in a column without a type. SQLite has no NaN, and does not promise to keep the sign of a zero. */
export function cellOfNumber(value: number): Cell {
  if (Number.isNaN(value)) return null;
  return Object.is(value, -0) ? "-0" : value;
}

export function numberOfCell(cell: number | string | null): number {
  return cell === null ? NaN : Number(cell);
}

/** Numbers as JSON, each as its shortest text that reads as the same number. */
export function textOfNumbers(values: ArrayLike<number>): string {
  let text = "[";
  for (let i = 0; i < values.length; i++) text += `${i === 0 ? "" : ","}${textOfNumber(values[i])}`;
  return `${text}]`;
}

export function numbersOfText(text: string): number[] {
  const values = JSON.parse(text) as (number | null)[];
  for (let i = 0; i < values.length; i++) values[i] ??= NaN;
  return values as number[];
}

function textOfNumber(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  if (Number.isNaN(value)) return "null";
  // larger than any float64: JSON readers and SQLite make an infinity of it
  return value > 0 ? "9e999" : "-9e999";
}

export function cellOfPlain(value: Plain): string | null {
  return value === undefined ? null : JSON.stringify(encode(value));
}

export function plainOfCell(cell: string | null): Plain {
  return cell === null ? undefined : (decode(JSON.parse(cell)) as Plain);
}

/**
 * A name or message. What drivers do not carry whole (zeros, halves of characters) is written as a JSON string, and so is
 * what begins like one.
 */
export function cellOfText(text: string): string {
  return troublesome.test(text) ? JSON.stringify(text) : text;
}

export function textOfCell(cell: string): string {
  return cell.startsWith('"') ? (JSON.parse(cell) as string) : cell;
}

// with the flag u, the surrogates match where they stand alone
const troublesome = /^"|\0|[\ud800-\udfff]/u;
