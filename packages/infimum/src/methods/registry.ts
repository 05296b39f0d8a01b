import { adamMethod as adam } from "../rules/adam-method.ts";
import { fosi } from "../rules/fosi.ts";
import { acceleratedCubicNewton } from "./curvature/accelerated-cubic-newton.ts";
import { cubicNewton } from "./curvature/cubic-newton.ts";
import { gradientNormalizedNewton } from "./curvature/gradient-normalized-newton.ts";
import { lazyNewton } from "./curvature/lazy-newton.ts";
import { newtonBfgs } from "./curvature/newton-bfgs.ts";
import { newtonCg } from "./curvature/newton-cg.ts";
import { newtonTrustRegion } from "./curvature/newton-trust-region.ts";
import { polynomialPreconditioning } from "./curvature/polynomial-preconditioning.ts";
import { rootNewton } from "./curvature/root-newton.ts";
import { saddleFreeNewton } from "./curvature/saddle-free-newton.ts";
import { trustKrylov } from "./curvature/trust-krylov.ts";
import { bfgs } from "./gradients/bfgs.ts";
import { lBfgs } from "./gradients/l-bfgs.ts";
import { proximalGradient } from "./gradients/proximal-gradient.ts";
import { cmaEs } from "./values/cma-es.ts";
import { nelderMead } from "./values/nelder-mead.ts";
import { randomSearch } from "./values/random-search.ts";
import { sobolSearch } from "./values/sobol-search.ts";

export {
  acceleratedCubicNewton,
  adam,
  bfgs,
  cmaEs,
  cubicNewton,
  fosi,
  gradientNormalizedNewton,
  lazyNewton,
  lBfgs,
  nelderMead,
  newtonBfgs,
  newtonCg,
  newtonTrustRegion,
  polynomialPreconditioning,
  proximalGradient,
  randomSearch,
  rootNewton,
  saddleFreeNewton,
  sobolSearch,
  trustKrylov,
};

/** Every method, listed once: the command, the chooser, the conformance tests and the documentation read this list. */
export const all = [
  acceleratedCubicNewton,
  adam,
  bfgs,
  cmaEs,
  cubicNewton,
  fosi,
  gradientNormalizedNewton,
  lazyNewton,
  lBfgs,
  nelderMead,
  newtonBfgs,
  newtonCg,
  newtonTrustRegion,
  polynomialPreconditioning,
  proximalGradient,
  randomSearch,
  rootNewton,
  saddleFreeNewton,
  sobolSearch,
  trustKrylov,
] as const;

/** The names that `method` takes. */
export type MethodName = (typeof all)[number]["name"];
