/**
 * An order of the variables of a sparse symmetric matrix in which its entries lie near the diagonal: breadth first from a
 * vertex at the rim, neighbors of few neighbors first, and the whole in reverse. `order[k]` is the variable that comes k-th.
 * Cost: about the number of entries.
 *
 * @param columnStarts, rows a symmetric pattern by its columns
 * @reference A. George, J. W. H. Liu, 1981, Computer Solution of Large Sparse Positive Definite Systems, chapter 4, ISBN 0131652745
 */
export function reverseCuthillMcKee(columnStarts: Int32Array, rows: Int32Array): Int32Array {
  const n = columnStarts.length - 1;
  const degree = (vertex: number): number => columnStarts[vertex + 1] - columnStarts[vertex];
  const order = new Int32Array(n);
  /** The search that saw a vertex last; Infinity once it is ordered. */
  const seenBy = new Float64Array(n);
  let searches = 0;
  let count = 0;

  /** Writes the component of `root` to `order` from `count` on, level by level; gives the number of levels and where the last begins. */
  const search = (root: number): { levels: number; last: number; end: number } => {
    const mark = ++searches;
    let end = count;
    order[end++] = root;
    seenBy[root] = mark;
    let last = count;
    let levels = 1;
    for (let at = count, levelEnd = end; at < end; at++) {
      if (at === levelEnd) {
        last = at;
        levelEnd = end;
        levels++;
      }
      const from = end;
      const vertex = order[at];
      for (let k = columnStarts[vertex]; k < columnStarts[vertex + 1]; k++) {
        const neighbor = rows[k];
        if (seenBy[neighbor] === mark) continue;
        seenBy[neighbor] = mark;
        order[end++] = neighbor;
      }
      order.subarray(from, end).sort((a, b) => degree(a) - degree(b) || a - b);
    }
    return { levels, last, end };
  };

  for (let vertex = 0; vertex < n; vertex++) {
    if (seenBy[vertex] === Infinity) continue;
    // towards the rim: as long as a vertex of the last level makes more levels
    let { levels, last, end } = search(vertex);
    for (;;) {
      let farthest = order[last];
      for (let k = last; k < end; k++) if (degree(order[k]) < degree(farthest)) farthest = order[k];
      const next = search(farthest);
      if (next.levels <= levels) break;
      ({ levels, last, end } = next);
    }
    for (let k = count; k < end; k++) seenBy[order[k]] = Infinity;
    count = end;
  }
  return order.toReversed();
}
