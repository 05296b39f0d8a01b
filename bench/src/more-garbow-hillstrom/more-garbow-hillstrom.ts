import { type Family } from "./family.ts";
import { fits } from "./fits.ts";
import { scalable } from "./scalable.ts";
import { small } from "./small.ts";

const families: readonly Family[] = [...small, ...fits, ...scalable];

/** A problem of the suite: a plain function that can be read, and what is known of it. */
export interface MoreGarbowHillstromProblem {
  readonly name: string;
  readonly dimension: number;
  objective(x: ArrayLike<number>): number;
  /** The standard start. */
  readonly x0: Float64Array;
  /** The least known value; to as many digits as are known. */
  readonly optimum: number;
  /** Values of other local minima, and of stationary points in which solvers end. */
  readonly otherMinima: readonly number[];
}

export interface MoreGarbowHillstromChoice {
  /** A name of `moreGarbowHillstromProblems`. */
  readonly name: string;
  /** One of the dimensions of the suite for it; the smallest when left out. */
  readonly dimension?: number;
}

/** The 48 problems of the suite: every function in each of its dimensions. */
export const moreGarbowHillstromProblems: readonly Required<MoreGarbowHillstromChoice>[] = families.flatMap(
  ({ name, dimensions }) => dimensions.map((dimension) => ({ name, dimension })),
);

/**
 * A smooth problem without constraints: those of More, Garbow and Hillstrom, and the scalable ones that are usual with them.
 * Most are sums of squares; the objective carries its data in its own body, so that it can be read.
 *
 * @throws RangeError when the suite has no such problem
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software, 10.1145/355934.355936
 * @reference A. R. Conn, N. I. M. Gould, Ph. L. Toint, 1988, Testing a class of methods for solving minimization problems with
 * simple bounds on the variables, 10.1090/S0025-5718-1988-0929544-3 (chained Wood)
 *
 * @example
 * const { objective, x0, optimum } = moreGarbowHillstrom({ name: "beale" });
 */
export function moreGarbowHillstrom({ name, dimension }: MoreGarbowHillstromChoice): MoreGarbowHillstromProblem {
  const family = families.find((each) => each.name === name);
  if (family === undefined) {
    throw new RangeError(`there is no problem ${name}: choose one of ${families.map((each) => each.name).join(", ")}.`);
  }
  const n = dimension ?? family.dimensions[0];
  if (!family.dimensions.includes(n)) {
    throw new RangeError(`${name} has no dimension ${n} in the suite: choose one of ${family.dimensions.join(", ")}.`);
  }
  return {
    name,
    dimension: n,
    objective: family.objective,
    x0: Float64Array.from(family.start(n)),
    optimum: family.optima[n],
    otherMinima: family.otherMinima?.[n] ?? [],
  };
}
