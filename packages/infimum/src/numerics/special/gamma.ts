import { polynomial } from "./polynomial.ts";

/** Coefficients in z of log gamma(2 + z) / z, |z| <= 1/2, from its Chebyshev series in 60 digits. */
const logGammaNearTwo = [
  0.42278433509846713, 0.32246703342411326, -0.06735230105319814, 0.020580808427780335, -0.007385551028668096,
  0.002890510331036772, -0.0011927539120033873, 0.0005096695153484373, -0.00022315475069647703, 9.945767440096764e-5,
  -4.492635166770342e-5, 2.0505584372896933e-5, -9.438454884054723e-6, 4.3847319318293745e-6, -2.044935323180052e-6,
  9.199898075671394e-7, -4.303234692956732e-7, 2.7880013392491846e-7, -1.341570273460026e-7,
];

/** B_2k / (2k (2k - 1)), k = 1 .. 8: the coefficients of Stirling's series in 1 / x^2, times x. */
export const stirlingCoefficients = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/** From here on Stirling's series of eight terms is exact to 1e-17. */
export const stirlingLimit = 10;

const halfLogTwoPi = 0.9189385332046728;
const rootOfTwoPi = 2.5066282746310002;

/** log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2) for x >= `stirlingLimit`. */
export function stirlingCorrection(x: number): number {
  return polynomial(stirlingCoefficients, 1 / (x * x)) / x;
}

/** log gamma(1 + z) for |z| <= 1/2, with full relative accuracy near its zero at z = 0. */
export function logGammaOnePlus(z: number): number {
  return z * polynomial(logGammaNearTwo, z) - Math.log1p(z);
}

/** sin(pi x) without the rounding of pi x: exactly zero at integers. */
function sinPi(x: number): number {
  const rest = x - 2 * Math.round(x / 2);
  // |rest| <= 1; fold to |.| <= 1/2, where the sine keeps its relative accuracy
  if (rest > 0.5) return Math.sin(Math.PI * (1 - rest));
  if (rest < -0.5) return -Math.sin(Math.PI * (1 + rest));
  return Math.sin(Math.PI * rest);
}

/**
 * The logarithm of |gamma(x)|. For x > 0 the relative error is below 1e-15, also near the zeros at 1 and 2; for x < 0
 * the error is below 1e-15 of the largest of 1, |x log |x|| and the value (the zeros between the poles are not
 * resolved). Infinite at the poles 0, -1, -2, ... and at both infinities.
 */
export function logGamma(x: number): number {
  if (x < 0.5) {
    if (x >= -0.5) return logGammaOnePlus(x) - Math.log(Math.abs(x));
    if (x === -Infinity || Number.isInteger(x)) return Infinity;
    return Math.log(Math.PI / Math.abs(x * sinPi(x))) - logGamma(-x);
  }
  if (x < 1.5) return logGammaOnePlus(x - 1);
  if (x < stirlingLimit) {
    let product = 1;
    for (; x > 2.5; x--) product *= x - 1;
    return Math.log(product) + (x - 2) * polynomial(logGammaNearTwo, x - 2);
  }
  if (x === Infinity) return Infinity;
  return (x - 0.5) * (Math.log(x) - 1) + (halfLogTwoPi - 0.5) + stirlingCorrection(x);
}

/**
 * The gamma function, relative error below 5e-15 on the whole line; (n - 1)! exactly for integers n <= 23. Infinite
 * from 171.62 on and (with the zero's sign) at 0; NaN at the negative integers, where it has no sign, and at -Infinity.
 */
export function gamma(x: number): number {
  // 1 / x - 0.577..., to the last place; at zero the pole with its sign
  if (Math.abs(x) < 1e-17) return 1 / x;
  if (x < -0.5) return gammaByReflection(x);
  if (x < stirlingLimit || (x <= 23 && Number.isInteger(x))) {
    let factor = 1;
    for (; x > 2.5; x--) factor *= x - 1;
    for (; x < 1.5; x++) factor /= x;
    return factor * Math.exp((x - 2) * polynomial(logGammaNearTwo, x - 2));
  }
  if (x > 172) return Infinity;
  // the power alone overflows before its product with the exponential does
  const half = x ** (0.5 * x - 0.25);
  return rootOfTwoPi * half * (half * Math.exp(-x)) * Math.exp(stirlingCorrection(x));
}

function gammaByReflection(x: number): number {
  if (x === -Infinity || Number.isInteger(x)) return NaN;
  // with gamma(-x), not gamma(1 - x): 1 - x would be rounded
  if (x >= -170) return -Math.PI / (x * sinPi(x) * gamma(-x));
  if (x < -185) return sinPi(x) < 0 ? -0 : 0;
  // gamma(-x) is infinite, but gamma(x) is still a (subnormal) number: 20 steps of the recurrence
  let value = gamma(x + 20);
  for (let k = 19; k >= 0; k--) value /= x + k;
  return value;
}
