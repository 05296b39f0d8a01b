export {
  type ConjugateGradientOptions,
  ConjugateGradientProcess,
  type ConjugateGradientStatus,
  conjugateGradient,
} from "./conjugate-gradient.ts";
export { type GmresOptions, GmresProcess, type GmresStatus, gmres } from "./gmres.ts";
export { fixedStart, type LanczosOptions, type LanczosResult, lanczos, type RitzPair } from "./lanczos.ts";
export { LanczosProcess, type LanczosProcessOptions, type LanczosStatus } from "./lanczos-process.ts";
export {
  type LeastSquaresConjugateGradientOptions,
  leastSquaresConjugateGradient,
  type ProductMatrix,
} from "./least-squares-conjugate-gradient.ts";
export { type MinresOptions, MinresProcess, type MinresStatus, minres } from "./minres.ts";
export {
  type Allocate,
  type ApplyMatrix,
  allocateVector,
  drive,
  type KrylovProcess,
  type Precondition,
} from "./process.ts";
