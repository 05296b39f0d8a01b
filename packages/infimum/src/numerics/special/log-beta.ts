import { logGamma, stirlingCoefficients, stirlingCorrection, stirlingLimit } from "./gamma.ts";
import { log1pMinus } from "./log1p-remainders.ts";

const halfLogTwoPi = 0.9189385332046728;

/**
 * log(gamma(a + rise) / gamma(a)) for a > 0 and rise >= 0: small like the rise, to which it keeps its relative accuracy
 * where the difference of two logarithms would lose it. The recurrence lifts a to where Stirling's series holds; there
 * every part is of the order of the rise.
 */
export function logGammaRise(a: number, rise: number): number {
  let sum = 0;
  for (; a < stirlingLimit; a++) sum -= Math.log1p(rise / a);
  const ratio = rise / a;
  const logRatio = Math.log1p(ratio);
  // each power's difference (a + rise)^-(2k+1) - a^-(2k+1)
  let power = 1 / a;
  for (let k = 0; k < stirlingCoefficients.length; k++) {
    sum += stirlingCoefficients[k] * power * Math.expm1(-(2 * k + 1) * logRatio);
    power /= a * a;
  }
  return sum + a * log1pMinus(ratio) + (rise - 0.5) * logRatio + rise * Math.log(a);
}

/**
 * The logarithm of the beta function gamma(a) gamma(b) / gamma(a + b), a, b > 0 (else NaN). The error is below 4e-15 of
 * the larger of 1 and the value; the value is zero on the curve through a = b = 1.
 */
export function logBeta(a: number, b: number): number {
  if (!(a > 0 && b > 0)) return NaN;
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large === Infinity) return -Infinity;
  if (large < stirlingLimit) return logGamma(small) + (logGamma(large) - logGamma(small + large));
  if (small < stirlingLimit) return logGamma(small) - logGammaRise(large, small);
  const correction = stirlingCorrection(small) + stirlingCorrection(large) - stirlingCorrection(small + large);
  const ratio = small / large;
  return (
    halfLogTwoPi -
    0.5 * Math.log(large) +
    correction +
    (small - 0.5) * (Math.log(ratio) - Math.log1p(ratio)) -
    large * Math.log1p(ratio)
  );
}
