import { purposeId } from "../numerics/random/purpose.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";

/** Scratch vectors and random streams that are handed out again in every iteration. */
export class Pool {
  private readonly dimension: number;
  private readonly seed: number;
  private readonly vectors: Vector[] = [];
  private readonly streams: RandomStream[] = [];
  private usedVectors = 0;
  private usedStreams = 0;
  private iteration = 0;

  constructor(dimension: number, seed: number) {
    this.dimension = dimension;
    this.seed = seed;
  }

  begin(iteration: number): void {
    this.iteration = iteration;
    this.usedVectors = 0;
    this.usedStreams = 0;
  }

  readonly scratch = (length = this.dimension): Vector => {
    const position = this.usedVectors++;
    const pooled = this.vectors[position];
    if (pooled !== undefined && pooled.length === length) return pooled;
    const fresh = new Float64Array(length);
    this.vectors[position] = fresh;
    return fresh;
  };

  readonly random = (purpose: string, index = 0): RandomStream => {
    const position = this.usedStreams++;
    this.streams[position] ??= new RandomStream();
    return this.streams[position].key(this.seed, purposeId(purpose), this.iteration, index);
  };
}
