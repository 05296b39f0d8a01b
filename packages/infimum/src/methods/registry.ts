import { adamMethod as adam } from "../rules/adam-method.ts";
import { newtonTrustRegion } from "./curvature/newton-trust-region.ts";
import { bfgs } from "./gradients/bfgs.ts";
import { lBfgs } from "./gradients/l-bfgs.ts";
import { proximalGradient } from "./gradients/proximal-gradient.ts";
import { cmaEs } from "./values/cma-es.ts";
import { consensusBased } from "./values/consensus-based.ts";
import { crossEntropy } from "./values/cross-entropy.ts";
import { differentialEvolution } from "./values/differential-evolution.ts";
import { nelderMead } from "./values/nelder-mead.ts";
import { particleSwarm } from "./values/particle-swarm.ts";
import { randomSearch } from "./values/random-search.ts";
import { dualAnnealing, simulatedAnnealing } from "./values/simulated-annealing.ts";
import { snes } from "./values/snes.ts";
import { sobolSearch } from "./values/sobol-search.ts";
import { xnes } from "./values/xnes.ts";

export {
  adam,
  bfgs,
  cmaEs,
  consensusBased,
  crossEntropy,
  differentialEvolution,
  dualAnnealing,
  lBfgs,
  nelderMead,
  newtonTrustRegion,
  particleSwarm,
  proximalGradient,
  randomSearch,
  simulatedAnnealing,
  snes,
  sobolSearch,
  xnes,
};

/** Every method, listed once: the command, the chooser, the conformance tests and the documentation read this list. */
export const all = [
  adam,
  bfgs,
  cmaEs,
  consensusBased,
  crossEntropy,
  differentialEvolution,
  lBfgs,
  nelderMead,
  newtonTrustRegion,
  particleSwarm,
  proximalGradient,
  randomSearch,
  simulatedAnnealing,
  snes,
  sobolSearch,
  xnes,
] as const;

/** The names that `method` takes. */
export type MethodName = (typeof all)[number]["name"];
