export {
  type BunchKaufmanFactors,
  bunchKaufman,
  bunchKaufmanFactors,
  bunchKaufmanInertia,
  bunchKaufmanSolve,
  type Inertia,
} from "./bunch-kaufman.ts";
export { cholesky, choleskyLogDeterminant, choleskySolve } from "./cholesky.ts";
export {
  bunchKaufmanCondition,
  choleskyCondition,
  inverseOneNorm,
  type SolveInPlace,
  triangularCondition,
} from "./condition.ts";
export { choleskyWithJitter, type JitterOptions } from "./jittered-cholesky.ts";
export { oneNorm, symmetricOneNorm, triangularOneNorm } from "./norms.ts";
export { pivotedCholesky } from "./pivoted-cholesky.ts";
export { applyQ, applyQTransposed, pivotedQr, type QrFactors, qrFactors, qrLeastSquares } from "./pivoted-qr.ts";
export {
  multiply,
  multiplyByTransposed,
  multiplyTransposed,
  multiplyTransposedVector,
  multiplyVector,
} from "./product.ts";
export { type SvdFactors, svd, svdFactors, svdSolve } from "./svd.ts";
export { type EigenWork, eigenWork, symmetricEigen, symmetricEigenvalues } from "./symmetric-eigen.ts";
export { solveLower, solveLowerTransposed, solveUpper, solveUpperTransposed } from "./triangular.ts";
export { solveTriangular } from "./triangular-columns.ts";
export { tridiagonalEigen } from "./tridiagonal-eigen.ts";
export { formTridiagonalizer, tridiagonalize } from "./tridiagonalize.ts";
