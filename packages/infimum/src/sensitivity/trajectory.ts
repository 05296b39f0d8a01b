import type { Vector } from "../numerics/vector.ts";

/** One step: writes the state after number t to `out`. */
export type Advance = (t: number, x: Vector, out: Vector) => void;

/**
 * The states of an iteration from number `first` on, for a pass that asks for them last first. Every `stride`-th is kept, and
 * those between are computed again, a stretch at a time: with a stride of 1 all K states are kept; with sqrt(K) only 2 sqrt(K)
 * are, for one more run.
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 12, 10.1137/1.9780898717761
 */
export class Trajectory {
  readonly #first: number;
  readonly #end: number;
  readonly #stride: number;
  readonly #advance: Advance;
  readonly #kept: Vector[];
  /** The states of one stretch. */
  readonly #stretch: Vector[];
  #stretchNumber = -1;

  /** @param end the number after that of the last state */
  constructor(n: number, first: number, end: number, stride: number, advance: Advance) {
    this.#first = first;
    this.#end = end;
    this.#stride = stride;
    this.#advance = advance;
    const make = (length: number): Vector[] => Array.from({ length }, () => new Float64Array(n));
    this.#kept = make(Math.ceil((end - first) / stride));
    this.#stretch = make(stride);
  }

  /** How many states there is room for. */
  get room(): number {
    return this.#kept.length + this.#stretch.length;
  }

  /** Takes a state as the iteration comes to it. */
  pass(t: number, x: Vector): void {
    const place = t - this.#first;
    if (place >= 0 && t < this.#end && place % this.#stride === 0) this.#kept[place / this.#stride].set(x);
  }

  /** The state of that number. It belongs to the trajectory. */
  at(t: number): Vector {
    const place = t - this.#first;
    const number = Math.floor(place / this.#stride);
    if (number !== this.#stretchNumber) this.#open(number);
    return this.#stretch[place - number * this.#stride];
  }

  #open(number: number): void {
    const start = this.#first + number * this.#stride;
    const length = Math.min(this.#stride, this.#end - start);
    this.#stretch[0].set(this.#kept[number]);
    for (let k = 1; k < length; k++) this.#advance(start + k - 1, this.#stretch[k - 1], this.#stretch[k]);
    this.#stretchNumber = number;
  }
}
