import type { ArrayGraph } from "../graph/array-graph.ts";
import { type ArrayNode, sizeOf } from "../graph/node.ts";
import { type ArrayRule, type ArrayRules, linear } from "./rule.ts";

/** The derivative of an extreme is that of the first entry, in the order of rows, which has it. */
const extreme: ArrayRule = {
  push: (graph, operation, { shape, operands: [a] }, [tangent]) => {
    if (tangent === undefined) return undefined;
    const order = reducedLast(operation, a);
    const indices = firstExtreme(graph, operation, a, order);
    return graph.reshape(
      graph.gatherAlong(asLines(graph, operation, tangent, order), indices, kept(operation, a)),
      shape,
    );
  },
  pull: (graph, operation, { operands: [a] }, adjoint) => {
    const order = reducedLast(operation, a);
    const lines = asLines(graph, operation, a, order);
    const indices = firstExtreme(graph, operation, a, order);
    const axis = kept(operation, a);
    const spread = graph.scatterAlong(graph.reshape(adjoint, indices.shape), indices, axis, lines.shape[axis]);
    const moved = graph.reshape(
      spread,
      order.map((k) => a.shape[k]),
    );
    return graph.transpose(
      moved,
      order.map((_, k) => order.indexOf(k)),
    );
  },
};

export const reductionRules: ArrayRules<"sum" | "max" | "min" | "cumulative-sum"> = {
  sum: linear(
    (graph, { axes }, a) => graph.sum(a, axes),
    (graph, _operation, adjoint, { operands }) => graph.broadcast(adjoint, operands[0].shape),
  ),
  max: extreme,
  min: extreme,
  "cumulative-sum": linear(
    (graph, { axis, backwards }, a) => graph.cumulativeSum(a, axis, backwards),
    (graph, { axis, backwards }, adjoint) => graph.cumulativeSum(adjoint, axis, !backwards),
  ),
};

function axesOf(operation: ArrayNode["operation"]): readonly number[] {
  return operation.name === "max" || operation.name === "min" ? operation.axes : [];
}

/** The number of axes that stay: that of the axis of lines. */
function kept(operation: ArrayNode["operation"], { shape }: ArrayNode): number {
  return shape.length - axesOf(operation).length;
}

function reducedLast(operation: ArrayNode["operation"], { shape }: ArrayNode): number[] {
  const axes = axesOf(operation);
  return [...shape.keys()].filter((k) => !axes.includes(k)).concat(axes);
}

/** The array with all the reduced axes as one, the last. */
function asLines(graph: ArrayGraph, operation: ArrayNode["operation"], a: ArrayNode, order: number[]): ArrayNode {
  const moved = graph.transpose(a, order);
  const outer = moved.shape.slice(0, kept(operation, a));
  return graph.reshape(moved, [...outer, sizeOf(moved.shape.slice(outer.length))]);
}

function firstExtreme(graph: ArrayGraph, operation: ArrayNode["operation"], a: ArrayNode, order: number[]): ArrayNode {
  const name = operation.name === "max" ? "argmax" : "argmin";
  return graph.argExtreme(name, asLines(graph, operation, a, order), kept(operation, a));
}
