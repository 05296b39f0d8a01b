/**
 * Forward mode: beside every value its derivative along a direction, in one pass. Costs at most about 3 times the
 * program, 2 for sums and products, whatever the number of results. It is Taylor mode of order 1.
 *
 * @reference R. E. Wengert, 1964, A simple automatic derivative evaluation program, 10.1145/355586.364791
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 3, 10.1137/1.9780898717761
 */
import type { Program } from "../program/program.ts";
import { taylor } from "./taylor.ts";

/**
 * The program and its derivative along a direction of the point. The result has one more input, the direction (length
 * of the point), after the others; after the results and outputs of the program come their derivatives, in the
 * same order. `prune` takes away what is not wanted.
 */
export function forward(program: Program): Program {
  return taylor(program, 1);
}
