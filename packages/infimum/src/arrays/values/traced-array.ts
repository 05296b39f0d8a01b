import { InfimumError } from "../../error.ts";
import type { ArrayGraph } from "../graph/array-graph.ts";
import type { ArrayNode, Precision, Shape } from "../graph/node.ts";
import { describeShape } from "../graph/shape.ts";

/**
 * An array while a function is traced: its shape is known, its numbers are not. The functions of `infimum/arrays` take it and
 * give others.
 */
export class TracedArray {
  readonly graph: ArrayGraph;
  readonly node: ArrayNode;

  constructor(graph: ArrayGraph, node: ArrayNode) {
    this.graph = graph;
    this.node = node;
  }

  get shape(): Shape {
    return this.node.shape;
  }

  get precision(): Precision {
    return this.node.precision;
  }

  toString(): string {
    return `a traced array of shape ${describeShape(this.shape)}`;
  }

  /** What a + b or a < b would ask for. @throws InfimumError `traced` */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === "string") return this.toString();
    throw new InfimumError(
      "traced",
      `${this.toString()} has no numbers yet: use the functions of infimum/arrays instead of operators, as add(a, b) or where(less(a, b), x, y).`,
    );
  }
}
