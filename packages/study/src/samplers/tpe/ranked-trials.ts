import type { Vector } from "infimum/numerics";
import type { EndedTrial } from "../sampler.ts";
import type { Axis } from "./axis.ts";

/** What goes before what: the feasible that came to their end, those pruned on the way, the infeasible, the failed. */
const complete = 0;
const pruned = 1;
const infeasible = 2;
const failed = 3;

/**
 * The ended trials of a study, best first, with their positions by columns. Complete trials are ranked by their loss (with
 * several goals they stand in the order of their numbers: fronts are found elsewhere); pruned ones after them, the deepest
 * step first, then by the value reported there; infeasible ones by their violation; failed ones last. Ties go by number, so
 * the order depends on which trials there are and not on when they came.
 *
 * A trial is inserted into the sorted order by bisection: O(log n) comparisons and one move of memory.
 */
export class RankedTrials {
  /** Rows, best first; the first `size` entries count. */
  order = new Int32Array(64);
  size = 0;
  /** How many trials did not fail. */
  answered = 0;
  /** How many are feasible and complete: they come first in `order`. */
  completed = 0;
  /** Positions by dimension, then by row; NaN where a dimension was not there. */
  readonly positions: Vector[];
  readonly #axes: readonly Axis[];
  readonly #byLoss: boolean;
  #kinds = new Uint8Array(64);
  #first = new Float64Array(64);
  #second = new Float64Array(64);
  #numbers = new Float64Array(64);

  constructor(axes: readonly Axis[], goals: number) {
    this.#axes = axes;
    this.#byLoss = goals === 1;
    this.positions = axes.map(() => new Float64Array(64));
  }

  /** The row of the trial: rows count up in the order of coming. */
  add(trial: EndedTrial): number {
    const row = this.size;
    if (row === this.order.length) this.#grow();
    for (let d = 0; d < this.#axes.length; d++) {
      const code = trial.codes[d];
      this.positions[d][row] = code === code ? this.#axes[d].position(code) : NaN;
    }
    this.#rank(row, trial);
    if (this.#kinds[row] !== failed) this.answered++;
    if (this.#kinds[row] === complete) this.completed++;
    const at = this.#place(row);
    this.order.copyWithin(at + 1, at, row);
    this.order[at] = row;
    this.size++;
    return row;
  }

  /** Is the trial feasible and complete? */
  isComplete(row: number): boolean {
    return this.#kinds[row] === complete;
  }

  #rank(row: number, { number, state, losses, violation, reports }: EndedTrial): void {
    const loss = losses[0];
    this.#numbers[row] = number;
    if (state === "failed") this.#put(row, failed, 0, 0);
    else if (violation > 0) this.#put(row, infeasible, violation, this.#byLoss ? loss : 0);
    else if (state === "complete") this.#put(row, complete, this.#byLoss ? loss : -number, 0);
    else {
      let deepest = { step: -Infinity, value: Infinity };
      for (const report of reports) if (report.step > deepest.step) deepest = report;
      this.#put(row, pruned, -deepest.step, deepest.value);
    }
  }

  /** NaN would have no place in the order. */
  #put(row: number, kind: number, first: number, second: number): void {
    this.#kinds[row] = kind;
    this.#first[row] = first === first ? first : Infinity;
    this.#second[row] = second === second ? second : Infinity;
  }

  #place(row: number): number {
    let low = 0;
    let high = row;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#precedes(this.order[middle], row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #precedes(a: number, b: number): boolean {
    if (this.#kinds[a] !== this.#kinds[b]) return this.#kinds[a] < this.#kinds[b];
    if (this.#first[a] !== this.#first[b]) return this.#first[a] < this.#first[b];
    if (this.#second[a] !== this.#second[b]) return this.#second[a] < this.#second[b];
    return this.#numbers[a] < this.#numbers[b];
  }

  #grow(): void {
    const doubled = <A extends Float64Array | Int32Array | Uint8Array>(from: A): A => {
      const to = new (from.constructor as new (length: number) => A)(2 * from.length);
      to.set(from);
      return to;
    };
    this.order = doubled(this.order);
    this.#kinds = doubled(this.#kinds);
    this.#first = doubled(this.#first);
    this.#second = doubled(this.#second);
    this.#numbers = doubled(this.#numbers);
    for (let d = 0; d < this.positions.length; d++) this.positions[d] = doubled(this.positions[d]);
  }
}
