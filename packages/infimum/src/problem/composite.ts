import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Operators } from "./oracles.ts";
import type { Problem } from "./problem.ts";

/** True when the problem is more than its smooth objective within bounds. */
export function isComposite(problem: Problem): boolean {
  return problem.terms.length > 0 || problem.within !== undefined;
}

/** True when all that is added to the objective has derivatives too, so that the sum is as smooth as the objective. */
export function hasSmoothTerms(problem: Problem): boolean {
  return (
    problem.within === undefined &&
    problem.terms.every((term) => term.addGradient !== undefined && term.addHessianVector !== undefined)
  );
}

/**
 * The proximal map of everything beside the objective: terms, set and bounds together.
 *
 * One term or set has its own map; bounds join any separable term by clipping, since in one variable the proximal
 * point of a convex function on an interval is the clipped proximal point. Other combinations have no known map.
 *
 * @throws InfimumError `no-joint-proximal-map`
 */
export function proximalMap(problem: Problem): Operators["proximal"] {
  const { terms, within, lower, upper } = problem;
  for (const part of within ? [...terms, within] : terms) part.check?.(problem.dimension);
  const bounded = lower !== undefined && upper !== undefined;
  if (terms.length > 1 || (within !== undefined && (terms.length > 0 || bounded))) {
    const parts = [...terms.map((term) => term.name), ...(within ? [within.name] : []), ...(bounded ? ["bounds"] : [])];
    throw new InfimumError(
      "no-joint-proximal-map",
      `${parts.join(" and ")} together have no known proximal map: keep one of them, and put smooth terms into the objective.`,
    );
  }
  if (within !== undefined) {
    return (x, _stepSize, out) => {
      within.project(x, out);
      return 0;
    };
  }
  const term = terms[0];
  const clip = (out: Vector): void => {
    for (let i = 0; i < out.length; i++) out[i] = Math.min(upper![i], Math.max(lower![i], out[i]));
  };
  if (term === undefined) {
    return (x, _stepSize, out) => {
      out.set(x);
      if (bounded) clip(out);
      return 0;
    };
  }
  if (!bounded) return term.proximal;
  if (!term.separable) {
    throw new InfimumError(
      "no-joint-proximal-map",
      `${term.name} and bounds together have no known proximal map: use a separable term, or drop the bounds.`,
    );
  }
  return (x, stepSize, out) => {
    term.proximal(x, stepSize, out);
    clip(out);
    return term.value(out);
  };
}

/** The nearest point within the set or the bounds; undefined where terms or nothing stand instead. */
export function projection(problem: Problem): Operators["project"] | undefined {
  if (problem.terms.length > 0 || (problem.within === undefined && problem.lower === undefined)) return undefined;
  const map = proximalMap(problem);
  return (x, out) => void map(x, 1, out);
}
