import { InfimumError } from "../error.ts";
import type { FeasibleSet } from "../problem/terms.ts";
import { projectOntoSimplex, type SimplexWork, simplexWork } from "./simplex-projection.ts";

/**
 * The simplex x >= 0, sum(x) = total: probabilities, mixture weights, portfolios.
 *
 * The projection is exact up to rounding and costs O(n) in practice; the linear minimizer is a vertex. `violation` is
 * the larger of the most negative entry and the error of the sum, which is taken relative to a total above 1.
 *
 * @param total positive; 1 when left out
 * @throws InfimumError `bad-total`
 * @reference L. Condat (2016), Fast Projection onto the Simplex and the l1 Ball, doi:10.1007/s10107-015-0946-6
 */
export function simplex(total = 1): FeasibleSet {
  if (typeof total !== "number" || !(total > 0 && total < Infinity)) {
    throw new InfimumError("bad-total", `the total of simplex is ${String(total)}: give a positive finite number.`);
  }
  // work space of this set; nothing in it outlives a call
  let work: SimplexWork = simplexWork(0);
  return {
    name: "simplex",
    project(x, out) {
      if (work.active.length < x.length) work = simplexWork(x.length);
      projectOntoSimplex(x, total, out, work);
    },
    linearMinimizer(g, out) {
      let best = 0;
      for (let i = 1; i < g.length; i++) if (g[i] < g[best]) best = i;
      out.fill(0);
      out[best] = total;
    },
    violation(x) {
      let sum = 0;
      let mostNegative = 0;
      for (let i = 0; i < x.length; i++) {
        sum += x[i];
        mostNegative = Math.max(mostNegative, -x[i]);
      }
      return Math.max(mostNegative, Math.abs(sum - total) / Math.max(total, 1));
    },
  };
}
