import type { Shape } from "../graph/node.ts";
import { type ArrayRules, linear, zerosLike } from "./rule.ts";

export const movementRules: ArrayRules<"broadcast" | "reshape" | "transpose" | "slice" | "pad" | "concatenate"> = {
  broadcast: linear(
    (graph, _operation, a, { shape }) => graph.broadcast(a, shape),
    (graph, _operation, adjoint, { shape, operands }) => graph.sum(adjoint, repeatedAxes(operands[0].shape, shape)),
  ),
  reshape: linear(
    (graph, _operation, a, { shape }) => graph.reshape(a, shape),
    (graph, _operation, adjoint, { operands }) => graph.reshape(adjoint, operands[0].shape),
  ),
  transpose: linear(
    (graph, { order }, a) => graph.transpose(a, order),
    (graph, { order }, adjoint) =>
      graph.transpose(
        adjoint,
        order.map((_, axis) => order.indexOf(axis)),
      ),
  ),
  slice: linear(
    (graph, { starts, steps }, a, { shape }) => graph.slice(a, starts, steps, shape),
    (graph, { starts, steps }, adjoint, { operands }) => graph.pad(adjoint, starts, steps, operands[0].shape),
  ),
  pad: linear(
    (graph, { starts, steps }, a, { shape }) => graph.pad(a, starts, steps, shape),
    (graph, { starts, steps }, adjoint, { operands }) => graph.slice(adjoint, starts, steps, operands[0].shape),
  ),
  concatenate: {
    push: (graph, { axis }, { operands }, tangents) => {
      if (tangents.every((tangent) => tangent === undefined)) return undefined;
      return graph.concatenate(
        operands.map((operand, k) => tangents[k] ?? zerosLike(graph, operand)),
        axis,
      );
    },
    pull: (graph, { axis }, { operands }, adjoint, k) => {
      const { shape } = operands[k];
      const before = operands.slice(0, k).reduce((sum, operand) => sum + operand.shape[axis], 0);
      const starts = shape.map((_, axisOfPart) => (axisOfPart === axis ? before : 0));
      return graph.slice(
        adjoint,
        starts,
        shape.map(() => 1),
        shape,
      );
    },
  },
};

/** The axes along which a broadcast repeats. */
export function repeatedAxes(from: Shape, to: Shape): number[] {
  return to.flatMap((length, axis) => (from[axis] === length ? [] : [axis]));
}
