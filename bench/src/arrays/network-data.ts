export type Precision = "float64" | "float32";
export type Floats = Float64Array | Float32Array;

/** A layer: `weights` is inputs by outputs, row after row. */
export interface LayerData {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Floats;
  readonly bias: Floats;
}

/** A network with tanh between its layers, and the examples on which its mean softmax cross-entropy is asked. */
export interface NetworkData {
  readonly precision: Precision;
  readonly batch: number;
  readonly classes: number;
  /** batch x inputs, row after row. */
  readonly x: Floats;
  readonly labels: Int32Array;
  readonly layers: readonly LayerData[];
}

/** The same numbers in both precisions, but for rounding. */
export function networkData(precision: Precision, batch: number, widths: readonly number[]): NetworkData {
  const Kind = precision === "float64" ? Float64Array : Float32Array;
  const wave = (length: number, phase: number): Floats =>
    new Kind(length).map((_: number, i: number) => 0.2 * Math.sin(1.3 * i + phase));
  const classes = widths[widths.length - 1];
  return {
    precision,
    batch,
    classes,
    x: wave(batch * widths[0], 1),
    labels: Int32Array.from({ length: batch }, (_, i) => i % classes),
    layers: widths.slice(1).map((outputs, k) => ({
      inputs: widths[k],
      outputs,
      weights: wave(widths[k] * outputs, 2 * k + 2),
      bias: wave(outputs, 2 * k + 3),
    })),
  };
}
