import { beale } from "./beale.ts";
import { broydenTridiagonal } from "./broyden-tridiagonal.ts";
import { chainedRosenbrock } from "./chained-rosenbrock.ts";
import { extendedRosenbrock } from "./extended-rosenbrock.ts";
import { powellSingular } from "./powell-singular.ts";
import { rosenbrock } from "./rosenbrock.ts";
import type { SmoothProblem } from "./smooth-problem.ts";
import { wood } from "./wood.ts";

/** A family of smooth problems: a problem for each dimension that it has. */
export interface SmoothFamily {
  readonly name: string;
  /** The dimensions a suite takes when it is not told any. */
  readonly dimensions: readonly number[];
  /** True for the dimensions the problem exists in. */
  exists(dimension: number): boolean;
  /** @throws RangeError when the family has no problem of that dimension */
  make(dimension: number): SmoothProblem;
}

const only = (dimension: number) => (n: number) => n === dimension;
const even = (n: number) => n >= 2 && n % 2 === 0;

/** Every smooth problem, listed once. */
export const smoothFamilies: readonly SmoothFamily[] = [
  { name: "rosenbrock", dimensions: [2], exists: only(2), make: rosenbrock },
  { name: "extended-rosenbrock", dimensions: [100, 1000], exists: even, make: extendedRosenbrock },
  { name: "wood", dimensions: [4], exists: only(4), make: wood },
  { name: "powell-singular", dimensions: [4], exists: only(4), make: powellSingular },
  { name: "beale", dimensions: [2], exists: only(2), make: beale },
  { name: "chained-rosenbrock", dimensions: [100], exists: (n) => n >= 2, make: chainedRosenbrock },
  { name: "broyden-tridiagonal", dimensions: [100], exists: (n) => n >= 1, make: broydenTridiagonal },
];
