import { RandomStream } from "infimum/numerics";

/**
 * The integers 0 .. count - 1 in random order, as far as they are asked for: a Fisher-Yates shuffle whose exchanges are kept in a
 * map, so that the memory grows with what was asked, not with the count (at most 2^53). Entry i draws its partner from the
 * stream of (seed, i): orders of the same seed agree however far they have come.
 */
export class ShuffledOrder {
  readonly count: number;
  readonly #seed: number;
  readonly #random = new RandomStream();
  readonly #drawn: number[] = [];
  /** What stands where an entry that was drawn stood; nothing: the entry itself. */
  readonly #moved = new Map<number, number>();

  constructor(count: number, seed: number) {
    this.count = count;
    this.#seed = seed;
  }

  /** The integer at a place from 0 to count - 1. Cost: one draw for each place that was not reached before. */
  at(place: number): number {
    for (let i = this.#drawn.length; i <= place; i++) {
      const partner = this.#random.key(this.#seed, "grid order", 0, i).integer(i, this.count - 1);
      const here = this.#moved.get(i) ?? i;
      this.#drawn.push(this.#moved.get(partner) ?? partner);
      this.#moved.set(partner, here);
      this.#moved.delete(i);
    }
    return this.#drawn[place];
  }
}
