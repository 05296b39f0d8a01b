import { cmaEs, type Method, nelderMead, randomSearch, sobolSearch } from "infimum";

/** A method as the suite runs it. */
export interface BbobMethod {
  readonly name: string;
  readonly method: Method;
  /** True for those that sample the box or restart in it; the others start at x0 and have no bounds. */
  readonly withinBox: boolean;
}

/** The first standard deviation that the evolution strategies of the published runs have: a fifth of the box's width. */
const stepSize = 2;

export const bbobMethods: readonly BbobMethod[] = [
  { name: "cma-es", method: cmaEs({ stepSize }), withinBox: false },
  { name: "cma-es-bipop", method: cmaEs({ stepSize, restarts: "bipop" }), withinBox: false },
  { name: "cma-es-ipop", method: cmaEs({ stepSize, restarts: "ipop" }), withinBox: false },
  { name: "nelder-mead", method: nelderMead, withinBox: false },
  { name: "random-search", method: randomSearch, withinBox: true },
  { name: "sobol-search", method: sobolSearch, withinBox: true },
];
