/**
 * Sets of indices as small numbers, so that equal unions are found instead of made again. Set 0 is empty; sets larger
 * than a limit are all the same one, `everything`.
 */
export class IndexSets {
  readonly empty = 0;
  readonly everything = 1;
  /** Sorted. */
  readonly #members: (Int32Array | undefined)[] = [new Int32Array(0), undefined];
  readonly #singles = new Map<number, number>();
  readonly #unions = new Map<number, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  single(index: number): number {
    let set = this.#singles.get(index);
    if (set === undefined) {
      set = this.#members.push(Int32Array.of(index)) - 1;
      this.#singles.set(index, set);
    }
    return set;
  }

  union(a: number, b: number): number {
    if (a === b || b === this.empty) return a;
    if (a === this.empty) return b;
    if (a === this.everything || b === this.everything) return this.everything;
    // exact as long as there are fewer than 2^26 sets
    const key = a < b ? a * 2 ** 26 + b : b * 2 ** 26 + a;
    let set = this.#unions.get(key);
    if (set === undefined) {
      set = this.#merge(a, b);
      this.#unions.set(key, set);
    }
    return set;
  }

  /** The members in ascending order; undefined for `everything`. */
  members(set: number): Int32Array | undefined {
    return this.#members[set];
  }

  #merge(a: number, b: number): number {
    const left = this.#members[a] as Int32Array;
    const right = this.#members[b] as Int32Array;
    const merged = new Int32Array(left.length + right.length);
    let [i, j, n] = [0, 0, 0];
    while (i < left.length || j < right.length) {
      const next = j === right.length || (i < left.length && left[i] <= right[j]) ? left[i] : right[j];
      if (left[i] === next) i++;
      if (right[j] === next) j++;
      merged[n++] = next;
    }
    if (n > this.#limit) return this.everything;
    if (n === left.length) return a;
    return n === right.length ? b : this.#members.push(merged.slice(0, n)) - 1;
  }
}
