import type { View } from "../../problem/view.ts";
import { clipped } from "../../problem/wrappers/room.ts";

/** The problem, asked at the nearest point within its bounds: for points that only rounding carries out of them. */
export function keptWithinBounds(problem: View<"gradient">): View<"gradient"> {
  if (!problem.lower && !problem.upper) return problem;
  return {
    ...problem,
    gradient: (x, out) => {
      for (let i = 0; i < x.length; i++) x[i] = clipped(problem, x[i], i);
      return problem.gradient(x, out);
    },
  };
}
