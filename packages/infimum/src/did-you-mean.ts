/** The name among `names` that is closest to `word` in edits, for "did you mean"; undefined when none is close. */
function nearestName(word: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Math.max(2, word.length / 2) + 1;
  for (const name of names) {
    const edits = editDistance(plain(word), plain(name));
    if (edits < fewest) {
      fewest = edits;
      best = name;
    }
  }
  return best;
}

/** Case, dashes and underscores are what people get wrong first: they do not count. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** What to say to somebody who wrote a name that is not known: the closest of those that are, or all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const close = nearestName(word, known);
  return close ? `did you mean "${close}"?` : `known are ${known.join(", ") || "none"}.`;
}

/** Insertions, deletions and exchanges that turn `a` into `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchange = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(exchange, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
