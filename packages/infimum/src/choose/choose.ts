import { denseHessianDimension, type HessianFacts, hessianLayout } from "../methods/parts/hessian-layout.ts";
import { hasSmoothTerms, isComposite } from "../problem/composite.ts";
import type { Problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { type Choice, chooseListed } from "./choose-listed.ts";
import { hasGradient, isBlackBox } from "./offers.ts";

/** Up to this many variables a dense n x n approximation is cheap beside almost any objective. */
const denseDimension = 50;

/** A sparse Hessian of so many products costs about what a quasi-Newton method saves by it. */
const mostProducts = 12;

/** Entries of a row within the envelope, on average: a factorization then takes at most some thousand operations a variable. */
const widestRow = 64;

/** Up to so many products a dense Jacobian is factored in about a second. */
const denseProducts = 1e8;

/**
 * Picks a method for a problem among those that are listed: by what the problem declares, its size and its terms.
 *
 * @throws InfimumError `no-method` when none of the listed methods serves the problem
 */
export function choose(problem: Problem, methods: ReadonlyMap<string, Method>): Choice {
  for (const { name, when, because } of preferences) {
    const method = methods.get(name);
    if (method && when(problem)) return { method, explanation: because(problem) };
  }
  return chooseListed(withDerivedHessian(problem), methods);
}

/** Where there are gradients there are Hessians, by products: lean equipment, which shares `chooseListed`, has none. */
function withDerivedHessian(problem: Problem): Problem {
  if (!hasGradient(problem)) return problem;
  return { ...problem, oracles: new Set([...problem.oracles, "hessian"]) };
}

interface Preference {
  readonly name: string;
  readonly when: (problem: Problem) => boolean;
  readonly because: (problem: Problem) => string;
}

const dimensions = (problem: Problem) => `${problem.dimension} variable${problem.dimension === 1 ? "" : "s"}`;

function blackBox(problem: Problem): string {
  const levels = problem.coordinates.filter(({ kind }) => kind !== "continuous").length;
  const among = levels === 0 ? "" : `, ${levels} of them integers or choices`;
  return `a black box with ${dimensions(problem)}${among}`;
}

/** Best first. */
const preferences: readonly Preference[] = [
  {
    name: "adam",
    when: (problem) => problem.oracles.has("sampledGradient") && !problem.oracles.has("value"),
    because: () => "the problem declares gradients of samples only",
  },
  {
    name: "proximal-gradient",
    when: (problem) => isComposite(problem) && !hasSmoothTerms(problem) && hasGradient(problem),
    because: (problem) =>
      `the objective is smooth plus ${[...problem.terms, ...(problem.within ? [problem.within] : [])].map(({ name }) => name).join(" and ")}`,
  },
  {
    name: "inexact-levenberg-marquardt",
    when: (problem) => isSumOfSquares(problem) && problem.dimension ** 2 * problem.residuals!.count > denseProducts,
    because: (problem) =>
      `a sum of ${problem.residuals!.count} squares, ${dimensions(problem)}: too many for a dense Jacobian`,
  },
  {
    name: "levenberg-marquardt",
    when: isSumOfSquares,
    because: (problem) => `a sum of ${problem.residuals!.count} squares, ${dimensions(problem)}`,
  },
  {
    name: "newton-bfgs",
    when: (problem) => isSmooth(problem) && hasCheapHessian(problem),
    because: (problem) => {
      const { products } = hessianLayout(problemFacts(problem));
      return `smooth, ${dimensions(problem)}, and a Hessian takes only ${products} product${products === 1 ? "" : "s"}`;
    },
  },
  {
    name: "l-bfgs-b",
    when: (problem) => isSmooth(problem) && problem.lower !== undefined,
    because: (problem) => `smooth, ${dimensions(problem)}, and bounds`,
  },
  {
    name: "newton-trust-region",
    when: (problem) => isSmooth(problem) && givesCurvature(problem) && problem.lower === undefined,
    because: () => "second derivatives are given",
  },
  {
    name: "bfgs",
    when: (problem) => isSmooth(problem) && problem.dimension <= denseDimension,
    because: (problem) => `smooth, ${dimensions(problem)}, so a dense quasi-Newton matrix is cheap`,
  },
  {
    name: "l-bfgs",
    when: isSmooth,
    because: (problem) => `smooth, ${dimensions(problem)}: too many for a dense matrix, or what is listed`,
  },
  {
    name: "cma-es",
    when: (problem) => isBlackBox(problem) && problem.within === undefined,
    because: blackBox,
  },
  {
    name: "nelder-mead",
    when: (problem) => isBlackBox(problem) && problem.within === undefined,
    because: blackBox,
  },
];

function isSmooth(problem: Problem): boolean {
  return (
    hasGradient(problem) &&
    problem.within === undefined &&
    problem.terms.every((term) => term.addGradient !== undefined)
  );
}

function isSumOfSquares({ residuals, oracles, derivatives, terms, within }: Problem): boolean {
  const hasDerivatives = oracles.has("jacobian") || derivatives !== "none";
  return residuals !== undefined && hasDerivatives && terms.length === 0 && within === undefined;
}

function givesCurvature({ functions }: Problem): boolean {
  return functions.hessian !== undefined || functions.hessianVector !== undefined;
}

/** Second derivatives in few products, and quick to factor: of few variables, or where the pattern says so. */
function hasCheapHessian(problem: Problem): boolean {
  if (!problem.oracles.has("hessianVector")) return false;
  const { dimension } = problem;
  if (dimension <= denseHessianDimension) return true;
  const pattern = problem.operators.hessianPattern?.();
  // a full pattern is not worth the time that coloring it takes
  if (pattern === undefined || pattern.rows.length > widestRow * dimension) return false;
  const { products, shape } = hessianLayout(problemFacts(problem));
  return products <= mostProducts && shape.rowStarts[dimension] <= widestRow * dimension;
}

function problemFacts({ dimension, operators }: Problem): HessianFacts {
  return { dimension, hessianPattern: operators.hessianPattern };
}
