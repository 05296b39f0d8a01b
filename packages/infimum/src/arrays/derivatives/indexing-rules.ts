import { type ArrayRules, linear } from "./rule.ts";

export const indexingRules: ArrayRules<"gather" | "scatter" | "gather-along" | "scatter-along"> = {
  gather: linear(
    (graph, { axis }, a, { operands }) => graph.gather(a, operands[1], axis),
    (graph, { axis }, adjoint, { operands: [a, indices] }) => graph.scatter(adjoint, indices, axis, a.shape[axis]),
  ),
  scatter: linear(
    (graph, { axis, length }, a, { operands }) => graph.scatter(a, operands[1], axis, length),
    (graph, { axis }, adjoint, { operands }) => graph.gather(adjoint, operands[1], axis),
  ),
  "gather-along": linear(
    (graph, { axis }, a, { operands }) => graph.gatherAlong(a, operands[1], axis),
    (graph, { axis }, adjoint, { operands: [a, indices] }) => graph.scatterAlong(adjoint, indices, axis, a.shape[axis]),
  ),
  "scatter-along": linear(
    (graph, { axis, length }, a, { operands }) => graph.scatterAlong(a, operands[1], axis, length),
    (graph, { axis }, adjoint, { operands }) => graph.gatherAlong(adjoint, operands[1], axis),
  ),
};
