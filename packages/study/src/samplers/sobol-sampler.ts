import { SobolSequence } from "infimum/numerics";
import type { Sampler } from "./sampler.ts";
import { codesFromUnit, freeDimensions } from "./unit-cube.ts";

/** A sequence has this many dimensions. */
const sequenceDimensions = 481;

/**
 * Quasi-random search: trial k is point k of a scrambled Sobol sequence on the unit cube, so that any first 2^m trials leave
 * no gap and no cluster. The seed scrambles.
 *
 *     x_k = fromUnit(sobol_k)
 *
 * About 16 operations for each dimension; nothing is learned, so any number of trials may be on their way, and powers of two
 * fill the space evenly. Dimensions with one value take no part in the sequence. It has 481 dimensions: in a larger space the
 * others are random numbers, each for itself, which keeps every guarantee among the first 481 ("padding", section 5 of
 * Owen).
 *
 * @reference J. Bergstra, Y. Bengio, 2012, "Random Search for Hyper-Parameter Optimization", Journal of Machine Learning
 * Research 13 (who found quasi-random points to beat random ones)
 * @reference A. B. Owen, 1998, "Latin supercube sampling for very high-dimensional simulations", ACM Transactions on
 * Modeling and Computer Simulation 8, 10.1145/272991.273010
 */
export const sobolSampler: Sampler = {
  name: "sobol",
  title: "Scrambled Sobol points, which fill the space evenly",
  papers: [
    {
      authors: "I. M. Sobol",
      year: 1967,
      title: "On the distribution of points in a cube and the approximate evaluation of integrals",
      source: "10.1016/0041-5553(67)90144-9",
    },
    {
      authors: "A. B. Owen",
      year: 1998,
      title: "Latin supercube sampling for very high-dimensional simulations",
      source: "10.1145/272991.273010",
    },
  ],
  open({ space, seed }) {
    const free = freeDimensions(space);
    const sequenced = free.slice(0, sequenceDimensions);
    const sequence = sequenced.length > 0 ? new SobolSequence(sequenced.length, { seed }) : undefined;
    const point = new Float64Array(sequenced.length);
    return {
      learn() {},
      propose({ number, random }) {
        const unit = new Float64Array(space.dimensions.length);
        if (free.length > sequenced.length) random("padding").fillUniform(unit);
        sequence?.point(number, point);
        for (let j = 0; j < sequenced.length; j++) unit[sequenced[j]] = point[j];
        return { codes: codesFromUnit(space, unit) };
      },
    };
  },
};
