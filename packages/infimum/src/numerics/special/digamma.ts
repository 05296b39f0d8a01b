import { polynomial } from "./polynomial.ts";

/** The positive zero of the digamma function, and what its rounding to float64 leaves. */
const zero = 1.4616321449683622;
const zeroRest = 9.549995429965697e-17;

/** Coefficients in x - 3/2 of digamma(x) / (x - zero), 1 <= x <= 2, from its Chebyshev series in 60 digits. */
const quotient = [
  0.9510558760318328, -0.42362742128146047, 0.24054248424078736, -0.14840492305391872, 0.09498872445282817,
  -0.06192213327154086, 0.040760833944741226, -0.026975796849870903, 0.01790724819228875, -0.011908215022954471,
  0.007927024136843637, -0.005280020264450306, 0.0035180792717028125, -0.0023446244638506528, 0.0015635739915515125,
  -0.0010424375640517788, 0.0006899428514219089, -0.00045917430083105225, 0.00032689316473621455,
  -0.00022008418201681154, 9.158816882117e-5, -5.76048865255672e-5, 0.00012241591000024265, -8.401289563760489e-5,
];

/** -B_2k / (2k), k = 1 .. 8: the asymptotic series in 1 / x^2. */
const asymptotic = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12, 3617 / 8160];
const asymptoticLimit = 10;

/**
 * The digamma function, the derivative of log gamma. For x > 0 the relative error is below 2e-15, also near the zero at
 * 1.4616; for x < 0 it is below 1e-14 of the larger of 1 and the value (and, near a pole -n, of n times the value). NaN
 * at the negative integers, infinite (against the zero's sign) at 0.
 */
export function digamma(x: number): number {
  if (x <= 0) {
    if (x === 0) return -1 / x;
    if (x === -Infinity || Number.isInteger(x)) return NaN;
    // cot(pi x) has period one
    const rest = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * rest);
  }
  let sum = 0;
  if (x < 1) {
    sum = -1 / x;
    x += 1;
  }
  if (x < asymptoticLimit) {
    for (; x > 2; x--) sum += 1 / (x - 1);
    return sum + (x - zero - zeroRest) * polynomial(quotient, x - 1.5);
  }
  if (x === Infinity) return Infinity;
  const inverseSquare = 1 / (x * x);
  return Math.log(x) - 0.5 / x + inverseSquare * polynomial(asymptotic, inverseSquare);
}
