/** A point, direction or gradient: float64, in the order of the problem's variables. */
export type Vector = Float64Array;

/** Below this length a loop copies faster than `set`, whose call costs about 30 ns. */
const shortVector = 48;

/** Copies `from` into `to` (same length) and returns `to`. */
export function copy(from: Vector, to: Vector): Vector {
  const n = from.length;
  if (n >= shortVector) to.set(from);
  else for (let i = 0; i < n; i++) to[i] = from[i];
  return to;
}

/** The inner product, summed in index order. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The Euclidean norm. Scaled only when the plain sum of squares overflows or underflows. */
export function norm(a: Vector): number {
  const squares = dot(a, a);
  if (squares > 1e-290 && squares < Infinity) return Math.sqrt(squares);
  const largest = maxNorm(a);
  if (largest === 0 || !(largest < Infinity)) return largest;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** The largest absolute entry; NaN when an entry is NaN. */
export function maxNorm(a: Vector): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}

/** Copies `from` into `to` and returns its largest absolute entry; NaN when an entry is NaN. */
export function copyMeasured(from: Vector, to: Vector): number {
  let largest = 0;
  for (let i = 0; i < from.length; i++) {
    to[i] = from[i];
    largest = Math.max(largest, Math.abs(from[i]));
  }
  return largest;
}

/** out = x + t d; `out` may be `x` or `d`. Returns `out`. */
export function move(x: Vector, t: number, d: Vector, out: Vector): Vector {
  for (let i = 0; i < x.length; i++) out[i] = x[i] + t * d[i];
  return out;
}

/** out = t x; `out` may be `x`. Returns `out`. */
export function scale(x: Vector, t: number, out: Vector): Vector {
  for (let i = 0; i < x.length; i++) out[i] = t * x[i];
  return out;
}

/** out = a - b; `out` may be either. Returns `out`. */
export function subtract(a: Vector, b: Vector, out: Vector): Vector {
  for (let i = 0; i < a.length; i++) out[i] = a[i] - b[i];
  return out;
}

/** The Euclidean distance between two points. */
export function distance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}

/** True when every entry is a finite number: only NaN and infinities are not 0 when taken from themselves. */
export function allFinite(a: Vector): boolean {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] - a[i];
  return sum === 0;
}
