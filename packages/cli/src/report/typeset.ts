import { readable } from "../output/readable.ts";

/** A number as a book prints it: −1.5, 2.3 × 10⁻⁸, 12,000. */
export function typeset(value: number, digits = 6): string {
  if (!Number.isFinite(value)) return readable(value).replace("-", "−");
  const [mantissa, exponent] = readable(value, digits).split("e");
  const printed = mantissa.replace("-", "−");
  return exponent === undefined ? printed : `${printed} × 10${superscript(Number(exponent))}`;
}

export function superscript(whole: number): string {
  return String(whole).replace(/./g, (character) => (character === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(character)]));
}
