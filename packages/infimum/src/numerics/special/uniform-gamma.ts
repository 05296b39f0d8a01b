import { erfcx } from "./erf.ts";

/** Power series of eta / (lambda - 1) in eta, where eta^2 / 2 = lambda - 1 - log(lambda); computed in 60 digits. */
const inverseSlope = [
  1.0, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073, 0.0003527336860670194,
  -0.0001787551440329218, 3.919263178522438e-5, -2.185448510679992e-6, -1.85406221071516e-6, 8.296711340953087e-7,
  -1.7665952736826078e-7, 6.707853543401498e-9, 1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10,
  -2.5514193994946248e-11, -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12,
  1.1004392031956135e-13, 3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16, 2.5305430097478883e-18,
  1.1686939738559576e-17,
];

/**
 * From this parameter on, and for lambda between these two, the expansion is exact to a few units in the last place.
 */
export const uniformLimit = 20;
export const uniformLower = 0.3;
export const uniformUpper = 2.35;

/**
 * The smaller-tail incomplete gamma ratio over x^a e^-x / gamma(a + 1), for a >= `uniformLimit` and x = lambda a:
 * Q when eta > 0, P when eta < 0, with a (lambda - 1 - log lambda) = a eta^2 / 2.
 *
 * Temme's uniform expansion Q = erfc(eta sqrt(a / 2)) / 2 + R. With S the series of R's slowly varying part, the
 * differential equation of Q gives S' = a (eta S + 1 - f / gammaStar), f the series above; its coefficients follow
 * backwards from beta_(n-1) = f_n + (n + 1) beta_(n+1) / a, and gammaStar = 1 + beta_1 / a.
 *
 * @reference N. M. Temme, "The asymptotic expansion of the incomplete gamma functions", SIAM Journal on Mathematical
 * Analysis 10, 757-766, 1979, doi:10.1137/0510071
 * @reference A. Gil, J. Segura, N. M. Temme, "Efficient and accurate algorithms for the computation and inversion of
 * the incomplete gamma function ratios", SIAM Journal on Scientific Computing 34, A2965-A2981, 2012, arXiv:1306.1754
 */
export function uniformTailFactor(a: number, eta: number): number {
  let sum = 0;
  let oneAbove = 0;
  let twoAbove = 0;
  for (let n = inverseSlope.length - 1; n >= 1; n--) {
    const beta = inverseSlope[n] + ((n + 1) * twoAbove) / a;
    sum = sum * eta + beta;
    twoAbove = oneAbove;
    oneAbove = beta;
  }
  const gammaStar = 1 + twoAbove / a;
  const gaussian = gammaStar * Math.sqrt(0.5 * Math.PI * a) * erfcx(Math.abs(eta) * Math.sqrt(0.5 * a));
  return eta < 0 ? gaussian - sum : gaussian + sum;
}
