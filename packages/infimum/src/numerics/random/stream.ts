import { InfimumError } from "../../error.ts";
import { philox4x32 } from "./philox.ts";
import { purposeId } from "./purpose.ts";
import { tailStart, ziggurat } from "./ziggurat.ts";

const { widths, heights } = ziggurat;

/** The places of the six Philox inputs in `input`. */
const block = 0;
const counterIndex = 1;
const counterIteration = 2;
const counterSeed = 3;
const keySeed = 4;
const keyPurpose = 5;

/**
 * Random numbers that are a pure function of (seed, purpose, iteration, index) and of how many were drawn since `key`.
 * Nothing has to be saved with a run: whoever needs numbers keys a stream and draws. Streams of different keys do not
 * overlap and may be drawn in any order, on any number of workers.
 *
 * `key` costs a few nanoseconds; a Philox block (two numbers of 53 bits) about 30 ns, so that `uniform` takes about
 * 20 ns and `normal` 25 ns. After one `key`, 2^33 pairs of words are drawn before they repeat.
 */
export class RandomStream {
  private readonly input = new Int32Array(6);
  private readonly words = new Int32Array(4);
  /** The next unused pair in `words`: 0, 2, or 4 when both are used. */
  private next = 4;

  /**
   * Begins the stream of (seed, purpose, iteration, index), in place, and returns it.
   *
   * `seed` is any safe integer (all of them differ); `purpose` is a name, or its 32-bit number, `purposeId(name)`; `iteration` and
   * `index` are integers from 0 to 2^32 - 1. Throws `InfimumError` ("invalid-seed") when the seed is not a safe
   * integer.
   */
  key(seed: number, purpose: number | string, iteration: number, index: number): this {
    if (!Number.isSafeInteger(seed)) {
      throw new InfimumError("invalid-seed", `The seed is ${seed}; give an integer between -(2^53 - 1) and 2^53 - 1.`);
    }
    const input = this.input;
    input[block] = 0;
    input[counterIndex] = index;
    input[counterIteration] = iteration;
    input[counterSeed] = Math.floor(seed / 2 ** 32);
    input[keySeed] = seed;
    input[keyPurpose] = typeof purpose === "string" ? purposeId(purpose) : purpose;
    this.next = 4;
    return this;
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  uniform(): number {
    return this.integer53() * 2 ** -53;
  }

  /** Standard normal: a ziggurat of 256 layers with 53 random bits, and Marsaglia's exact tail. */
  normal(): number {
    for (;;) {
      const at = this.takePair();
      const first = this.words[at];
      const layer = first & 0xff;
      // the centres of 2^53 cells of (-1, 1): symmetric, never zero
      const fraction = ((first >> 8) * 2 ** 29 + (this.words[at + 1] >>> 3) + 0.5) * 2 ** -52;
      const x = fraction * widths[layer];
      if (Math.abs(x) < widths[layer + 1]) return x;
      if (layer === 0) return this.normalTail(x < 0);
      const height = heights[layer] + this.uniform() * (heights[layer + 1] - heights[layer]);
      if (height < Math.exp(-0.5 * x * x)) return x;
    }
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log1p(-this.uniform());
  }

  /**
   * An integer from `low` to `high`, both included, all equally likely (without the bias of a remainder).
   * Throws `InfimumError` ("invalid-range") unless both are safe integers, low <= high, and high - low < 2^53.
   */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high || high - low >= 2 ** 53) {
      throw new InfimumError(
        "invalid-range",
        `Cannot draw an integer from ${low} to ${high}; give safe integers, the lower first, less than 2^53 apart.`,
      );
    }
    return low + this.below(high - low + 1);
  }

  /**
   * The integers 0 .. n - 1 in random order (Fisher-Yates), in `out` (length n, allocated when it is not given).
   * Throws `InfimumError` ("invalid-length") when n is not a length or `out` has another.
   */
  permutation(n: number, out?: Int32Array): Int32Array {
    if (!(Number.isInteger(n) && n >= 0 && n <= 0x7fffffff) || (out !== undefined && out.length !== n)) {
      throw new InfimumError(
        "invalid-length",
        out === undefined
          ? `Cannot permute ${n} integers; give a length from 0 to 2^31 - 1.`
          : `Cannot write a permutation of ${n} integers to an array of length ${out.length}; give one of length ${n}.`,
      );
    }
    const order = out ?? new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const j = this.below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /**
   * An index: of `choices` equally likely ones when it is a number, else with probability proportional to its weight.
   * Weights need not sum to 1; costs one pass over them. Throws `InfimumError` ("invalid-weights") when a weight is
   * negative or not a number, or their sum is zero or infinite, and "invalid-range" when the count is not at least 1.
   */
  choice(choices: number | ArrayLike<number>): number {
    if (typeof choices === "number") return this.integer(0, choices - 1);
    let total = 0;
    let valid = true;
    for (let i = 0; i < choices.length; i++) {
      if (!(choices[i] >= 0)) valid = false;
      total += choices[i];
    }
    if (!(valid && total > 0 && total < Infinity)) {
      throw new InfimumError(
        "invalid-weights",
        "Cannot choose by these weights; give numbers that are not negative and have a positive, finite sum.",
      );
    }
    let rest = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < choices.length; i++) {
      if (choices[i] === 0) continue;
      last = i;
      if (rest < choices[i]) return i;
      rest -= choices[i];
    }
    // rounding can leave a little behind the last weight
    return last;
  }

  /** Fills `out` with `uniform()` and returns it. */
  fillUniform(out: Float64Array): Float64Array {
    for (let i = 0; i < out.length; i++) out[i] = this.uniform();
    return out;
  }

  /** Fills `out` with `normal()` and returns it. */
  fillNormal(out: Float64Array): Float64Array {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }

  /** The place in `words` of two words not used before. */
  private takePair(): number {
    let at = this.next;
    if (at === 4) {
      const input = this.input;
      philox4x32(input[0], input[1], input[2], input[3], input[4], input[5], this.words);
      input[block]++;
      at = 0;
    }
    this.next = at + 2;
    return at;
  }

  /** An integer uniform in [0, 2^53). */
  private integer53(): number {
    const at = this.takePair();
    return (this.words[at] >>> 5) * 2 ** 26 + (this.words[at + 1] >>> 6);
  }

  /**
   * An integer uniform in [0, count), 1 <= count <= 2^53. The 2^53 equally likely integers are cut into `count` equal
   * runs and what is left over is drawn again. Both quotients floor exactly: a fraction below an integer q differs from
   * it by at least q / 2^53, more than half a unit in the last place.
   */
  private below(count: number): number {
    const run = Math.floor(2 ** 53 / count);
    for (;;) {
      const quotient = Math.floor(this.integer53() / run);
      if (quotient < count) return quotient;
    }
  }

  /** The normal beyond the ziggurat's base. */
  private normalTail(negative: boolean): number {
    for (;;) {
      const beyond = this.exponential() / tailStart;
      if (2 * this.exponential() > beyond * beyond) return negative ? -(tailStart + beyond) : tailStart + beyond;
    }
  }
}
