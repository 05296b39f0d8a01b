import { InfimumError } from "../../error.ts";
import { describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { nodesOf, type Operand } from "./operands.ts";

/**
 * The array with zeros around it.
 *
 * @param amounts for each axis how many before and how many after
 * @throws InfimumError `shape-mismatch` when these are not pairs of whole numbers, one for each axis
 *
 * @example
 * import { evaluated, pad } from "infimum/arrays";
 * Array.from(evaluated(pad([1, 2], [[1, 2]])).entries); // [0, 1, 2, 0, 0]
 */
export function pad(a: Operand, amounts: readonly (readonly [before: number, after: number])[]): TracedArray {
  const { graph, nodes } = nodesOf("pad", [a]);
  const { shape } = nodes[0];
  if (amounts.length !== shape.length || !amounts.flat().every((amount) => Number.isInteger(amount) && amount >= 0)) {
    throw new InfimumError(
      "shape-mismatch",
      `pad got an array of shape ${describeShape(shape)} and the amounts ${JSON.stringify(amounts)}: give [before, after] for each axis, whole numbers from 0 on.`,
    );
  }
  const padded = graph.pad(
    nodes[0],
    amounts.map(([before]) => before),
    shape.map(() => 1),
    shape.map((length, k) => amounts[k][0] + length + amounts[k][1]),
  );
  return new TracedArray(graph, padded);
}
