import { describe, expect, test } from "vitest";
import type { ArrayNode } from "../../graph/node.ts";
import { networkProgram } from "../fixtures/network.ts";
import { Nodes } from "../fixtures/nodes.ts";
import { planOf } from "./plan.ts";

/** The steps as what they store; loops in brackets. */
function stepsOf(inputs: readonly ArrayNode[], outputs: readonly ArrayNode[]): string[] {
  const nameOf = ({ operation }: ArrayNode): string => ("function" in operation ? operation.function : operation.name);
  return planOf({ inputs, outputs }, 0).steps.map((step) =>
    step.step === "loop" ? `[${step.stored.map(nameOf).join(" ")}]` : nameOf(step.node),
  );
}

describe("one loop", () => {
  test("computes a rule that has several results", () => {
    const n = new Nodes();
    const [parameters, gradient, moment] = [0, 1, 2].map(() => n.input([7, 3], "float32"));
    const half = n.fill(0.5, [7, 3], "float32");
    const moved = n.binary("add", n.binary("mul", moment, half), n.binary("mul", gradient, half));
    const step = n.binary("div", moved, n.unary("sqrt", n.binary("mul", gradient, gradient)));
    expect(stepsOf(n.inputs, [moved, n.binary("sub", parameters, step)])).toEqual(["[add sub]"]);
  });

  test("adds a bias and applies an activation, and derives the sums of what it stores", () => {
    const { inputs, outputs } = networkProgram("float64", 8, [4, 5, 6, 3]);
    const loops = stepsOf(inputs, outputs).filter((step) => step.startsWith("["));
    // two activations; the maximum, sum and logarithm of a softmax, the loss and its mean; slopes with the sums for each bias
    expect(loops).toEqual([
      "[tanh]",
      "[tanh]",
      "[add max]",
      "[sub exp sum]",
      "[log]",
      "[sum]",
      "[mul]",
      "[mul sum]",
      "[mul sum]",
      "[mul sum]",
    ]);
  });

  test("puts what it computes between zeros", () => {
    const n = new Nodes();
    const e = n.unary("exp", n.input([3], "float64"));
    expect(stepsOf(n.inputs, [n.make({ name: "pad", starts: [1], steps: [2] }, [e], [8])])).toEqual(["[pad]"]);
  });

  test("does not compute what is needed for other entries than its own, or before it", () => {
    const n = new Nodes();
    const x = n.input([4, 4], "float64");
    const e = n.unary("exp", x);
    const symmetric = n.binary("add", e, n.transpose(e, [1, 0]));
    expect(stepsOf(n.inputs, [symmetric])).toEqual(["[exp]", "[add]"]);
    const total = n.reduce("sum", e, [0, 1]);
    const shares = n.binary("div", e, n.broadcast(total, [4, 4]));
    expect(stepsOf(n.inputs, [shares])).toEqual(["[exp sum]", "[div]"]);
  });
});

describe("views", () => {
  test("of any strides are factors of products and operands of loops without a copy", () => {
    const n = new Nodes();
    const x = n.input([6, 4], "float32");
    const every = n.make({ name: "slice", starts: [5, 0], steps: [-2, 1] }, [x], [3, 4]);
    const product = n.product(every, n.transpose(every, [1, 0]));
    const row = n.make({ name: "reshape" }, [n.reduce("max", x, [0])], [4]);
    const scaled = n.binary("mul", every, n.broadcast(n.make({ name: "reshape" }, [row], [1, 4]), [3, 4]));
    expect(stepsOf(n.inputs, [product, scaled])).toEqual(["product", "[max]", "[mul]"]);
  });

  test("of windows are taken of images with zeros around them, which the loop that computes an image writes", () => {
    const n = new Nodes();
    const image = n.unary("exp", n.input([2, 5, 5, 3], "float32"));
    const window = { size: 3, step: 1, dilation: 1, before: 1, after: 1 };
    const windows = n.make({ name: "windows", vertical: window, horizontal: window }, [image], [2, 5, 5, 3, 3, 3]);
    expect(stepsOf(n.inputs, [n.reduce("max", windows, [3, 4])])).toEqual(["[pad]", "[max]"]);
  });

  test("are copied when an operation or the caller wants them row after row", () => {
    const n = new Nodes();
    const x = n.input([3, 4], "float64");
    const turned = n.transpose(x, [1, 0]);
    const sums = n.make({ name: "cumulative-sum", axis: 0, backwards: false }, [turned], [4, 3]);
    expect(stepsOf(n.inputs, [sums, turned])).toEqual(["[transpose]", "cumulative-sum"]);
    // rows one after the other are row after row
    const rows = n.make({ name: "slice", starts: [1, 0], steps: [1, 1] }, [x], [2, 4]);
    expect(stepsOf(n.inputs, [rows])).toEqual([]);
  });
});

test("what no output needs is not computed", () => {
  const n = new Nodes();
  const x = n.input([3], "float64");
  n.unary("exp", x);
  expect(stepsOf(n.inputs, [n.unary("neg", x)])).toEqual(["[neg]"]);
});
