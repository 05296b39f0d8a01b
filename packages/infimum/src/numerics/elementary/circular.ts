// Sine and cosine in float64, with the same bits as the vectors of numerics/kernels/assembly; errors below 1.5 units in the
// last place (measured: 1.36). x = n pi / 2 + r, with pi / 2 in four parts of which n times the first three is exact; then the
// polynomials of fdlibm for |r| <= pi / 4. Beyond `largestAngle` they are those of Math.

/** Beyond this n has too many bits. */
export const largestAngle = 1e6;

const [part1, part2, part3, part4] = [
  1.57079632673412561417, 6.0771005063039659766e-11, 2.0222662487111664558e-21, 8.47842766036889956997e-32,
];

/** So large that a number added to it is rounded to an integer. */
const rounding = 1.5 * 2 ** 52;

/** r + r^3 S(r^2) */
function sineNear0(r: number): number {
  const z = r * r;
  let sum = 1.58969099521155010221e-10;
  sum = sum * z + -2.50507602534068634195e-8;
  sum = sum * z + 2.75573137070700676789e-6;
  sum = sum * z + -1.98412698298579493134e-4;
  sum = sum * z + 8.33333333332248946124e-3;
  sum = sum * z + -1.66666666666666324348e-1;
  return r + r * z * sum;
}

/** 1 - r^2 / 2 + r^4 C(r^2), with what is rounded off the difference. */
function cosineNear0(r: number): number {
  const z = r * r;
  let sum = -1.13596475577881948265e-11;
  sum = sum * z + 2.0875723212981748279e-9;
  sum = sum * z + -2.75573143513906633035e-7;
  sum = sum * z + 2.48015872894767294178e-5;
  sum = sum * z + -1.38888888888741095749e-3;
  sum = sum * z + 4.16666666666666019037e-2;
  const half = z * 0.5;
  const difference = 1 - half;
  return difference + (1 - difference - half + z * z * sum);
}

/** The sine of x + quarters pi / 2. */
function shiftedSine(x: number, quarters: number): number {
  const n = x * (2 / Math.PI) + rounding - rounding;
  const r = x - n * part1 - n * part2 - n * part3 - n * part4;
  const quadrant = (n + quarters) & 3;
  const size = (quadrant & 1) === 1 ? cosineNear0(r) : sineNear0(r);
  return (quadrant & 2) === 2 ? -size : size;
}

export function sin(x: number): number {
  if (!(Math.abs(x) <= largestAngle)) return Math.sin(x);
  return x === 0 ? x : shiftedSine(x, 0);
}

export function cos(x: number): number {
  return Math.abs(x) <= largestAngle ? shiftedSine(x, 1) : Math.cos(x);
}
