import { SobolSequence } from "../../numerics/quasi-random/index.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import { method } from "../../run/method.ts";
import { pointOfRegion, sampleRegion } from "./sample-region.ts";
import { type SamplingOptions, validateSampling } from "./sampling-options.ts";

const options: SamplingOptions = { batchSize: 16, scale: 1 };

/** A sequence is this long. */
const sequenceLength = 2 ** 32;

/**
 * Quasi-random search: x0, then the points of a scrambled Sobol sequence, which leave no gap and no cluster: between
 * bounds as they are, elsewhere through the quantiles of a normal about x0. The seed scrambles. It never settles.
 *
 * Powers of two fill the region evenly: of 2^m points each of 2^m equal strips has one, in every variable. A batch
 * costs nothing beside its values. Up to 481 variables.
 *
 * @reference H. Niederreiter, K. McCurley (1979), Optimization of functions by quasi-random search methods,
 * doi:10.1007/BF02253124
 */
export const sobolSearch = method({
  name: "sobol-search",
  version: 1,
  title: "Quasi-random points that fill the bounds evenly",
  papers: [
    {
      authors: "H. Niederreiter, K. McCurley",
      year: 1979,
      title: "Optimization of functions by quasi-random search methods",
      source: "10.1007/BF02253124",
    },
    {
      authors: "A. B. Owen",
      year: 2003,
      title: "Variance with alternative scramblings of digital nets",
      source: "10.1145/945511.945518",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options,
  validate: validateSampling,
  /** @throws InfimumError `invalid-dimension` beyond 481 variables */
  *start(problem, { scale }) {
    const region = sampleRegion(problem, scale);
    const state = { region, scrambling: problem.random("scrambling").integer(0, Number.MAX_SAFE_INTEGER), sampled: 0 };
    if (region.free.length > 0) sequenceOf(problem, region.free.length, state.scrambling);
    yield* problem.values([problem.x0], problem.scratch(1));
    return state;
  },
  *step(state, problem, { batchSize }) {
    const n = state.region.free.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    const count = Math.min(batchSize, sequenceLength - state.sampled);
    if (count === 0) return { stop: "stalled", why: `all ${sequenceLength} points of the sequence have been asked` };
    const unit = sequenceOf(problem, n, state.scrambling).points(state.sampled, count, problem.scratch(n * count));
    const points: Vector[] = [];
    for (let k = 0; k < count; k++) points.push(pointOfRegion(state.region, problem, unit, k * n, problem.scratch()));
    yield* problem.values(points, problem.scratch(count));
    state.sampled += count;
    return undefined;
  },
  measures: ({ sampled }) => ({ sampled }),
});

/** A scrambled sequence costs as much as some thousand points, and is no plain data: kept with the view of a run. */
const sequences = new WeakMap<Facts, { sequence: SobolSequence; scrambling: number }>();

function sequenceOf(problem: Facts, dimension: number, scrambling: number): SobolSequence {
  const kept = sequences.get(problem);
  if (kept?.scrambling === scrambling) return kept.sequence;
  const sequence = new SobolSequence(dimension, { seed: scrambling });
  sequences.set(problem, { sequence, scrambling });
  return sequence;
}
