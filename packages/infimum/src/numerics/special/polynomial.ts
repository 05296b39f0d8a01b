/** c_0 + c_1 x + ... + c_n x^n by Horner's rule. */
export function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) value = value * x + coefficients[k];
  return value;
}

/** c_0 + c_1 T_1(x) + ... + c_n T_n(x), Chebyshev polynomials on [-1, 1], by Clenshaw's rule. */
export function chebyshevSeries(coefficients: readonly number[], x: number): number {
  let value = 0;
  let next = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    const before = 2 * x * value - next + coefficients[k];
    next = value;
    value = before;
  }
  return x * value - next + coefficients[0];
}
