export {
  chiSquareDensity,
  chiSquareDistribution,
  chiSquareQuantile,
  chiSquareUpperQuantile,
  chiSquareUpperTail,
} from "./chi-square.ts";
export { digamma } from "./digamma.ts";
export { erf, erfc, erfcx } from "./erf.ts";
export { fDensity, fDistribution, fQuantile, fUpperQuantile, fUpperTail } from "./f-distribution.ts";
export { gamma, logGamma } from "./gamma.ts";
export { incompleteBeta, incompleteBetaComplement } from "./incomplete-beta.ts";
export { gammaP, gammaQ } from "./incomplete-gamma.ts";
export { inverseErf, inverseErfc } from "./inverse-erf.ts";
export { inverseIncompleteBeta, inverseIncompleteBetaComplement } from "./inverse-incomplete-beta.ts";
export { inverseGammaP, inverseGammaQ } from "./inverse-incomplete-gamma.ts";
export { logBeta } from "./log-beta.ts";
export { normalDensity, normalDistribution, normalQuantile, normalUpperTail } from "./normal.ts";
export { studentDensity, studentDistribution, studentQuantile, studentUpperTail } from "./student.ts";
