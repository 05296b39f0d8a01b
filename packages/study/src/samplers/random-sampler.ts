import type { Sampler } from "./sampler.ts";
import { uniformCodes } from "./unit-cube.ts";

/**
 * Random search: every trial is a point of its own, uniform on the unit cube (ranges with `log` by their logarithms,
 * levels and options equally likely).
 *
 *     x = fromUnit(u), u ~ U(0, 1)^n
 *
 * One random number for each dimension; nothing is learned, so any number of trials may be on their way.
 *
 * @reference J. Bergstra, Y. Bengio, 2012, "Random Search for Hyper-Parameter Optimization", Journal of Machine Learning
 * Research 13
 */
export const randomSampler: Sampler = {
  name: "random",
  title: "Points drawn uniformly, each for itself",
  papers: [
    {
      authors: "J. Bergstra, Y. Bengio",
      year: 2012,
      title: "Random Search for Hyper-Parameter Optimization",
      source: "Journal of Machine Learning Research 13",
    },
  ],
  open: ({ space }) => ({
    learn() {},
    propose: ({ random }) => ({ codes: uniformCodes(space, random("point")) }),
  }),
};
