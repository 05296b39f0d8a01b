import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { pointOfRegion, sampleRegion } from "./sample-region.ts";
import { type SamplingOptions, validateSampling } from "./sampling-options.ts";

const options: SamplingOptions = { batchSize: 16, scale: 1 };

/**
 * Pure random search: x0, then independent points, uniform between bounds and normal about x0 where there are none. It
 * learns nothing and never settles; it is the line that every other method has to beat, and it cannot be misled.
 *
 * With k points, the best of them is expected in the best 1 / (k + 1) of the region. A batch costs nothing beside
 * its values. The numbers are keyed by the iteration: a batch does not depend on those before it.
 *
 * @reference S. H. Brooks (1958), A Discussion of Random Methods for Seeking Maxima, doi:10.1287/opre.6.2.244
 */
export const randomSearch = method({
  name: "random-search",
  version: 1,
  title: "Independent random points, uniform within bounds",
  papers: [
    {
      authors: "S. H. Brooks",
      year: 1958,
      title: "A Discussion of Random Methods for Seeking Maxima",
      source: "10.1287/opre.6.2.244",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options,
  validate: validateSampling,
  *start(problem, { scale }) {
    yield* problem.values([problem.x0], problem.scratch(1));
    return { region: sampleRegion(problem, scale), sampled: 0 };
  },
  *step(state, problem, { batchSize }) {
    const n = state.region.free.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    const unit = problem.random("points").fillUniform(problem.scratch(n * batchSize));
    const points: Vector[] = [];
    for (let k = 0; k < batchSize; k++)
      points.push(pointOfRegion(state.region, problem, unit, k * n, problem.scratch()));
    yield* problem.values(points, problem.scratch(batchSize));
    state.sampled += batchSize;
    return undefined;
  },
  measures: ({ sampled }) => ({ sampled }),
});
