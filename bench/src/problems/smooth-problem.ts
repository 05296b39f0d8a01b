/** A smooth problem whose least value is known, as plain functions that a solver of any kind can be given. */
export interface SmoothProblem {
  /** The name in the literature, in kebab-case. */
  readonly name: string;
  readonly dimension: number;
  /** The standard start. */
  readonly x0: Float64Array;
  objective(x: Float64Array): number;
  /** Writes the gradient and returns the value. */
  gradient(x: Float64Array, out: Float64Array): number;
  /** Writes the Hessian at `x` times `v`. */
  hessianVector(x: Float64Array, v: Float64Array, out: Float64Array): void;
  /** The least value. */
  readonly optimum: number;
  /** Where it is attained; absent where it has no closed form. */
  readonly minimizer?: Float64Array;
}

/** @throws RangeError when a problem does not exist in that dimension */
export function requireDimension(name: string, dimension: number, exists: boolean, rule: string): void {
  if (exists && Number.isInteger(dimension)) return;
  throw new RangeError(`${name} has no dimension ${dimension}: ${rule}.`);
}
