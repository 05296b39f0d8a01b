import { InfimumError, wrongKind } from "../../error.ts";
import { ArrayGraph } from "../graph/array-graph.ts";
import { type ArrayNode, type Entries, type Shape, sizeOf } from "../graph/node.ts";
import { broadcastShape } from "../graph/shape.ts";
import { ReferenceEvaluator } from "../run/reference/reference-evaluator.ts";
import { array, emptyEntries, isNumericArray, type NestedNumbers, type NumericArray } from "../values/numeric-array.ts";
import { TracedArray } from "../values/traced-array.ts";

/** What the functions take: arrays that are traced, and any that are known. */
export type Operand = number | NestedNumbers | Entries | NumericArray | TracedArray;

/** What an array is along which axes. */
export interface AxisOptions {
  /** One axis or several; negative ones count from the last. All of them when left out. */
  readonly axis?: number | readonly number[];
  /** The axes stay, with length 1. */
  readonly keepAxes?: boolean;
}

/** Operands as nodes of one graph. */
export interface Nodes {
  readonly graph: ArrayGraph;
  readonly nodes: readonly ArrayNode[];
}

/**
 * Operands as nodes of one graph, floats of one precision: the highest of those that are arrays of a precision; numbers and lists take that
 * of the others. Integers become floats.
 *
 * @throws InfimumError `not-an-array`, `mixed-traces`
 */
export function floats(operation: string, operands: readonly Operand[]): Nodes {
  const { graph, nodes } = nodesOf(operation, operands);
  const own = nodes.filter((_, k) => !isPlain(operands[k])).map(({ precision }) => precision);
  const single = own.includes("float32") && !own.includes("float64");
  return { graph, nodes: nodes.map((node) => graph.convert(node, single ? "float32" : "float64")) };
}

/** `floats`, broadcast to one shape. @throws InfimumError `shape-mismatch` and what `floats` throws */
export function alike(operation: string, operands: readonly Operand[]): Nodes {
  const { graph, nodes } = floats(operation, operands);
  const shape = broadcastShape(operation, ...nodes.map((node) => node.shape));
  return { graph, nodes: nodes.map((node) => broadcastTo(graph, node, shape)) };
}

/** Operands as nodes of one graph, in the precisions they have; what can be integers of lists is. */
export function nodesOf(operation: string, operands: readonly Operand[]): Nodes {
  const graphs = operands.filter((operand) => operand instanceof TracedArray).map((operand) => operand.graph);
  const tracing = new Set(graphs.filter(({ inputs }) => inputs.length > 0));
  if (tracing.size > 1) {
    throw new InfimumError(
      "mixed-traces",
      `${operation} got arrays of two functions that are traced: give the one array to the other function as data.`,
    );
  }
  const [graph = graphs[0] ?? new ArrayGraph()] = tracing;
  return { graph, nodes: operands.map((operand) => nodeOf(graph, operation, operand)) };
}

/**
 * The indices, as integers.
 *
 * @throws InfimumError `indices-not-integers`
 */
export function indexNode(graph: ArrayGraph, operation: string, indices: Operand): ArrayNode {
  const node = nodeOf(graph, operation, indices);
  if (node.precision === "int32") return node;
  const known = node.operation.name === "constant" ? node.operation.entries : undefined;
  const [numbers] = known ? [known] : node.operation.name === "fill" ? [Float64Array.of(node.operation.value)] : [];
  if (numbers?.every((index) => Number.isInteger(index))) return graph.convert(node, "int32");
  throw new InfimumError(
    "indices-not-integers",
    `${operation} got indices that are ${node.precision} numbers: give whole numbers, in data as an Int32Array.`,
  );
}

/** New axes of length 1 come first, and are repeated like all others of length 1. */
export function broadcastTo(graph: ArrayGraph, node: ArrayNode, shape: Shape): ArrayNode {
  const lengths = [...Array.from({ length: shape.length - node.shape.length }, () => 1), ...node.shape];
  return graph.broadcast(graph.reshape(node, lengths), shape);
}

/**
 * The numbers of an array that depends on nothing that is traced: functions of arrays that are known can be had without
 * differentiating anything.
 *
 * @throws InfimumError `traced` when the array depends on one that is traced
 *
 * @example
 * import { evaluated, matmul } from "infimum/arrays";
 * Array.from(evaluated(matmul([[1, 2], [3, 4]], [1, 1])).entries); // [3, 7]
 */
export function evaluated(a: Operand): NumericArray {
  const { graph, nodes } = nodesOf("evaluated", [a]);
  const [node] = nodes;
  if (graph.inputs.length > 0) {
    throw new InfimumError("traced", `${String(a)} has no numbers yet: they are known when the derivatives are asked.`);
  }
  const evaluator = new ReferenceEvaluator({ inputs: [], outputs: [node] }, "what is run once is not compiled");
  evaluator.run();
  const entries = emptyEntries(node.precision, sizeOf(node.shape));
  evaluator.get(0, entries);
  return { shape: node.shape, precision: node.precision, entries };
}

function nodeOf(graph: ArrayGraph, operation: string, operand: Operand): ArrayNode {
  if (operand instanceof TracedArray)
    return operand.graph === graph ? operand.node : constantOf(graph, evaluated(operand));
  if (isNumericArray(operand)) return constantOf(graph, operand);
  if (typeof operand === "number" || Array.isArray(operand) || isEntries(operand)) {
    return constantOf(graph, array(operand as NestedNumbers));
  }
  throw wrongKind("not-an-array", `an operand of ${operation}`, "a number, numbers, or an array", operand);
}

function constantOf(graph: ArrayGraph, { entries, shape, precision }: NumericArray): ArrayNode {
  const own = emptyEntries(precision, entries.length);
  own.set(entries);
  return graph.constant(own, shape);
}

function isEntries(value: unknown): value is Entries {
  return value instanceof Float64Array || value instanceof Float32Array || value instanceof Int32Array;
}

/** Numbers and lists, which have no precision of their own. */
function isPlain(operand: Operand): boolean {
  return typeof operand === "number" || Array.isArray(operand);
}
