import { InfimumError } from "../error.ts";
import type { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Method } from "./method.ts";

/** Scratch vectors and random streams that are handed out again in every iteration. */
export class Pool {
  readonly #dimension: number;
  readonly #seed: number;
  readonly #method: Method;
  readonly #Stream: typeof RandomStream | undefined;
  readonly #vectors: Vector[] = [];
  readonly #streams: RandomStream[] = [];
  #usedVectors = 0;
  #usedStreams = 0;
  #iteration = 0;

  /** @param Stream makes the random streams; left out, those that the method brings */
  constructor(dimension: number, seed: number, method: Method, Stream: typeof RandomStream | undefined) {
    this.#dimension = dimension;
    this.#seed = seed;
    this.#method = method;
    this.#Stream = method.random ?? Stream;
  }

  begin(iteration: number): void {
    this.#iteration = iteration;
    this.#usedVectors = 0;
    this.#usedStreams = 0;
  }

  readonly scratch = (length = this.#dimension): Vector => {
    const position = this.#usedVectors++;
    const pooled = this.#vectors[position];
    if (pooled !== undefined && pooled.length === length) return pooled;
    const fresh = new Float64Array(length);
    this.#vectors[position] = fresh;
    return fresh;
  };

  readonly random = (purpose: string, index = 0): RandomStream => {
    const Stream = this.#Stream;
    if (Stream === undefined) {
      throw new InfimumError(
        "no-random-streams",
        `${this.#method.name} draws random numbers: add random: RandomStream to its definition.`,
      );
    }
    const position = this.#usedStreams++;
    this.#streams[position] ??= new Stream();
    return this.#streams[position].key(this.#seed, purpose, this.#iteration, index);
  };
}
