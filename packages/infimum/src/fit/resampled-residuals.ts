import { pivotedQr, qrFactors, qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import type { Vector } from "../numerics/vector.ts";
import { evidenceAt } from "./evidence.ts";
import type { Refits } from "./fit-run.ts";
import type { ResampledModel } from "./resampled-newton.ts";

/** Residuals as samples, with the Gauss-Newton step of those that are drawn, each as often as it is drawn. */
export function resampledResiduals({ problem }: Refits): ResampledModel {
  const m = problem.residuals!.count;
  const n = problem.dimension;
  const { loss } = problem.residuals!;
  return {
    samples: m,
    newtonStep: (x, drawn, out) => {
      const rows = drawn.length;
      const there = evidenceAt(problem, x);
      if (there === undefined) return false;
      const factors = qrFactors(rows, n);
      const right: Vector = new Float64Array(rows);
      for (const [i, row] of drawn.entries()) {
        const residual = there.residuals[row];
        const weight = loss ? Math.sqrt(loss.slope(residual ** 2, loss.parameters)) : 1;
        right[i] = weight * residual;
        for (let j = 0; j < n; j++) factors.factor[i + j * rows] = weight * there.jacobian[row + j * m];
      }
      if (pivotedQr(factors.factor, factors) < n) return false;
      qrLeastSquares(factors, right, out);
      return true;
    },
  };
}
