import { type ArrayRules, linear } from "./rule.ts";

export const windowRules: ArrayRules<"windows" | "fold"> = {
  windows: linear(
    (graph, { vertical, horizontal }, a) => graph.windows(a, vertical, horizontal),
    (graph, { vertical, horizontal }, adjoint, { operands: [{ shape }] }) =>
      graph.fold(adjoint, vertical, horizontal, shape[1], shape[2]),
  ),
  fold: linear(
    (graph, { vertical, horizontal }, a, { shape }) => graph.fold(a, vertical, horizontal, shape[1], shape[2]),
    (graph, { vertical, horizontal }, adjoint) => graph.windows(adjoint, vertical, horizontal),
  ),
};
