import { erf, erfcx } from "./erf.ts";

const rootOfPi = 1.7724538509055159;

/**
 * The inverse of erf: x with erf(x) = p. Relative error below 1e-15 in x, for p as it is given (near 1 use
 * `inverseErfc` of 1 - p). Infinite at -1 and 1, NaN beyond. Costs two error functions.
 */
export function inverseErf(p: number): number {
  const size = Math.abs(p);
  if (size > 0.5) return p > 0 ? inverseErfc(1 - p) : -inverseErfc(1 + p);
  if (size < 1e-8) return 0.5 * rootOfPi * p;
  // the inverse's Maclaurin series, to 3e-4
  const scaled = 0.25 * Math.PI * p * p;
  let x = 0.5 * rootOfPi * p * (1 + scaled * (1 / 3 + scaled * (7 / 30 + (scaled * 127) / 630)));
  // Halley: erf'' = -2 x erf'
  for (let k = 0; k < 2; k++) {
    const newton = 0.5 * rootOfPi * (erf(x) - p) * Math.exp(x * x);
    x -= newton / (1 + x * newton);
  }
  return x;
}

/**
 * The inverse of erfc: x with erfc(x) = q, 0 <= q <= 2 (else NaN). Relative error below 1e-15 in x, for the smallest q
 * too; infinite at 0 and 2. Costs three scaled error functions and logarithms.
 */
export function inverseErfc(q: number): number {
  if (q > 0.5) {
    if (q <= 1.5) return inverseErf(1 - q);
    return q <= 2 ? -inverseErfc(2 - q) : NaN;
  }
  if (!(q > 0)) return q === 0 ? Infinity : NaN;
  const logarithm = Math.log(q);
  // erfc(x) is near exp(-x^2) / (x sqrt(pi)), or somewhat less for small x
  const exponent = -logarithm;
  let x = Math.sqrt(exponent - 0.5 * Math.log(Math.PI * (exponent + 0.3)) + 0.2);
  // Halley on log erfc(x) = log erfcx(x) - x^2, whose derivatives are -h and (2 x - h) h with h = 2 / (sqrt(pi) erfcx)
  for (let k = 0; k < 3; k++) {
    const scaled = erfcx(x);
    const hazard = 2 / (rootOfPi * scaled);
    const newton = (Math.log(scaled) - x * x - logarithm) / hazard;
    x += newton / (1 - 0.5 * newton * (2 * x - hazard));
  }
  return x;
}
