import { InfimumError } from "../../error.ts";
import { purposeId } from "../random/purpose.ts";
import { RandomStream } from "../random/stream.ts";
import { digits, directionNumbers, maximumDimension } from "./direction-numbers.ts";

export interface SobolOptions {
  /** The seed of the scrambling; without it the points are the plain sequence, the first of which is the origin. */
  seed?: number;
}

/**
 * The Sobol sequence in base 2, 32 binary digits, up to 481 dimensions: each block of 2^m points (from a multiple of
 * 2^m) has the same number in every elementary interval that is not too small, so a mean over 2^m points of a smooth
 * function has an error near 1/N plain, near N^(-3/2) scrambled. Lengths that are no power of two lose this.
 *
 * Coordinate j of point k is the exclusive or of the direction numbers at the set bits of k's Gray code (the order of
 * Antonov and Saleev), so that neighbours differ by one number. A seed scrambles: each coordinate's digits are
 * multiplied by a random lower triangular binary matrix and shifted, which keeps the nets, makes every point uniform,
 * and gives means the variance of Owen's nested scrambling. It is done to the direction numbers, so a scrambled point
 * costs the same.
 *
 * `point` costs about 16 operations a coordinate, `points` one. A sequence has no state.
 *
 * @reference I. M. Sobol, "On the distribution of points in a cube and the approximate evaluation of integrals", USSR
 * Computational Mathematics and Mathematical Physics 7, 86-112, 1967, doi:10.1016/0041-5553(67)90144-9
 * @reference J. Matousek, "On the L2-discrepancy for anchored boxes", Journal of Complexity 14, 527-556, 1998,
 * doi:10.1006/jcom.1998.0489
 * @reference A. B. Owen, "Variance with alternative scramblings of digital nets", ACM Transactions on Modeling and
 * Computer Simulation 13, 363-378, 2003, doi:10.1145/945511.945518
 */
export class SobolSequence {
  readonly dimension: number;
  /** Number k of coordinate j at `32 j + k`. */
  private readonly directions: Int32Array;
  /** The digits of point 0. */
  private readonly origin: Int32Array;
  /** Scrambled points lie in the middle of their cell of width 2^-32: never 0, never 1, with the right mean. */
  private readonly withinCell: number;

  /**
   * Throws `InfimumError` ("invalid-dimension") when `dimension` is not an integer from 1 to 481, and "invalid-seed".
   */
  constructor(dimension: number, options: SobolOptions = {}) {
    if (!Number.isInteger(dimension) || dimension < 1 || dimension > maximumDimension) {
      throw new InfimumError(
        "invalid-dimension",
        `The Sobol sequence has 1 to ${maximumDimension} dimensions, not ${dimension}; use a random sample beyond.`,
      );
    }
    this.dimension = dimension;
    this.directions = directionNumbers(dimension);
    this.origin = new Int32Array(dimension);
    this.withinCell = options.seed === undefined ? 0 : 0.5;
    if (options.seed !== undefined) this.scramble(options.seed);
  }

  /**
   * Writes point `index` (from 0 to 2^32 - 1) to `out` (length `dimension`) and returns it.
   * Throws `InfimumError` ("invalid-index").
   */
  point(index: number, out: Float64Array): Float64Array {
    requireIndex(index, 1);
    const grayCode = index ^ (index >>> 1);
    for (let j = 0; j < this.dimension; j++) {
      let coordinate = this.origin[j];
      let k = digits * j;
      for (let bits = grayCode; bits !== 0; bits >>>= 1) {
        if (bits & 1) coordinate ^= this.directions[k];
        k++;
      }
      out[j] = this.toUnit(coordinate);
    }
    return out;
  }

  /**
   * Writes points `first` .. `first + count - 1` to `out` (at least `count * dimension` long), one after the other, and
   * returns it. Throws `InfimumError` ("invalid-index") when one is beyond 2^32 - 1.
   */
  points(first: number, count: number, out: Float64Array): Float64Array {
    requireIndex(first, count);
    const n = this.dimension;
    // coordinate by coordinate, so that the running digits need no memory
    for (let j = 0; j < n; j++) {
      const offset = digits * j;
      let coordinate = this.origin[j];
      for (let k = 0, bits = first ^ (first >>> 1); bits !== 0; k++, bits >>>= 1) {
        if (bits & 1) coordinate ^= this.directions[offset + k];
      }
      for (let i = 0; i < count; i++) {
        out[i * n + j] = this.toUnit(coordinate);
        // the Gray codes of index and index + 1 differ in the lowest zero bit of index
        const zeros = ~(first + i);
        coordinate ^= this.directions[offset + 31 - Math.clz32(zeros & -zeros)];
      }
    }
    return out;
  }

  private toUnit(coordinate: number): number {
    return ((coordinate >>> 0) + this.withinCell) * 2 ** -digits;
  }

  /** Multiplies the digits of every direction number by a random unit lower triangular matrix and draws the shift. */
  private scramble(seed: number): void {
    const random = new RandomStream();
    const purpose = purposeId("sobol scrambling");
    const word = (): number => random.integer(0, 2 ** digits - 1) | 0;
    const rows = new Int32Array(digits);
    for (let j = 0; j < this.dimension; j++) {
      random.key(seed, purpose, 0, j);
      this.origin[j] = word();
      for (let row = 0; row < digits; row++) {
        // digit `row` (from the most significant) of the product takes that digit and random ones above it
        const diagonal = 1 << (digits - 1 - row);
        const above = row === 0 ? 0 : -1 << (digits - row);
        rows[row] = (word() & above) | diagonal;
      }
      for (let k = digits * j; k < digits * (j + 1); k++) {
        let product = 0;
        for (let row = 0; row < digits; row++) product = (product << 1) | parity(rows[row] & this.directions[k]);
        this.directions[k] = product;
      }
    }
  }
}

function parity(word: number): number {
  word ^= word >>> 16;
  word ^= word >>> 8;
  word ^= word >>> 4;
  return (0x6996 >> (word & 15)) & 1;
}

function requireIndex(first: number, count: number): void {
  if (!Number.isInteger(first) || !Number.isInteger(count) || first < 0 || count < 0 || first + count > 2 ** digits) {
    throw new InfimumError(
      "invalid-index",
      `Points ${first} to ${first + count - 1} do not exist; a sequence has the points 0 to ${2 ** digits - 1}.`,
    );
  }
}
