import { adamMethod as adam } from "../rules/adam-method.ts";
import { dogleg } from "./curvature/dogleg.ts";
import { gaussNewton } from "./curvature/gauss-newton.ts";
import { inexactLevenbergMarquardt } from "./curvature/inexact-levenberg-marquardt.ts";
import { levenbergMarquardt } from "./curvature/levenberg-marquardt.ts";
import { newtonBfgs } from "./curvature/newton-bfgs.ts";
import { newtonTrustRegion } from "./curvature/newton-trust-region.ts";
import { rootNewton } from "./curvature/root-newton.ts";
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
import { nelderMead } from "./values/nelder-mead.ts";
import { randomSearch } from "./values/random-search.ts";
import { sobolSearch } from "./values/sobol-search.ts";

export {
  adam,
  bfgs,
  blockCoordinateDescent,
  cmaEs,
  dogleg,
  gaussNewton,
  gradientDescent,
  inexactLevenbergMarquardt,
  lBfgs,
  lBfgsB,
  levenbergMarquardt,
  nelderMead,
  nesterov,
  newtonBfgs,
  newtonTrustRegion,
  nonlinearCg,
  proximalGradient,
  quasarAccelerated,
  randomSearch,
  rootNewton,
  sobolSearch,
  trustRegionReflective,
  variableProjection,
};

/** Every method, listed once: the command, the chooser, the conformance tests and the documentation read this list. */
export const all = [
  adam,
  bfgs,
  blockCoordinateDescent,
  cmaEs,
  dogleg,
  gaussNewton,
  gradientDescent,
  inexactLevenbergMarquardt,
  lBfgs,
  lBfgsB,
  levenbergMarquardt,
  nelderMead,
  nesterov,
  newtonBfgs,
  newtonTrustRegion,
  nonlinearCg,
  proximalGradient,
  quasarAccelerated,
  randomSearch,
  rootNewton,
  sobolSearch,
  trustRegionReflective,
  variableProjection,
] as const;

/** The names that `method` takes. */
export type MethodName = (typeof all)[number]["name"];
