import { add, array, crossEntropy, differentiateArrays, matmul, mean, type TracedArray, tanh } from "infimum/arrays";
import type { NetworkData } from "./network-data.ts";

/** Value and gradient of a network by `differentiateArrays`. */
export function networkWithArrays({ batch, x, labels, layers, precision }: NetworkData): {
  run(): number;
  /** Of all layers, weights before bias. */
  gradient(): Float64Array | Float32Array;
  readonly how: "compiled" | "interpreted";
} {
  const parameters = layers.map(({ weights, bias, inputs, outputs }) => ({
    weights: array(weights, { shape: [inputs, outputs] }),
    bias: array(bias),
  }));
  const data = { x: array(x, { shape: [batch, layers[0].inputs] }), labels: array(labels) };
  const derivatives = differentiateArrays(
    (traced, given) => {
      let value: TracedArray = given.x;
      traced.forEach(({ weights, bias }, k) => {
        const sum = add(matmul(value, weights), bias);
        value = k < layers.length - 1 ? tanh(sum) : sum;
      });
      return mean(crossEntropy(value, given.labels));
    },
    parameters,
    { data, precision },
  );
  return {
    run: () => derivatives.valueAndGradient(parameters).value,
    gradient: () => derivatives.flatten(derivatives.gradient(parameters) as typeof parameters) as Float64Array,
    how: derivatives.how,
  };
}
