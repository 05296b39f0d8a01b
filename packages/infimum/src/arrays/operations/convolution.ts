import { badValue, InfimumError } from "../../error.ts";
import { windowCount } from "../graph/array-graph.ts";
import { sizeOf, type Window } from "../graph/node.ts";
import { describeShape } from "../graph/shape.ts";
import { TracedArray } from "../values/traced-array.ts";
import { floats, type Operand } from "./operands.ts";

export interface ConvolutionOptions {
  /** How far the window moves, one number or one for each axis; 1 unless said. */
  readonly stride?: number | readonly number[];
  /** The distance between the entries of a window; 1 unless said. */
  readonly dilation?: number | readonly number[];
  /**
   * Zeros around: "valid" for none (unless said), "same" for so many that there is one result for each `stride` entries,
   * or how many on each side.
   */
  readonly padding?: "valid" | "same" | number;
}

/**
 * The products of windows of arrays with filters, as neural networks have them (the filters are not turned round).
 *
 * In one dimension (batch, length, channels) with filters (size, channels, filters) gives (batch, places, filters); in two
 * (batch, height, width, channels) with (height, width, channels, filters) gives (batch, rows, columns, filters). Computed as
 * one matrix product of all windows.
 *
 * @throws InfimumError `shape-mismatch`, `bad-window`
 *
 * @example
 * import { convolution, evaluated } from "infimum/arrays";
 * const steps = convolution([[[1], [4], [9], [16]]], [[[-1]], [[1]]]);
 * Array.from(evaluated(steps).entries); // [3, 5, 7]
 */
export function convolution(a: Operand, filters: Operand, options: ConvolutionOptions = {}): TracedArray {
  const { graph, nodes } = floats("convolution", [a, filters]);
  const [images, kernel] = nodes;
  const rank = images.shape.length;
  const fits = (rank === 3 || rank === 4) && kernel.shape.length === rank;
  if (!fits || images.shape[rank - 1] !== kernel.shape[rank - 2]) {
    throw new InfimumError(
      "shape-mismatch",
      `convolution got arrays of shapes ${describeShape(images.shape)} and filters of ${describeShape(kernel.shape)}: give (batch, length, channels) and (size, channels, filters), or with two axes instead of one.`,
    );
  }
  const spatial = rank - 2;
  const given = Array.from({ length: spatial }, (_, k) =>
    windowOf(images.shape[k + 1], kernel.shape[k], k, spatial, options),
  );
  const [vertical, horizontal] = spatial === 1 ? [point, given[0]] : given;
  const [batch, channels] = [images.shape[0], images.shape[rank - 1]];
  const pictures = spatial === 1 ? graph.reshape(images, [batch, 1, images.shape[1], channels]) : images;
  const windows = graph.windows(pictures, vertical, horizontal);
  const inner = vertical.size * horizontal.size * channels;
  const count = kernel.shape[rank - 1];
  const rows = graph.reshape(windows, [sizeOf(windows.shape.slice(0, 3)), inner]);
  const product = graph.product(rows, graph.reshape(kernel, [inner, count]));
  const places = given.map((window, k) => windowCount(images.shape[k + 1], window));
  return new TracedArray(graph, graph.reshape(product, [batch, ...places, count]));
}

/** A window on an axis of length 1. */
const point: Window = { size: 1, step: 1, dilation: 1, before: 0, after: 0 };

function windowOf(length: number, size: number, k: number, axes: number, options: ConvolutionOptions): Window {
  const step = entryOf("stride", options.stride, k, axes);
  const dilation = entryOf("dilation", options.dilation, k, axes);
  const { padding = "valid" } = options;
  if (typeof padding === "number") {
    if (!Number.isInteger(padding) || padding < 0)
      throw badValue("bad-window", "padding", padding, "a whole number from 0 on");
    return { size, step, dilation, before: padding, after: padding };
  }
  const missing = (Math.ceil(length / step) - 1) * step + (size - 1) * dilation + 1 - length;
  const zeros = padding === "same" ? Math.max(0, missing) : 0;
  return { size, step, dilation, before: Math.floor(zeros / 2), after: Math.ceil(zeros / 2) };
}

/** @throws InfimumError `bad-window` */
function entryOf(name: string, given: number | readonly number[] = 1, k: number, axes: number): number {
  const value = typeof given === "number" ? given : given[k];
  const fits = typeof given === "number" || given.length === axes;
  if (fits && Number.isInteger(value) && value >= 1) return value;
  throw badValue("bad-window", name, JSON.stringify(given), "a whole number from 1 on, or one for each axis");
}
