import type { Rows } from "./instance.ts";

/** out = x - from */
export function shift(x: Float64Array, from: Float64Array, out: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) out[i] = x[i] - from[i];
  return out;
}

/** out = rows x */
export function multiply(rows: Rows, x: Float64Array, out: Float64Array): Float64Array {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += row[j] * x[j];
    out[i] = sum;
  }
  return out;
}

/** The transpose of a rotation times x: the inverse image of x. */
export function rotateBack(rows: Rows, x: Float64Array): Float64Array {
  return x.map((_, j) => rows.reduce((sum, row, i) => sum + row[j] * x[i], 0));
}

/** The suite's T_osz: small smooth irregularities, not symmetric about 0. */
export function oscillate(value: number): number {
  if (value === 0) return 0;
  const alpha = 0.1;
  const log = Math.log(Math.abs(value)) / alpha;
  const wave = value > 0 ? Math.sin(log) + Math.sin(0.79 * log) : Math.sin(0.55 * log) + Math.sin(0.31 * log);
  return Math.sign(value) * Math.exp(log + 0.49 * wave) ** alpha;
}

/** T_osz of every entry, in place. */
export function oscillateAll(x: Float64Array): Float64Array {
  for (let i = 0; i < x.length; i++) x[i] = oscillate(x[i]);
  return x;
}

/** The suite's T_asy, in place: positive entries grow faster, the later ones more. */
export function skew(x: Float64Array, beta: number): Float64Array {
  for (let i = 0; i < x.length; i++) {
    if (x[i] > 0) x[i] **= 1 + ((beta * i) / (x.length - 1)) * Math.sqrt(x[i]);
  }
  return x;
}

/** The squared distance beyond the box [-5, 5]^D. */
export function beyondBox(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const beyond = Math.abs(x[i]) - 5;
    if (beyond > 0) sum += beyond * beyond;
  }
  return sum;
}

export function sumOfSquares(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return sum;
}

/** sum_i condition^(i / (D - 1)) x_i^2 */
export function ellipsoid(x: Float64Array, condition: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += condition ** (i / (x.length - 1)) * x[i] * x[i];
  return sum;
}

/** 10 (D - sum cos(2 pi x_i)) */
export function ripples(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += Math.cos(2 * Math.PI * x[i]);
  return 10 * (x.length - sum);
}
