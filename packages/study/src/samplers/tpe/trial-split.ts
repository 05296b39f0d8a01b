import type { Vector } from "infimum/numerics";
import type { EndedTrial, PendingTrial } from "../sampler.ts";
import type { Axis } from "./axis.ts";
import { NondominatedPool } from "./nondominated-pool.ts";
import { RankedTrials } from "./ranked-trials.ts";

/** With several goals at most so many trials are good. */
const mostOfSeveralGoals = 64;

/** Where kernels are to stand: positions by dimension, weights, and how many. The arrays are used again. */
export interface Sample {
  points: readonly Vector[];
  weights: Vector;
  count: number;
}

/** The trials of a study, split into the good and the rest. */
export class TrialSplit {
  readonly #axes: readonly Axis[];
  readonly #trials: RankedTrials;
  readonly #pool: NondominatedPool | undefined;
  readonly #good: SampleBuffer;
  readonly #rest: SampleBuffer;

  constructor(axes: readonly Axis[], goals: number) {
    this.#axes = axes;
    this.#trials = new RankedTrials(axes, goals);
    this.#pool = goals > 1 ? new NondominatedPool(mostOfSeveralGoals) : undefined;
    this.#good = new SampleBuffer(axes.length);
    this.#rest = new SampleBuffer(axes.length);
  }

  /** How many trials did not fail. */
  get answered(): number {
    return this.#trials.answered;
  }

  learn(trial: EndedTrial): void {
    const row = this.#trials.add(trial);
    if (this.#pool && this.#trials.isComplete(row)) this.#pool.add(row, trial.number, trial.losses.slice());
  }

  /**
   * The good trials, as many as are asked for, and the rest with those that are on their way. Of a rest of more than
   * `most`, the better half of `most` stands for itself, and of what is behind it one in so many for all.
   */
  split(good: number, most: number, pending: readonly PendingTrial[]): { good: Sample; rest: Sample } {
    const { size } = this.#trials;
    const { chosen, others } = this.#rows(Math.min(size, good));
    this.#good.clear();
    this.#good.add(this.#trials.positions, chosen, 0, chosen.length, 1);
    this.#rest.clear();
    const nearest = others.length <= most ? others.length : most >>> 1;
    this.#rest.add(this.#trials.positions, others, 0, nearest, 1);
    if (nearest < others.length) {
      const stride = (others.length - nearest) / (most - nearest);
      this.#rest.add(this.#trials.positions, others, nearest, most - nearest, stride);
    }
    for (const { codes } of pending) this.#rest.addCodes(this.#axes, codes);
    return { good: this.#good, rest: this.#rest };
  }

  #rows(good: number): { chosen: ArrayLike<number>; others: ArrayLike<number> } {
    const { order, size, completed } = this.#trials;
    if (!this.#pool) return { chosen: order.subarray(0, good), others: order.subarray(good, size) };
    const chosen = this.#pool.best(good);
    // what did not come to its end is good only where too little did
    for (let k = completed; chosen.length < good && k < size && chosen.length >= completed; k++) chosen.push(order[k]);
    const isChosen = new Uint8Array(size);
    for (const row of chosen) isChosen[row] = 1;
    return { chosen, others: order.subarray(0, size).filter((row) => isChosen[row] === 0) };
  }
}

class SampleBuffer implements Sample {
  points: Vector[];
  weights: Vector = new Float64Array(64);
  count = 0;

  constructor(dimensions: number) {
    this.points = Array.from({ length: dimensions }, () => new Float64Array(64));
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds `count` rows from place `from` on, one in `stride`, each with that weight. */
  add(positions: readonly Vector[], rows: ArrayLike<number>, from: number, count: number, stride: number): void {
    this.#reserve(this.count + count);
    for (let d = 0; d < this.points.length; d++) {
      const column = positions[d];
      const points = this.points[d];
      for (let k = 0; k < count; k++) points[this.count + k] = column[rows[from + Math.floor(k * stride)]];
    }
    this.weights.fill(stride, this.count, this.count + count);
    this.count += count;
  }

  addCodes(axes: readonly Axis[], codes: Vector): void {
    this.#reserve(this.count + 1);
    for (let d = 0; d < axes.length; d++) {
      this.points[d][this.count] = codes[d] === codes[d] ? axes[d].position(codes[d]) : NaN;
    }
    this.weights[this.count++] = 1;
  }

  #reserve(count: number): void {
    if (count <= this.weights.length) return;
    const grown = (from: Vector): Vector => {
      const into = new Float64Array(2 * count);
      into.set(from);
      return into;
    };
    this.weights = grown(this.weights);
    this.points = this.points.map(grown);
  }
}
