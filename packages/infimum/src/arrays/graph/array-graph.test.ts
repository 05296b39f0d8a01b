import { expect, test } from "vitest";
import { ReferenceEvaluator } from "../run/reference/reference-evaluator.ts";
import { ArrayGraph } from "./array-graph.ts";
import type { ArrayNode, Shape } from "./node.ts";
import { reachable } from "./reachable.ts";

function graphWith(...shapes: Shape[]): { graph: ArrayGraph; inputs: ArrayNode[] } {
  const graph = new ArrayGraph();
  return { graph, inputs: shapes.map((shape) => graph.input(shape, "float64")) };
}

/** How many operations an array takes, what is given not counted. */
function cost(node: ArrayNode): number {
  return reachable([node]).filter(({ operation }) => !["input", "fill", "constant"].includes(operation.name)).length;
}

test("the same operation on the same operands is the same node, whatever the order where that does not matter", () => {
  const { graph, inputs } = graphWith([2], [2]);
  const [a, b] = inputs;
  expect(graph.binary("add", a, b)).toBe(graph.binary("add", b, a));
  expect(graph.binary("sub", a, b)).not.toBe(graph.binary("sub", b, a));
  expect(graph.binary("max", a, b)).not.toBe(graph.binary("max", b, a));
  expect(graph.sum(graph.unary("exp", a), [0])).toBe(graph.sum(graph.unary("exp", a), [0]));
  expect(graph.fill(0, [2], "float64")).not.toBe(graph.fill(-0, [2], "float64"));
  expect(graph.fill(NaN, [2], "float64")).not.toBe(graph.fill(Infinity, [2], "float64"));
});

test("what changes nothing is not written", () => {
  const { graph, inputs } = graphWith([2, 3]);
  const [a] = inputs;
  const fill = (value: number): ArrayNode => graph.fill(value, a.shape, a.precision);
  for (const same of [
    graph.binary("mul", a, fill(1)),
    graph.binary("mul", fill(1), a),
    graph.binary("div", a, fill(1)),
    graph.binary("add", fill(0), a),
    graph.binary("sub", a, fill(0)),
    graph.binary("pow", a, fill(1)),
    graph.unary("neg", graph.unary("neg", a)),
    graph.unary("neg", graph.binary("mul", a, fill(-1))),
    graph.reshape(graph.reshape(a, [6]), [2, 3]),
    graph.transpose(graph.transpose(a, [1, 0]), [1, 0]),
    graph.broadcast(a, [2, 3]),
    graph.slice(a, [0, 0], [1, 1], [2, 3]),
    graph.pad(a, [0, 0], [1, 1], [2, 3]),
    graph.convert(a, "float64"),
    graph.select(fill(1), a, fill(2)),
    graph.select(graph.unary("exp", a), a, a),
    graph.concatenate([a, graph.input([2, 0], "float64")], 1),
    graph.cumulativeSum(graph.reshape(a, [6, 1]), 1, false).operands[0],
  ]) {
    expect(same).toBe(a);
  }
});

test("x * 0 is not 0 and x - x is not 0, since x may be infinite", () => {
  const { graph, inputs } = graphWith([2]);
  const [a] = inputs;
  expect(cost(graph.binary("mul", a, graph.fill(0, [2], "float64")))).toBe(1);
  expect(cost(graph.binary("sub", a, a))).toBe(1);
});

test("fills and constants of one number are folded as a run would round them", () => {
  const graph = new ArrayGraph();
  const third = graph.binary("div", graph.fill(1, [2], "float32"), graph.fill(3, [2], "float32"));
  expect(third.operation).toEqual({ name: "fill", value: Math.fround(1 / 3) });
  expect(graph.constant(new Float64Array([4, 4]), [2]).operation).toEqual({ name: "fill", value: 4 });
  expect(graph.sum(graph.fill(0.5, [3, 4], "float64"), [0, 1]).operation).toEqual({ name: "fill", value: 6 });
  expect(graph.compare("lt", third, graph.fill(1, [2], "float32")).operation).toEqual({ name: "fill", value: 1 });
});

test("what repeats itself is computed once and repeated", () => {
  const { graph, inputs } = graphWith([1, 3], [1, 3]);
  const [a, b] = inputs.map((node) => graph.broadcast(node, [5, 3]));
  const product = graph.unary("exp", graph.binary("mul", a, graph.binary("add", b, graph.fill(2, [5, 3], "float64"))));
  expect(product.operation.name).toBe("broadcast");
  expect(product.operands[0].shape).toEqual([1, 3]);
  const sum = graph.sum(product, [0]);
  expect(sum).toBe(graph.binary("mul", product.operands[0], graph.fill(5, [1, 3], "float64")));
});

test("an axis of length 1 that changes its place is a reshape", () => {
  const { graph, inputs } = graphWith([2, 1, 3]);
  expect(graph.transpose(inputs[0], [1, 0, 2]).operation.name).toBe("reshape");
  expect(graph.transpose(inputs[0], [2, 1, 0]).operation.name).toBe("transpose");
});

test("nodes that no output depends on are not run, and inputs that are not used may be given", () => {
  const { graph, inputs } = graphWith([2], [2]);
  const indices = graph.constant(Int32Array.of(7), [1]);
  graph.gather(inputs[0], indices, 0);
  const evaluator = new ReferenceEvaluator({ inputs, outputs: [graph.unary("neg", inputs[1])] });
  evaluator.set(0, Float64Array.of(1, 2));
  evaluator.set(1, Float64Array.of(3, 4));
  evaluator.run();
  const out = new Float64Array(2);
  evaluator.get(0, out);
  expect(Array.from(out)).toEqual([-3, -4]);
  expect(() => evaluator.set(1, new Float64Array(3))).toThrow(expect.objectContaining({ code: "wrong-length" }));
});
