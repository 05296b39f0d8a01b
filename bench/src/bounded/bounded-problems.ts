import {
  type MoreGarbowHillstromProblem,
  moreGarbowHillstrom,
  moreGarbowHillstromProblems,
} from "../more-garbow-hillstrom/more-garbow-hillstrom.ts";

/** A problem of `moreGarbowHillstrom` in a box around its start. */
export interface BoundedProblem extends Pick<MoreGarbowHillstromProblem, "name" | "dimension" | "objective" | "x0"> {
  /** Entries may be infinite. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Of each function the largest dimension up to this one. */
const largest = 100;

/**
 * Each function of the suite once, with bounds on every second variable, the first among them: half of its size at the start to both
 * sides, or 1/2 where that is more. Of most problems some bounds are active at the solution, and some variables have none.
 */
export const boundedProblems: readonly BoundedProblem[] = [
  ...new Set(moreGarbowHillstromProblems.map(({ name }) => name)),
].map((name) => {
  const dimensions = moreGarbowHillstromProblems.filter((each) => each.name === name).map((each) => each.dimension);
  const dimension = Math.max(...dimensions.filter((each) => each <= largest));
  const { objective, x0 } = moreGarbowHillstrom({ name, dimension });
  const side = (sign: 1 | -1) =>
    Array.from(x0, (start, i) => (i % 2 === 0 ? start + (sign * Math.max(1, Math.abs(start))) / 2 : sign * Infinity));
  return { name, dimension, objective, x0, lower: side(-1), upper: side(1) };
});
