import { identifiability } from "../certify/identifiability.ts";
import type { Evidence } from "../fit/evidence.ts";
import { qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import { maxNorm, norm, type Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";

/** Why to believe that a point is a root, or why it is none. */
export interface RootJudgement {
  readonly kind: "root";
  readonly holds: boolean;
  /** The largest entry of f. */
  readonly residual: number;
  /** How far Newton's step goes from here, relative to x: about the error of x. Infinity where the Jacobian is singular. */
  readonly relativeError: number;
  readonly tolerance: number;
  /** Of the Jacobian. */
  readonly rank: number;
  /** Estimated, with columns of length 1; Infinity below full rank. */
  readonly condition: number;
  /** Unknowns that the equations do not determine, to first order. */
  readonly undetermined: readonly string[];
  readonly text: string;
}

const defaultTolerance = 1e-8;

/** Equations hold to about this part of the terms they are sums of. */
const roundingOfTerms = 64 * Number.EPSILON;

/** Judges a point by the Newton step from it, or where there is none by the rounding of the equations. */
export function judgeRoot(
  { layout, lower, upper }: Problem,
  evidence: Evidence | undefined,
  tolerance: number = defaultTolerance,
): RootJudgement {
  const none = { kind: "root", tolerance, rank: 0, condition: Infinity, undetermined: [] } as const;
  if (evidence === undefined) {
    const text = "no root: the equations or their Jacobian are not finite at the end";
    return { ...none, holds: false, residual: NaN, relativeError: Infinity, text };
  }
  const { x, residuals, jacobian } = evidence;
  const n = x.length;
  const found = identifiability(
    jacobian,
    n,
    x,
    Array.from(x, (_, j) => j),
  );
  const { rank, condition } = found;
  const undetermined = found.unidentified.map((j) => layout.names[j]);
  const residual = maxNorm(residuals);
  const relativeError = rank < n ? Infinity : newtonSize(found, residuals, x);
  const vanishes = residual <= roundingOfTerms * largestTerm(jacobian, x);
  const holds = relativeError <= tolerance || vanishes;
  const common = { kind: "root", holds, residual, relativeError, tolerance, rank, condition, undetermined } as const;
  if (holds) {
    const error =
      rank < n
        ? `the equations hold to rounding, and leave ${undetermined.join(", ")} undetermined to first order`
        : `relative error about ${relativeError.toPrecision(3)}`;
    return { ...common, text: `root: largest entry ${residual.toPrecision(3)}, ${error}` };
  }
  const atBound = x.some((entry, j) => entry === lower?.[j] || entry === upper?.[j]);
  const why =
    rank < n
      ? `the Jacobian is singular here (rank ${rank} of ${n}: ${undetermined.join(", ")}), and |f| = ${norm(residuals).toPrecision(3)} is least nearby: start elsewhere`
      : atBound
        ? "bounds hold the search: widen them, or start elsewhere"
        : `Newton's step would still change x by ${relativeError.toPrecision(3)} of its size: start nearer, or give more budget`;
  return { ...common, text: `no root: largest entry ${residual.toPrecision(3)}; ${why}` };
}

/** The largest of |step_j| / max(|x_j|, size of x). */
function newtonSize(
  { factors, free, lengths }: ReturnType<typeof identifiability>,
  residuals: Vector,
  x: Vector,
): number {
  const step = new Float64Array(x.length);
  qrLeastSquares(factors, residuals, step);
  const size = maxNorm(x) || 1;
  return free.reduce(
    (largest, j, c) => Math.max(largest, Math.abs(step[c]) / lengths[c] / (Math.abs(x[j]) || size)),
    0,
  );
}

function largestTerm(jacobian: Vector, x: Vector): number {
  const n = x.length;
  let largest = 0;
  for (let k = 0; k < jacobian.length; k++) {
    largest = Math.max(largest, Math.abs(jacobian[k]) * Math.max(1, Math.abs(x[Math.floor(k / n)])));
  }
  return largest;
}
