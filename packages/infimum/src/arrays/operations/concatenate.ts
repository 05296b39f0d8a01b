import { InfimumError } from "../../error.ts";
import { axisOf, describeShape, sameShape, withLength } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { floats, type Operand } from "./operands.ts";

/**
 * Arrays one after the other along an axis, the first unless said; on all others they have one length.
 *
 * @throws InfimumError `shape-mismatch`, `bad-axis`, `no-entries` for an empty list
 *
 * @example
 * import { concatenate, evaluated } from "infimum/arrays";
 * Array.from(evaluated(concatenate([[[1], [2]], [[3], [4]]], { axis: 1 })).entries); // [1, 3, 2, 4]
 */
export function concatenate(list: readonly Operand[], { axis = 0 }: { readonly axis?: number } = {}): TracedArray {
  requireSome("concatenate", list);
  const { graph, nodes } = floats("concatenate", list);
  const [{ shape }] = nodes;
  const along = axisOf("concatenate", axis, shape);
  for (const node of nodes) {
    if (
      node.shape.length !== shape.length ||
      !sameShape(withLength(node.shape, along, 0), withLength(shape, along, 0))
    ) {
      throw new InfimumError(
        "shape-mismatch",
        `concatenate got arrays of shapes ${describeShape(shape)} and ${describeShape(node.shape)}: they may differ along axis ${along} only.`,
      );
    }
  }
  return new TracedArray(graph, graph.concatenate(nodes, along));
}

/**
 * Arrays of one shape along a new axis, which becomes the first unless said.
 *
 * @throws InfimumError `shape-mismatch`, `bad-axis`, `no-entries` for an empty list
 */
export function stack(list: readonly Operand[], { axis = 0 }: { readonly axis?: number } = {}): TracedArray {
  requireSome("stack", list);
  const { graph, nodes } = floats("stack", list);
  const [{ shape }] = nodes;
  const along = axisOf("stack", axis, [...shape, 1]);
  const layers = nodes.map((node) => {
    if (sameShape(node.shape, shape)) return graph.reshape(node, node.shape.toSpliced(along, 0, 1));
    throw new InfimumError(
      "shape-mismatch",
      `stack got arrays of shapes ${describeShape(shape)} and ${describeShape(node.shape)}: give arrays of one shape.`,
    );
  });
  return new TracedArray(graph, graph.concatenate(layers, along));
}

function requireSome(operation: string, list: readonly Operand[]): void {
  if (list.length > 0) return;
  throw new InfimumError("no-entries", `${operation} got no arrays: give at least one.`);
}
