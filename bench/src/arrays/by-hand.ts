import type { Floats, LayerData, NetworkData } from "./network-data.ts";

/** Value and gradient of a network in loops as one would write them by hand; sums and functions are those of float64. */
export class NetworkByHand {
  readonly #data: NetworkData;
  /** What each layer gets, the examples first, and at last the scores. */
  readonly #values: readonly Floats[];
  /** The gradient by each of them but the first. */
  readonly #slopes: readonly Floats[];
  readonly gradients: readonly { readonly weights: Floats; readonly bias: Floats }[];

  constructor(data: NetworkData) {
    const { batch, x, layers } = data;
    const Kind = data.precision === "float64" ? Float64Array : Float32Array;
    this.#data = data;
    this.#values = [x, ...layers.map(({ outputs }) => new Kind(batch * outputs))];
    this.#slopes = layers.map(({ outputs }) => new Kind(batch * outputs));
    this.gradients = layers.map(({ weights, bias }) => ({
      weights: new Kind(weights.length),
      bias: new Kind(bias.length),
    }));
  }

  /** The mean cross-entropy; the gradient is in `gradients`. */
  run(): number {
    const { batch, layers, labels, classes } = this.#data;
    layers.forEach((layer, k) => {
      forward(layer, this.#values[k], batch, this.#values[k + 1], k < layers.length - 1);
    });
    const loss = crossEntropy(this.#values[layers.length], labels, classes, this.#slopes[layers.length - 1]);
    for (let k = layers.length - 1; k >= 0; k--) {
      backward(layers[k], this.#values[k], batch, this.#slopes[k], this.gradients[k]);
      if (k > 0) throughTanh(layers[k], this.#values[k], batch, this.#slopes[k], this.#slopes[k - 1]);
    }
    return loss;
  }
}

function forward(layer: LayerData, x: Floats, batch: number, out: Floats, isHidden: boolean): void {
  const { inputs, outputs, weights, bias } = layer;
  for (let i = 0; i < batch; i++) {
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) out[row + j] = bias[j];
    for (let l = 0; l < inputs; l++) {
      const factor = x[i * inputs + l];
      const from = l * outputs;
      for (let j = 0; j < outputs; j++) out[row + j] += factor * weights[from + j];
    }
    if (isHidden) for (let j = 0; j < outputs; j++) out[row + j] = Math.tanh(out[row + j]);
  }
}

function crossEntropy(scores: Floats, labels: Int32Array, classes: number, slopes: Floats): number {
  let loss = 0;
  for (let i = 0; i < labels.length; i++) {
    const row = i * classes;
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, scores[row + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const e = Math.exp(scores[row + c] - largest);
      slopes[row + c] = e;
      sum += e;
    }
    loss += Math.log(sum) + largest - scores[row + labels[i]];
    for (let c = 0; c < classes; c++) slopes[row + c] /= sum * labels.length;
    slopes[row + labels[i]] -= 1 / labels.length;
  }
  return loss / labels.length;
}

function backward(
  { inputs, outputs }: LayerData,
  x: Floats,
  batch: number,
  slopes: Floats,
  { weights, bias }: { readonly weights: Floats; readonly bias: Floats },
): void {
  weights.fill(0);
  bias.fill(0);
  for (let i = 0; i < batch; i++) {
    const row = i * outputs;
    for (let j = 0; j < outputs; j++) bias[j] += slopes[row + j];
    for (let l = 0; l < inputs; l++) {
      const factor = x[i * inputs + l];
      const to = l * outputs;
      for (let j = 0; j < outputs; j++) weights[to + j] += factor * slopes[row + j];
    }
  }
}

function throughTanh(
  { inputs, outputs, weights }: LayerData,
  x: Floats,
  batch: number,
  slopes: Floats,
  out: Floats,
): void {
  for (let i = 0; i < batch; i++) {
    for (let l = 0; l < inputs; l++) {
      const value = x[i * inputs + l];
      let sum = 0;
      for (let j = 0; j < outputs; j++) sum += weights[l * outputs + j] * slopes[i * outputs + j];
      out[i * inputs + l] = sum * (1 - value * value);
    }
  }
}
