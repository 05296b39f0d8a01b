/**
 * Products, factorizations and solves, in operations on whole matrices, so that second derivatives follow.
 *
 * @reference I. Murray, 2016, Differentiation of the Cholesky decomposition, arXiv:1602.07527
 * @reference M. B. Giles, 2008, Collected matrix derivative results for forward and reverse mode algorithmic differentiation,
 *   10.1007/978-3-540-68942-3_4
 */
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode } from "../graph/node.ts";
import { halvedTriangleOf, triangleOf } from "../graph/triangles.ts";
import { type ArrayRules, total } from "./rule.ts";

export const matrixRules: ArrayRules<"product" | "cholesky" | "solve-triangular"> = {
  product: {
    push: (graph, _operation, { operands: [a, b] }, [left, right]) =>
      total(graph, [left && graph.product(left, b), right && graph.product(a, right)]),
    pull: (graph, _operation, { operands: [a, b] }, adjoint, k) =>
      k === 0 ? graph.product(adjoint, graph.transposeMatrices(b)) : graph.product(graph.transposeMatrices(a), adjoint),
  },
  // the factor of what the lower triangle says: dL = L half(L^-1 dA L^-T), half() the lower triangle with half the diagonal
  cholesky: {
    push: (graph, _operation, factor, [tangent]) => {
      if (tangent === undefined) return undefined;
      const below = graph.transposeMatrices(triangleOf(graph, tangent, "lower", -1));
      const symmetric = graph.binary("add", triangleOf(graph, tangent, "lower"), below);
      const once = graph.transposeMatrices(graph.solveTriangular(factor, symmetric, "lower", false));
      const twice = graph.solveTriangular(factor, once, "lower", false);
      return graph.product(factor, halvedTriangleOf(graph, twice));
    },
    pull: (graph, _operation, factor, adjoint) => {
      const inner = halvedTriangleOf(graph, graph.product(graph.transposeMatrices(factor), adjoint));
      const once = graph.transposeMatrices(graph.solveTriangular(factor, inner, "lower", true));
      const twice = graph.solveTriangular(factor, once, "lower", true);
      return halvedTriangleOf(graph, graph.binary("add", twice, graph.transposeMatrices(twice)));
    },
  },
  "solve-triangular": {
    push: (graph, { triangle, transposed }, node, [triangles, b]) => {
      const change = triangles && graph.unary("neg", graph.product(operated(triangles), node));
      const right = total(graph, [b, change]);
      return right && graph.solveTriangular(node.operands[0], right, triangle, transposed);

      function operated(tangent: ArrayNode): ArrayNode {
        const part = triangleOf(graph, tangent, triangle);
        return transposed ? graph.transposeMatrices(part) : part;
      }
    },
    pull: (graph, { triangle, transposed }, node, adjoint, k) => {
      const right = graph.solveTriangular(node.operands[0], adjoint, triangle, !transposed);
      if (k === 1) return right;
      const outer = transposed ? outerProducts(graph, node, right) : outerProducts(graph, right, node);
      return graph.unary("neg", triangleOf(graph, outer, triangle));
    },
  },
};

/** a b^T. */
function outerProducts(graph: ArrayGraph, a: ArrayNode, b: ArrayNode): ArrayNode {
  return graph.product(a, graph.transposeMatrices(b));
}
