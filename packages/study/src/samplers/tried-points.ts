import type { Vector } from "infimum/numerics";
import { levelsOf, type Space } from "infimum/space";

/** The points of a space without real dimensions that have been tried. With a real one no point is ever tried twice. */
export class TriedPoints {
  readonly #isCountable: boolean;
  readonly #keys = new Set<string>();

  constructor({ dimensions }: Space) {
    this.#isCountable = dimensions.every(({ domain }) => levelsOf(domain) < Infinity);
  }

  add(codes: Vector): void {
    if (this.#isCountable) this.#keys.add(codes.join());
  }

  has(codes: Vector): boolean {
    return this.#isCountable && this.#keys.has(codes.join());
  }
}
