import {
  cmaEs,
  consensusBased,
  crossEntropy,
  differentialEvolution,
  type Method,
  nelderMead,
  particleSwarm,
  randomSearch,
  simulatedAnnealing,
  snes,
  sobolSearch,
  xnes,
} from "infimum";

/** A method as the suite runs it. */
export interface BbobMethod {
  readonly name: string;
  readonly method: Method;
  /** True for those that sample the box or restart in it; the others start at x0 and have no bounds. */
  readonly withinBox: boolean;
}

/** The first standard deviation that the evolution strategies of the published runs have: a fifth of the box's width. */
const stepSize = 2;

export const bbobMethods: readonly BbobMethod[] = [
  { name: "cma-es", method: cmaEs({ stepSize }), withinBox: false },
  { name: "cma-es-bipop", method: cmaEs({ stepSize, restarts: "bipop" }), withinBox: false },
  { name: "cma-es-ipop", method: cmaEs({ stepSize, restarts: "ipop" }), withinBox: false },
  { name: "cma-es-separable", method: cmaEs({ stepSize, covariance: "separable" }), withinBox: false },
  { name: "xnes", method: xnes({ stepSize }), withinBox: false },
  { name: "snes", method: snes({ stepSize }), withinBox: false },
  { name: "de-jade", method: differentialEvolution, withinBox: true },
  { name: "de-l-shade", method: differentialEvolution({ strategy: "l-shade" }), withinBox: true },
  { name: "de-rand", method: differentialEvolution({ strategy: "rand" }), withinBox: true },
  { name: "de-best", method: differentialEvolution({ strategy: "best" }), withinBox: true },
  { name: "particle-swarm", method: particleSwarm, withinBox: true },
  { name: "cross-entropy", method: crossEntropy, withinBox: true },
  { name: "consensus-based", method: consensusBased, withinBox: true },
  { name: "simulated-annealing", method: simulatedAnnealing({ anneals: 1000 }), withinBox: true },
  { name: "nelder-mead", method: nelderMead, withinBox: false },
  { name: "random-search", method: randomSearch, withinBox: true },
  { name: "sobol-search", method: sobolSearch, withinBox: true },
];
