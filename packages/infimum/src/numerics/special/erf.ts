import { chebyshevSeries, polynomial } from "./polynomial.ts";

/*
 * The error function and its relatives to a few units in the last place, tails included (relative error below 1e-15).
 * Near zero the Maclaurin series; else Chebyshev's series of the scaled complement, with exp(-x^2) of an exact square.
 *
 * @reference M. M. Shepherd, J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in 0 <= x <
 * infinity", Mathematics of Computation 36, 249-253, 1981, doi:10.1090/S0025-5718-1981-0595058-X (the form; the
 * coefficients are computed anew in 60 digits)
 */

/** 2 / sqrt(pi) (-1)^n / (n! (2n + 1)): the coefficients of erf(x) / x in x^2. */
const maclaurin = [
  1.1283791670955126, -0.37612638903183754, 0.11283791670955126, -0.026866170645131252, 0.005223977625442188,
  -0.0008548327023450853, 0.00012055332981789664, -1.492565035840625e-5, 1.6462114365889248e-6, -1.6365844691234924e-7,
  1.4807192815879218e-8, -1.2290555301717928e-9, 9.422759064650411e-11,
];
const maclaurinLimit = 0.5;

/** Chebyshev coefficients of (1 + 2x) exp(x^2) erfc(x), x >= 0, in (x - 3.75) / (x + 3.75). */
const scaledComplement = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5, 4.13902798607301e-6,
  7.74038306619849e-7, -2.1886401049234397e-7, 1.076499946567091e-8, 4.521959811218287e-9, -7.754400208831351e-10,
  -6.318088340886684e-11, 2.86879501093067e-11, 1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14,
  3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
  -2.2370566594359995e-18, -2.187342944303018e-18,
];
const halfway = 3.75;

/** Beyond, 1 / (x sqrt(pi)) is erfcx to the last place. */
const asymptoticLimit = 1e8;

const inverseRootOfPi = 0.5641895835477563;

/** The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  if (Math.abs(x) < maclaurinLimit) return x * polynomial(maclaurin, x * x);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/** The complement 1 - erf(x), with full relative accuracy as it underflows (below 1e-308 from x = 26.54). */
export function erfc(x: number): number {
  if (Math.abs(x) < maclaurinLimit) return 1 - x * polynomial(maclaurin, x * x);
  if (x < 0) return 2 - erfc(-x);
  return x > 28 ? 0 : expOfSquare(x, -1) * erfcx(x);
}

/** The scaled complement exp(x^2) erfc(x), which falls like 1 / (x sqrt(pi)); infinite below x = -26.63. */
export function erfcx(x: number): number {
  if (Math.abs(x) < maclaurinLimit) return Math.exp(x * x) * erfc(x);
  if (x < 0) return 2 * expOfSquare(x, 1) - erfcx(-x);
  if (x > asymptoticLimit) return inverseRootOfPi / x;
  return chebyshevSeries(scaledComplement, (x - halfway) / (x + halfway)) / (1 + 2 * x);
}

/**
 * exp(factor x^2) for a factor of 1, -1 or -1/2. The rounding error of x^2 would be multiplied by x^2: the square of x
 * to 24 bits is exact, and the remaining exponential is near one.
 */
export function expOfSquare(x: number, factor: number): number {
  if (Math.abs(x) > 1e3) return factor > 0 ? Infinity : 0;
  const short = Math.fround(x);
  return Math.exp(factor * short * short) * Math.exp(factor * (x - short) * (x + short));
}
