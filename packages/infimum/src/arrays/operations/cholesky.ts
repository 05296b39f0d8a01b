import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { TracedArray } from "../values/traced-array.ts";
import { multiply } from "./arithmetic.ts";
import { diagonal } from "./diagonal.ts";
import { log } from "./functions.ts";
import { floats, type Operand } from "./operands.ts";
import { sum } from "./reductions.ts";
import { requireSquare } from "./square-matrices.ts";
import { systems } from "./triangular-solve.ts";

/**
 * The lower triangular L with L L^T = A, of symmetric positive definite matrices (the last two axes); NaN for others. Costs n^3 / 3.
 *
 * It is a function of the symmetric part, (A + A^T) / 2, so that derivatives are symmetric too.
 *
 * @throws InfimumError `not-matrices`
 * @reference I. Murray, 2016, Differentiation of the Cholesky decomposition, arXiv:1602.07527
 *
 * @example
 * import { cholesky, evaluated } from "infimum/arrays";
 * Array.from(evaluated(cholesky([[4, 2], [2, 10]])).entries); // [2, 0, 1, 3]
 */
export function cholesky(a: Operand): TracedArray {
  const { graph, nodes } = floats("cholesky", [a]);
  return new TracedArray(graph, factorOf("cholesky", graph, nodes[0]));
}

/**
 * log(det(A)) of symmetric positive definite matrices (the last two axes), by their Cholesky factors: NaN for others, whatever their
 * determinant. See `cholesky`.
 *
 * @throws InfimumError `not-matrices`
 */
export function logDeterminant(a: Operand): TracedArray {
  return multiply(2, sum(log(diagonal(cholesky(a))), { axis: -1 }));
}

/**
 * x in A x = b for symmetric positive definite A (its symmetric part; see `cholesky`): one factorization, n^3 / 3, and 2 n^2 for each column of b.
 *
 * @param b a vector of n, or a matrix whose columns are solved for
 * @throws InfimumError `not-matrices`, `shape-mismatch`
 *
 * @example
 * import { evaluated, solvePositiveDefinite } from "infimum/arrays";
 * Array.from(evaluated(solvePositiveDefinite([[4, 2], [2, 10]], [8, 22])).entries); // [1, 2]
 */
export function solvePositiveDefinite(a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = floats("solvePositiveDefinite", [a, b]);
  const factor = factorOf("solvePositiveDefinite", graph, nodes[0]);
  const { left, right, finish } = systems("solvePositiveDefinite", graph, factor, nodes[1]);
  const once = graph.solveTriangular(left, right, "lower", false);
  return finish(graph.solveTriangular(left, once, "lower", true));
}

function factorOf(operation: string, graph: ArrayGraph, a: ArrayNode): ArrayNode {
  const doubled = graph.binary("add", requireSquare(operation, a), graph.transposeMatrices(a));
  return graph.cholesky(graph.binary("mul", doubled, graph.fill(0.5, doubled.shape, doubled.precision)));
}
