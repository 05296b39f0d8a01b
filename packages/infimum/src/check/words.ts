/** Names for people: the first, and how many more there are. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** A number for people. */
export function short(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}
