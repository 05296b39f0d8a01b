import { Obstacle } from "../autodiff/read/obstacle.ts";
import { InfimumError } from "../error.ts";
import type { Problem } from "../problem/problem.ts";

export const wrappedBefore = new Obstacle(
  "the problem was wrapped before its objective was read",
  "give gradient(x, out), or leave the wrapping to minimize",
);

/** The problem with the reason why it was not read. @throws InfimumError `derivatives-not-exact` */
export function refused(problem: Problem, { sentence }: Obstacle): Problem {
  if (problem.derivatives !== "exact") return { ...problem, unread: sentence };
  throw new InfimumError(
    "derivatives-not-exact",
    `derivatives: "exact" is asked, and the function cannot be read: ${sentence}.`,
  );
}
