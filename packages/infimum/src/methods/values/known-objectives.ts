// Objectives whose minimizers are known, for the tests of this folder. Each is 0 at its minimizer.

/** As callers write them. */
export type Objective = (x: readonly number[]) => number;

/** n times the same number. */
export function filled(n: number, value: number): number[] {
  return Array.from({ length: n }, () => value);
}

/** Minimizer 0. */
export function sphere(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] ** 2;
  return sum;
}

/** Axes of length 1 to 1000, minimizer 0; two variables or more. */
export function ellipsoid(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += 10 ** ((6 * i) / (x.length - 1)) * x[i] ** 2;
  return sum;
}

/** Minimizer (1, ..., 1); two variables or more. */
export function rosenbrock(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  return sum;
}

/** Numbers that look random and are the same in every run: noise that no method could use twice. */
export function noise(): () => number {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}
