/**
 * Derivatives along a line by differences whose step is found: steps are divided by 4, extrapolated (Richardson), and that one
 * is taken whose error, of truncation (how far neighbors of the table are apart) and of the noise of the values
 * together, is smallest. A ladder that is best at an end is made longer there.
 *
 * @reference C. J. F. Ridders, 1982, Accurate computation of F'(x) and F'(x) F''(x), 10.1016/S0141-1195(82)80057-0
 * @reference J. J. Moré, S. M. Wild, 2012, Estimating derivatives of noisy simulations, 10.1145/2168773.2168777
 */
import type { Vector } from "../numerics/vector.ts";

/** A function along a line: writes its m answers at t, of which some may be NaN. */
export type Along = (t: number, out: Vector) => Promise<void>;

/** How far the line may be followed to both sides: bounds are kept. */
export interface Room {
  readonly below: number;
  readonly above: number;
}

export interface Slopes {
  /** The derivatives, one for each answer; NaN where there is none. */
  readonly values: Vector;
  /** They are this far from the truth, as it seems. */
  readonly errors: Vector;
  /** The steps they were taken with. */
  readonly steps: Vector;
}

/** Steps are divided by this. */
const ratio = 4;
const firstRungs = 4;
const mostRungs = 16;
/** The standard deviation of noise, times this, bounds it nearly always. */
const noiseBound = 4;
/** Columns of the table: the differences, and extrapolated twice. */
const columns = 3;

/** How steps are chosen. */
export interface Steps {
  /** The first, about a hundredth of what is typical along the line. */
  readonly start: number;
  /** Steps are not larger than the first: for functions that are one thing near the point and another further away. */
  readonly isNear?: boolean;
  /** Errors below this need not become smaller. */
  readonly enough: number;
}

/**
 * @param center the answers at t = 0
 * @param noise the noise of each answer, a standard deviation
 */
export async function slopesAlong(
  f: Along,
  { below, above }: Room,
  center: Vector,
  noise: Vector,
  { start, isNear = false, enough }: Steps,
): Promise<Slopes> {
  const ladder = new Ladder(f, center, noise);
  // to both sides where there is room for them, else to the side with more of it
  const both = Math.min(below, above);
  ladder.isCentral = both >= start / 1000;
  ladder.sign = ladder.isCentral || above >= below ? 1 : -1;
  const most = ladder.isCentral ? both : Math.max(below, above);
  if (!(most > 0)) return noSlopes(center.length);
  let first = powerOfTwo(Math.min(start, most));
  for (let k = 0; k < firstRungs; k++) await ladder.finer(first * ratio ** -k);
  while (ladder.length < mostRungs) {
    const end = ladder.wishes(enough);
    if (end === "finer") await ladder.finer(ladder.finest / ratio);
    else if (end === "coarser" && !isNear && first * ratio <= most) {
      first *= ratio;
      await ladder.coarser(first);
    } else break;
  }
  return ladder.best();
}

class Ladder {
  isCentral = true;
  sign: 1 | -1 = 1;
  /** From the largest to the smallest. */
  readonly #steps: number[] = [];
  /** The differences with each step, one for each answer. */
  readonly #rungs: Vector[] = [];
  readonly #f: Along;
  readonly #center: Vector;
  readonly #noise: Vector;

  constructor(f: Along, center: Vector, noise: Vector) {
    this.#f = f;
    this.#center = center;
    this.#noise = noise;
  }

  get length(): number {
    return this.#steps.length;
  }

  get finest(): number {
    return this.#steps[this.#steps.length - 1];
  }

  async finer(step: number): Promise<void> {
    this.#steps.push(step);
    this.#rungs.push(await this.#difference(step));
  }

  async coarser(step: number): Promise<void> {
    this.#steps.unshift(step);
    this.#rungs.unshift(await this.#difference(step));
  }

  async #difference(step: number): Promise<Vector> {
    const m = this.#center.length;
    const there = new Float64Array(m);
    await this.#f(this.sign * step, there);
    const here = this.isCentral ? new Float64Array(m) : this.#center;
    if (this.isCentral) await this.#f(-step, here);
    const width = this.isCentral ? 2 * step : this.sign * step;
    return there.map((entry, i) => (entry - here[i]) / width);
  }

  /** Where most answers would have the ladder go on. */
  wishes(enough: number): "finer" | "coarser" | "none" {
    let [finer, coarser] = [0, 0];
    const last = this.length - 1;
    for (let i = 0; i < this.#center.length; i++) {
      const { rung, truncation, noise, error } = this.#bestOf(i);
      if (error <= enough) continue;
      if (!(error < Infinity)) finer++;
      else if (truncation > noise && rung >= last - 1) finer++;
      else if (noise > truncation && rung <= 1) coarser++;
    }
    if (4 * finer > this.#center.length && finer >= coarser) return "finer";
    return 4 * coarser > this.#center.length ? "coarser" : "none";
  }

  best(): Slopes {
    const all = Array.from(this.#center, (_, i) => this.#bestOf(i));
    return {
      values: Float64Array.from(all, ({ value }) => value),
      errors: Float64Array.from(all, ({ error }) => error),
      steps: Float64Array.from(all, ({ rung }) => this.#steps[rung]),
    };
  }

  /** The entry of the table of one answer with the smallest error; `rung` is the finest step it is made of. */
  #bestOf(answer: number): Entry {
    const order = this.isCentral ? 2 : 1;
    let best: Entry = { value: NaN, error: Infinity, rung: 0, truncation: Infinity, noise: 0 };
    let above: number[] = [];
    for (let k = 0; k < this.length; k++) {
      const noise = (noiseBound * this.#noise[answer] * (this.isCentral ? 1 : 2)) / this.#steps[k];
      const row = [this.#rungs[k][answer]];
      for (let column = 1; column < Math.min(columns, above.length + 1); column++) {
        // the error of the column before is of this power of the step
        const factor = ratio ** (order * column);
        const [finer, coarser] = [row[column - 1], above[column - 1]];
        row.push(finer + (finer - coarser) / (factor - 1));
        const truncation = Math.max(Math.abs(row[column] - finer), Math.abs(row[column] - coarser) / factor);
        const error = truncation + noise;
        if (error < best.error) best = { value: row[column], error, rung: k, truncation, noise };
      }
      // a difference that is no number is no neighbor
      above = Number.isFinite(row[0]) ? row : [];
    }
    return best;
  }
}

interface Entry {
  readonly value: number;
  readonly error: number;
  readonly rung: number;
  readonly truncation: number;
  readonly noise: number;
}

function noSlopes(count: number): Slopes {
  const nothing = new Float64Array(count).fill(NaN);
  return { values: nothing, errors: nothing.map(() => Infinity), steps: nothing };
}

/** A power of two near a step: x + h is then rounded the least. */
function powerOfTwo(step: number): number {
  return 2 ** Math.floor(Math.log2(step));
}
