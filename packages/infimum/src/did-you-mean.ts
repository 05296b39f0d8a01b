/** What to say to somebody who wrote a name that is not known: the closest of those that are, in edits, or all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const edits = known.map((name) => editDistance(plain(word), plain(name)));
  const fewest = Math.min(...edits);
  return fewest < Math.max(2, word.length / 2) + 1
    ? `did you mean "${known[edits.indexOf(fewest)]}"?`
    : `known are ${known.join(", ") || "none"}.`;
}

/** Case, dashes and underscores are what people get wrong first: they do not count. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** Insertions, deletions and exchanges that turn `a` into `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from(`${b}.`, (_, j) => j);
  for (const letter of a) {
    const next = [row[0] + 1];
    for (let j = 1; j < row.length; j++) {
      next[j] = Math.min(row[j - 1] + Number(letter !== b[j - 1]), row[j] + 1, next[j - 1] + 1);
    }
    row = next;
  }
  return row[b.length];
}
