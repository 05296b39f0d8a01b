/**
 * The local minimizer of the cubic with the values `fa`, `fb` and slopes `sa`, `sb` at a and b; NaN or infinite when it
 * has none or when the data are not finite.
 *
 * @reference J. Nocedal, S. J. Wright, 2006, Numerical Optimization, equation 3.59, 10.1007/978-0-387-40065-5
 */
export function cubicMinimizer(a: number, fa: number, sa: number, b: number, fb: number, sb: number): number {
  const mean = sa + sb - (3 * (fa - fb)) / (a - b);
  // scaled, so that the square of a large slope does not overflow
  const size = Math.max(Math.abs(mean), Math.abs(sa), Math.abs(sb));
  const root = Math.sign(b - a) * size * Math.sqrt((mean / size) ** 2 - (sa / size) * (sb / size));
  return b - (b - a) * ((sb + root - mean) / (sb - sa + 2 * root));
}
