/**
 * Arrays that are traced: functions of arrays, written with the functions of this module, are differentiated exactly, in both
 * directions and again, and run as one program.
 */
export type { ArrayDerivatives, DifferentiateArraysOptions, Layer } from "./differentiate/array-derivatives.ts";
export { differentiateArrays } from "./differentiate/differentiate-arrays.ts";
export { type ArrayObjective, overArrays } from "./differentiate/over-arrays.ts";
export type { ArrayLeaf, ArrayTree, LikeTree, TracedTree } from "./differentiate/tree.ts";
export type { Entries, Precision, Shape } from "./graph/node.ts";
export { relu, sigmoid, softplus } from "./operations/activations.ts";
export {
  add,
  clip,
  divide,
  maximum,
  minimum,
  multiply,
  negative,
  power,
  square,
  subtract,
} from "./operations/arithmetic.ts";
export { cholesky, logDeterminant, solvePositiveDefinite } from "./operations/cholesky.ts";
export { equal, greater, greaterEqual, less, lessEqual, where } from "./operations/comparisons.ts";
export { concatenate, stack } from "./operations/concatenate.ts";
export { type ConvolutionOptions, convolution } from "./operations/convolution.ts";
export { crossEntropy } from "./operations/cross-entropy.ts";
export { diagonal, trace, triangle } from "./operations/diagonal.ts";
export { elementwise } from "./operations/elementwise.ts";
export { abs, cos, exp, expm1, log, log1p, sign, sin, sqrt, tanh } from "./operations/functions.ts";
export { argmax, argmin, gather, oneHot, scatterAdd, takeAlong } from "./operations/indexing.ts";
export { norm } from "./operations/norm.ts";
export { type AxisOptions, evaluated, type Operand } from "./operations/operands.ts";
export { pad } from "./operations/pad.ts";
export { dot, matmul, outer } from "./operations/products.ts";
export { max, mean, min, sum, variance } from "./operations/reductions.ts";
export { reshape } from "./operations/reshape.ts";
export { flip, type Range, slice } from "./operations/slice.ts";
export { logSoftmax, logSumExp, softmax } from "./operations/softmax.ts";
export { argsort, cumulativeSum, sort } from "./operations/sort.ts";
export { stopGradient } from "./operations/stop-gradient.ts";
export { type EstimatorOptions, reinMax, straightThrough } from "./operations/straight-through.ts";
export { transpose } from "./operations/transpose.ts";
export { type TriangularSolveOptions, triangularSolve } from "./operations/triangular-solve.ts";
export {
  type ArrayOptions,
  array,
  fill,
  type NestedNumbers,
  type NumericArray,
  ones,
  zeros,
} from "./values/numeric-array.ts";
export { TracedArray } from "./values/traced-array.ts";
