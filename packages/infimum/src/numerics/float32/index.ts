export { cholesky32 } from "./cholesky.ts";
export {
  multiply32,
  multiplyByTransposed32,
  multiplyTransposed32,
  multiplyTransposedVector32,
  multiplyVector32,
} from "./product.ts";
export { solveTriangular32 } from "./triangular.ts";
export { maxNorm32, move32, scale32 } from "./vector.ts";
