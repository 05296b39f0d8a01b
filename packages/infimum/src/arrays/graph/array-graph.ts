import { ElementwiseGraph } from "./elementwise-graph.ts";
import { type ArrayNode, type Shape, sizeOf, type Window } from "./node.ts";
import { fillOf } from "./node-table.ts";
import { sameShape, withLength } from "./shape.ts";

/**
 * The graph of arrays that a function computes. Its methods make nodes, simpler ones where they can; operands have to fit, as
 * `node.ts` says, which the functions of `operations/` see to.
 */
export class ArrayGraph extends ElementwiseGraph {
  reshape(a: ArrayNode, shape: Shape): ArrayNode {
    if (sameShape(a.shape, shape)) return a;
    const { operation } = a;
    if (operation.name === "fill") return this.fill(operation.value, shape, a.precision);
    if (operation.name === "constant") return this.constant(operation.entries, shape);
    if (operation.name === "reshape" && !operation.stops) return this.reshape(a.operands[0], shape);
    return this.make({ name: "reshape" }, [a], shape, a.precision);
  }

  /** The array itself, through which no derivative passes. */
  stop(a: ArrayNode): ArrayNode {
    const { operation } = a;
    if (operation.name === "fill" || operation.name === "constant") return a;
    return this.make({ name: "reshape", stops: true }, [a], a.shape, a.precision);
  }

  /** Axis k of the result is axis order[k] of a. */
  transpose(a: ArrayNode, order: readonly number[]): ArrayNode {
    const shape = order.map((axis) => a.shape[axis]);
    const { operation } = a;
    if (operation.name === "fill") return this.fill(operation.value, shape, a.precision);
    // entries stay where they are when only axes of length 1 change places
    const long = order.filter((axis) => a.shape[axis] !== 1);
    if (long.every((axis, k) => k === 0 || axis > long[k - 1])) return this.reshape(a, shape);
    if (operation.name === "transpose") {
      return this.transpose(
        a.operands[0],
        order.map((axis) => operation.order[axis]),
      );
    }
    return this.make({ name: "transpose", order: [...order] }, [a], shape, a.precision);
  }

  /** The last two axes change places. */
  transposeMatrices(a: ArrayNode): ArrayNode {
    const order = a.shape.map((_, k) => k);
    const last = order.length - 1;
    return this.transpose(a, [...order.slice(0, -2), last, last - 1]);
  }

  slice(a: ArrayNode, starts: readonly number[], steps: readonly number[], shape: Shape): ArrayNode {
    const value = fillOf(a);
    if (value !== undefined) return this.fill(value, shape, a.precision);
    if (isWhole(a.shape, starts, steps, shape)) return a;
    return this.make({ name: "slice", starts: [...starts], steps: [...steps] }, [a], shape, a.precision);
  }

  pad(a: ArrayNode, starts: readonly number[], steps: readonly number[], shape: Shape): ArrayNode {
    if (sizeOf(a.shape) === 0 || fillOf(a) === 0) return this.fill(0, shape, a.precision);
    if (isWhole(a.shape, starts, steps, shape)) return a;
    return this.make({ name: "pad", starts: [...starts], steps: [...steps] }, [a], shape, a.precision);
  }

  concatenate(list: readonly ArrayNode[], axis: number): ArrayNode {
    const [{ shape, precision }] = list;
    const parts = list.filter((part) => part.shape[axis] > 0);
    const length = parts.reduce((sum, part) => sum + part.shape[axis], 0);
    if (parts.length === 0) return list[0];
    if (parts.length === 1) return parts[0];
    return this.make({ name: "concatenate", axis }, parts, withLength(shape, axis, length), precision);
  }

  /** The axes keep length 1. */
  sum(a: ArrayNode, axes: readonly number[]): ArrayNode {
    const shape = a.shape.map((length, k) => (axes.includes(k) ? 1 : length));
    if (sizeOf(a.shape) === 0) return this.fill(0, shape, a.precision);
    const long = axes.filter((axis) => a.shape[axis] !== 1);
    if (long.length === 0) return a;
    const { operation } = a;
    const source = operation.name === "broadcast" ? a.operands[0] : undefined;
    const isRepeated = (axis: number): boolean => operation.name === "fill" || source?.shape[axis] === 1;
    if (long.some(isRepeated)) {
      // what is repeated is multiplied
      const once = withLengths(a.shape, long.filter(isRepeated));
      const count = sizeOf(a.shape) / sizeOf(once);
      const left = source ? this.broadcast(source, once) : this.fill(fillOf(a) as number, once, a.precision);
      const product = this.binary("mul", left, this.fill(count, once, a.precision));
      return this.sum(product, axes);
    }
    return this.make({ name: "sum", axes: long }, [a], shape, a.precision);
  }

  /** The axes keep length 1. */
  extreme(name: "max" | "min", a: ArrayNode, axes: readonly number[]): ArrayNode {
    const long = axes.filter((axis) => a.shape[axis] !== 1);
    if (long.length === 0) return a;
    const shape = withLengths(a.shape, long);
    const value = fillOf(a);
    if (value !== undefined) return this.fill(value, shape, a.precision);
    return this.make({ name, axes: long }, [a], shape, a.precision);
  }

  product(a: ArrayNode, b: ArrayNode): ArrayNode {
    const shape = [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]];
    if (fillOf(a) === 0 && fillOf(b) === 0) return this.fill(0, shape, a.precision);
    return this.make({ name: "product" }, [a, b], shape, a.precision);
  }

  gather(a: ArrayNode, indices: ArrayNode, axis: number): ArrayNode {
    return this.make({ name: "gather", axis }, [a, indices], withLength(a.shape, axis, indices.shape[0]), a.precision);
  }

  scatter(a: ArrayNode, indices: ArrayNode, axis: number, length: number): ArrayNode {
    return this.make({ name: "scatter", axis, length }, [a, indices], withLength(a.shape, axis, length), a.precision);
  }

  gatherAlong(a: ArrayNode, indices: ArrayNode, axis: number): ArrayNode {
    return this.make({ name: "gather-along", axis }, [a, indices], indices.shape, a.precision);
  }

  scatterAlong(a: ArrayNode, indices: ArrayNode, axis: number, length: number): ArrayNode {
    const shape = withLength(a.shape, axis, length);
    return this.make({ name: "scatter-along", axis, length }, [a, indices], shape, a.precision);
  }

  argsort(a: ArrayNode, axis: number): ArrayNode {
    return this.make({ name: "argsort", axis }, [a], a.shape, "int32");
  }

  /** The axis keeps length 1. */
  argExtreme(name: "argmax" | "argmin", a: ArrayNode, axis: number): ArrayNode {
    return this.make({ name, axis }, [a], withLength(a.shape, axis, 1), "int32");
  }

  cumulativeSum(a: ArrayNode, axis: number, backwards: boolean): ArrayNode {
    if (a.shape[axis] <= 1) return a;
    return this.make({ name: "cumulative-sum", axis, backwards }, [a], a.shape, a.precision);
  }

  cholesky(a: ArrayNode): ArrayNode {
    return this.make({ name: "cholesky" }, [a], a.shape, a.precision);
  }

  solveTriangular(triangles: ArrayNode, b: ArrayNode, triangle: "lower" | "upper", transposed: boolean): ArrayNode {
    return this.make({ name: "solve-triangular", triangle, transposed }, [triangles, b], b.shape, b.precision);
  }

  windows(a: ArrayNode, vertical: Window, horizontal: Window): ArrayNode {
    const [batch, height, width, channels] = a.shape;
    const counts = [windowCount(height, vertical), windowCount(width, horizontal)];
    const shape = [batch, ...counts, vertical.size, horizontal.size, channels];
    return this.make({ name: "windows", vertical, horizontal }, [a], shape, a.precision);
  }

  /** The transpose of `windows`, to an image of this height and width. */
  fold(a: ArrayNode, vertical: Window, horizontal: Window, height: number, width: number): ArrayNode {
    const shape = [a.shape[0], height, width, a.shape[5]];
    return this.make({ name: "fold", vertical, horizontal }, [a], shape, a.precision);
  }
}

/** How many places a window has on an axis of this length; none where it is longer than the axis. */
export function windowCount(length: number, { size, step, dilation, before, after }: Window): number {
  return Math.max(0, Math.floor((length + before + after - dilation * (size - 1) - 1) / step) + 1);
}

function withLengths(shape: Shape, ones: readonly number[]): number[] {
  return shape.map((length, k) => (ones.includes(k) ? 1 : length));
}

function isWhole(whole: Shape, starts: readonly number[], steps: readonly number[], part: Shape): boolean {
  return (
    sameShape(whole, part) &&
    starts.every((start) => start === 0) &&
    steps.every((step, k) => step === 1 || part[k] === 1)
  );
}
