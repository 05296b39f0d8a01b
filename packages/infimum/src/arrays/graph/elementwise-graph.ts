import {
  type BinaryOperation,
  binaryOperations,
  type Comparison,
  commutative,
  comparisons,
  type UnaryOperation,
  unaryOperations,
} from "../../autodiff/program/operations.ts";
import type { ArrayNode, Precision, Shape } from "./node.ts";
import { fillOf, NodeTable } from "./node-table.ts";
import { sameShape } from "./shape.ts";

/**
 * Elementwise operations, simplified while they are made: fills are folded with the functions that run them, x * 1, x / 1, x + 0,
 * x - 0, --x and x ** 2 are written without the operation (of x + 0 only the sign of a zero differs), and what would be computed of
 * arrays that repeat themselves alike is computed once and repeated. Sums are not reordered, and x * 0 is not 0.
 */
export class ElementwiseGraph extends NodeTable {
  unary(operation: UnaryOperation, a: ArrayNode): ArrayNode {
    const value = fillOf(a);
    if (value !== undefined) return this.fill(unaryOperations[operation](value), a.shape, a.precision);
    const inner = a.operation.name === "unary" ? a.operation.function : undefined;
    if (operation === "neg" && inner === "neg") return a.operands[0];
    if (operation === "abs" && inner === "neg") return this.unary("abs", a.operands[0]);
    if (operation === "abs" && inner === "abs") return a;
    return this.#elementwise([a], a.shape, ([operand]) =>
      this.make({ name: "unary", function: operation }, [operand], operand.shape, operand.precision),
    );
  }

  binary(operation: BinaryOperation, a: ArrayNode, b: ArrayNode): ArrayNode {
    const [left, right] = [fillOf(a), fillOf(b)];
    if (left !== undefined && right !== undefined) {
      return this.fill(binaryOperations[operation](left, right), a.shape, a.precision);
    }
    const simpler = this.#simplified(operation, a, b, left, right);
    if (simpler !== undefined) return simpler;
    const ordered = commutative.has(operation) && a.id > b.id ? [b, a] : [a, b];
    return this.#elementwise(ordered, a.shape, (operands) =>
      this.make({ name: "binary", function: operation }, operands, operands[0].shape, a.precision),
    );
  }

  compare(comparison: Comparison, a: ArrayNode, b: ArrayNode): ArrayNode {
    const [left, right] = [fillOf(a), fillOf(b)];
    if (left !== undefined && right !== undefined) {
      return this.fill(Number(comparisons[comparison](left, right)), a.shape, a.precision);
    }
    return this.#elementwise([a, b], a.shape, (operands) =>
      this.make({ name: "compare", comparison }, operands, operands[0].shape, a.precision),
    );
  }

  /** 1 where a condition is 0, else 0. */
  not(condition: ArrayNode): ArrayNode {
    return this.compare("eq", condition, this.fill(0, condition.shape, condition.precision));
  }

  /** a where the condition is not 0, else b. */
  select(condition: ArrayNode, a: ArrayNode, b: ArrayNode): ArrayNode {
    const value = fillOf(condition);
    if (value !== undefined) return value !== 0 ? a : b;
    if (a === b) return a;
    return this.#elementwise([condition, a, b], a.shape, (operands) =>
      this.make({ name: "select" }, operands, operands[0].shape, a.precision),
    );
  }

  convert(a: ArrayNode, precision: Precision): ArrayNode {
    if (a.precision === precision) return a;
    const { operation } = a;
    if (operation.name === "fill") return this.fill(operation.value, a.shape, precision);
    // the way up and down again loses nothing; down and up does
    if (operation.name === "convert" && a.operands[0].precision === precision && a.precision === "float64") {
      return a.operands[0];
    }
    return this.#elementwise([a], a.shape, ([operand]) =>
      this.make({ name: "convert" }, [operand], operand.shape, precision),
    );
  }

  /** Repeats a along axes on which it has length 1. */
  broadcast(a: ArrayNode, shape: Shape): ArrayNode {
    if (sameShape(a.shape, shape)) return a;
    const value = fillOf(a);
    if (value !== undefined) return this.fill(value, shape, a.precision);
    const source = a.operation.name === "broadcast" ? a.operands[0] : a;
    return this.make({ name: "broadcast" }, [source], shape, a.precision);
  }

  #simplified(
    operation: BinaryOperation,
    a: ArrayNode,
    b: ArrayNode,
    left: number | undefined,
    right: number | undefined,
  ): ArrayNode | undefined {
    switch (operation) {
      case "add":
        if (right === 0) return a;
        return left === 0 ? b : undefined;
      case "sub":
        if (right === 0) return a;
        return left === 0 ? this.unary("neg", b) : undefined;
      case "mul":
        if (right === 1) return a;
        if (left === 1) return b;
        if (right === -1) return this.unary("neg", a);
        return left === -1 ? this.unary("neg", b) : undefined;
      case "div":
        if (right === 1) return a;
        return right === -1 ? this.unary("neg", a) : undefined;
      case "pow":
        if (right === 0) return this.fill(1, a.shape, a.precision);
        if (right === 1) return a;
        if (right === -1) return this.binary("div", this.fill(1, a.shape, a.precision), a);
        return right === 2 ? this.binary("mul", a, a) : undefined;
      default:
        return undefined;
    }
  }

  /** Where all operands repeat arrays of one shape (fills repeat any), the operation is done before they are repeated. */
  #elementwise(
    operands: readonly ArrayNode[],
    shape: Shape,
    make: (operands: readonly ArrayNode[]) => ArrayNode,
  ): ArrayNode {
    const repeated = operands.find(({ operation }) => operation.name === "broadcast")?.operands[0].shape;
    if (repeated === undefined) return make(operands);
    const sources: ArrayNode[] = [];
    for (const operand of operands) {
      const value = fillOf(operand);
      if (value !== undefined) sources.push(this.fill(value, repeated, operand.precision));
      else if (operand.operation.name === "broadcast" && sameShape(operand.operands[0].shape, repeated)) {
        sources.push(operand.operands[0]);
      } else return make(operands);
    }
    return this.broadcast(make(sources), shape);
  }
}
