/**
 * JSON with every number exact: a number is written with the fewest digits that give it back bit for bit, typed arrays
 * become arrays, and what JSON cannot carry becomes a string: "NaN", "Infinity", "-Infinity", and "-0".
 */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => {
    if (typeof entry === "number") return Number.isFinite(entry) && !Object.is(entry, -0) ? entry : numberName(entry);
    if (typeof entry === "bigint") return String(entry);
    // a typed array is a list of its numbers; the replacer then sees each of them
    if (ArrayBuffer.isView(entry)) return Array.from(entry as Float64Array);
    if (entry instanceof Map) return Object.fromEntries(entry);
    return entry;
  });
}

function numberName(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
