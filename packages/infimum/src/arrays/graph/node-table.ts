import { type ArrayNode, type ArrayOperation, type Entries, type Precision, type Shape, sizeOf } from "./node.ts";

/** Makes nodes: the same operation on the same operands is the same node. */
export class NodeTable {
  readonly #known = new Map<string, ArrayNode>();
  readonly #inputs: ArrayNode[] = [];
  #next = 0;

  /** In their order: what a program of the graph is given. */
  get inputs(): readonly ArrayNode[] {
    return this.#inputs;
  }

  /** One more array that a run is given. */
  input(shape: Shape, precision: Precision): ArrayNode {
    const node = this.#new({ name: "input", index: this.#inputs.length }, [], shape, precision);
    this.#inputs.push(node);
    return node;
  }

  /** An array that is known now; the entries are kept as they are, and must not change. */
  constant(entries: Entries, shape: Shape): ArrayNode {
    const precision = precisionOf(entries);
    const [first = 0] = entries;
    if (entries.every((entry) => Object.is(entry, first))) return this.fill(first, shape, precision);
    return this.#new({ name: "constant", entries }, [], shape, precision);
  }

  /** One number everywhere, rounded to the precision. */
  fill(value: number, shape: Shape, precision: Precision): ArrayNode {
    const rounded = sizeOf(shape) === 0 ? 0 : roundedTo(precision, value);
    return this.make({ name: "fill", value: rounded }, [], shape, precision);
  }

  protected make(
    operation: ArrayOperation,
    operands: readonly ArrayNode[],
    shape: Shape,
    precision: Precision,
  ): ArrayNode {
    const key = `${keyOf(operation)} ${operands.map(({ id }) => id).join()} ${shape.join()} ${precision}`;
    let node = this.#known.get(key);
    if (node === undefined) {
      node = this.#new(operation, operands, shape, precision);
      this.#known.set(key, node);
    }
    return node;
  }

  #new(operation: ArrayOperation, operands: readonly ArrayNode[], shape: Shape, precision: Precision): ArrayNode {
    return { id: this.#next++, operation, operands, shape: [...shape], precision };
  }
}

/** JSON has neither NaN nor infinities nor -0. */
function keyOf(operation: ArrayOperation): string {
  if (operation.name !== "fill") return JSON.stringify(operation);
  return `fill ${Object.is(operation.value, -0) ? "-0" : operation.value}`;
}

export function precisionOf(entries: Entries): Precision {
  if (entries instanceof Float64Array) return "float64";
  return entries instanceof Float32Array ? "float32" : "int32";
}

export function roundedTo(precision: Precision, value: number): number {
  if (precision === "float64") return value;
  return precision === "float32" ? Math.fround(value) : value | 0;
}

/** The number that stands everywhere, of a fill. */
export function fillOf({ operation }: ArrayNode): number | undefined {
  return operation.name === "fill" ? operation.value : undefined;
}
