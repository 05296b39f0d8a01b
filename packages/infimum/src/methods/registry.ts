import { adamMethod as adam } from "../rules/adam-method.ts";
import { fosi } from "../rules/fosi.ts";
import { acceleratedCubicNewton } from "./curvature/accelerated-cubic-newton.ts";
import { cubicNewton } from "./curvature/cubic-newton.ts";
import { dogleg } from "./curvature/dogleg.ts";
import { gaussNewton } from "./curvature/gauss-newton.ts";
import { gradientNormalizedNewton } from "./curvature/gradient-normalized-newton.ts";
import { inexactLevenbergMarquardt } from "./curvature/inexact-levenberg-marquardt.ts";
import { lazyNewton } from "./curvature/lazy-newton.ts";
import { levenbergMarquardt } from "./curvature/levenberg-marquardt.ts";
import { newtonBfgs } from "./curvature/newton-bfgs.ts";
import { newtonCg } from "./curvature/newton-cg.ts";
import { newtonTrustRegion } from "./curvature/newton-trust-region.ts";
import { polynomialPreconditioning } from "./curvature/polynomial-preconditioning.ts";
import { rootNewton } from "./curvature/root-newton.ts";
import { saddleFreeNewton } from "./curvature/saddle-free-newton.ts";
import { trustKrylov } from "./curvature/trust-krylov.ts";
import { trustRegionReflective } from "./curvature/trust-region-reflective.ts";
import { variableProjection } from "./curvature/variable-projection.ts";
import { bfgs } from "./gradients/bfgs.ts";
import { blockCoordinateDescent } from "./gradients/block-coordinate-descent.ts";
import { gradientDescent } from "./gradients/gradient-descent.ts";
import { lBfgs } from "./gradients/l-bfgs.ts";
import { lBfgsB } from "./gradients/l-bfgs-b.ts";
import { nesterov } from "./gradients/nesterov.ts";
import { nonlinearCg } from "./gradients/nonlinear-cg.ts";
import { proximalGradient } from "./gradients/proximal-gradient.ts";
import { quasarAccelerated } from "./gradients/quasar-accelerated.ts";
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
  acceleratedCubicNewton,
  adam,
  bfgs,
  blockCoordinateDescent,
  cmaEs,
  consensusBased,
  crossEntropy,
  cubicNewton,
  differentialEvolution,
  dogleg,
  dualAnnealing,
  fosi,
  gaussNewton,
  gradientDescent,
  gradientNormalizedNewton,
  inexactLevenbergMarquardt,
  lazyNewton,
  lBfgs,
  lBfgsB,
  levenbergMarquardt,
  nelderMead,
  nesterov,
  newtonBfgs,
  newtonCg,
  newtonTrustRegion,
  nonlinearCg,
  particleSwarm,
  polynomialPreconditioning,
  proximalGradient,
  quasarAccelerated,
  randomSearch,
  rootNewton,
  saddleFreeNewton,
  simulatedAnnealing,
  snes,
  sobolSearch,
  trustKrylov,
  trustRegionReflective,
  variableProjection,
  xnes,
};

/** Every method, listed once: the command, the chooser, the conformance tests and the documentation read this list. */
export const all = [
  acceleratedCubicNewton,
  adam,
  bfgs,
  blockCoordinateDescent,
  cmaEs,
  consensusBased,
  crossEntropy,
  cubicNewton,
  differentialEvolution,
  dogleg,
  fosi,
  gaussNewton,
  gradientDescent,
  gradientNormalizedNewton,
  inexactLevenbergMarquardt,
  lBfgs,
  lBfgsB,
  lazyNewton,
  levenbergMarquardt,
  nelderMead,
  nesterov,
  newtonBfgs,
  newtonCg,
  newtonTrustRegion,
  nonlinearCg,
  particleSwarm,
  polynomialPreconditioning,
  proximalGradient,
  quasarAccelerated,
  randomSearch,
  rootNewton,
  saddleFreeNewton,
  simulatedAnnealing,
  snes,
  sobolSearch,
  trustKrylov,
  trustRegionReflective,
  variableProjection,
  xnes,
] as const;

/** The names that `method` takes. */
export type MethodName = (typeof all)[number]["name"];
