import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { LayerData, NetworkData } from "../arrays/network-data.ts";
import type { Absent } from "./python-peer.ts";

/** A folder with `node_modules` in which the libraries are: they are never dependencies of the project. */
export const peerFolder = "INFIMUM_ARRAY_PEERS";

/** A library of arrays that differentiates. */
export interface ArrayLibrary {
  /** With its version. */
  readonly name: string;
  /** Value and gradient of the network, all numbers read back; returns the value. */
  network(data: NetworkData): () => number;
}

/** As much of jax-js as is used; every use of an array takes it, and `ref` gives one use more. */
interface Jax {
  readonly numpy: {
    readonly float64: unknown;
    readonly float32: unknown;
    array(values: unknown, options: { readonly dtype: unknown }): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    tanh(a: JaxArray): JaxArray;
  };
  readonly nn: { logSoftmax(a: JaxArray): JaxArray };
  init(device: string): Promise<string[]>;
  defaultDevice(device: string): void;
  jit<F>(f: F): F;
  valueAndGrad<P>(
    f: (parameters: P, x: JaxArray, y: JaxArray) => JaxArray,
  ): (parameters: P, x: JaxArray, y: JaxArray) => [JaxArray, P];
}

interface JaxArray {
  readonly ref: JaxArray;
  add(other: JaxArray): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  sum(): JaxArray;
  reshape(shape: readonly number[]): JaxArray;
  dataSync(): ArrayLike<number>;
}

/** jax-js compiled to WebAssembly. */
export async function openJax(): Promise<ArrayLibrary | Absent> {
  return open("@jax-js/jax", "jax-js", async (jax: Jax) => {
    const devices = await jax.init("wasm");
    if (!devices.includes("wasm")) throw new Error("it has no WebAssembly here");
    jax.defaultDevice("wasm");
    return (data) => jaxNetwork(jax, data);
  });
}

function jaxNetwork({ numpy, nn, jit, valueAndGrad }: Jax, data: NetworkData): () => number {
  const { batch, classes, layers, precision } = data;
  const options = { dtype: numpy[precision] };
  const made = (values: unknown, ...shape: number[]): JaxArray => numpy.array(values, options).reshape(shape);
  const x = made(data.x, batch, layers[0].inputs);
  const y = made(oneHot(data), batch, classes);
  const parameters = layers.flatMap(({ weights, bias, inputs, outputs }) => [
    made(weights, inputs, outputs),
    made(bias, outputs),
  ]);
  const derivatives = jit(
    valueAndGrad((given: JaxArray[], input, target) => {
      let value = input;
      layers.forEach((_, k) => {
        const sum = numpy.matmul(value, given[2 * k]).add(given[2 * k + 1]);
        value = k < layers.length - 1 ? numpy.tanh(sum) : sum;
      });
      return nn
        .logSoftmax(value)
        .mul(target)
        .sum()
        .mul(-1 / batch);
    }),
  );
  return () => {
    const given = parameters.map((parameter) => parameter.ref);
    const [value, gradients] = derivatives(given, x.ref, y.ref);
    for (const gradient of gradients) gradient.dataSync();
    return value.dataSync()[0];
  };
}

/** As much of TensorFlow.js as is used. */
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor(values: unknown, shape: readonly number[]): Tensor;
  matMul(a: Tensor, b: Tensor): Tensor;
  add(a: Tensor, b: Tensor): Tensor;
  mul(a: Tensor, b: Tensor | number): Tensor;
  tanh(a: Tensor): Tensor;
  logSoftmax(a: Tensor): Tensor;
  sum(a: Tensor): Tensor;
  valueAndGrads(
    f: (...parameters: Tensor[]) => Tensor,
  ): (parameters: readonly Tensor[]) => { value: Tensor; grads: Tensor[] };
  tidy<T>(work: () => T): T;
}

interface Tensor {
  dataSync(): ArrayLike<number>;
}

/** TensorFlow.js on its WebAssembly backend, in float32. */
export async function openTensorFlow(): Promise<ArrayLibrary | Absent> {
  return open("@tensorflow/tfjs", "TensorFlow.js", async (tf: TensorFlow, require) => {
    const backend = "@tensorflow/tfjs-backend-wasm";
    const { setWasmPaths } = require(backend) as { setWasmPaths(folder: string): void };
    setWasmPaths(`${dirname(require.resolve(backend))}/`);
    if (!(await tf.setBackend("wasm"))) throw new Error("it has no WebAssembly here");
    await tf.ready();
    return (data) => tensorFlowNetwork(tf, data);
  });
}

function tensorFlowNetwork(tf: TensorFlow, data: NetworkData): () => number {
  const { batch, classes, layers } = data;
  const x = tf.tensor(data.x, [batch, layers[0].inputs]);
  const y = tf.tensor(oneHot(data), [batch, classes]);
  const made = ({ weights, bias, inputs, outputs }: LayerData): Tensor[] => [
    tf.tensor(weights, [inputs, outputs]),
    tf.tensor(bias, [outputs]),
  ];
  const parameters = layers.flatMap(made);
  const derivatives = tf.valueAndGrads((...given) => {
    let value = x;
    layers.forEach((_, k) => {
      const sum = tf.add(tf.matMul(value, given[2 * k]), given[2 * k + 1]);
      value = k < layers.length - 1 ? tf.tanh(sum) : sum;
    });
    return tf.mul(tf.sum(tf.mul(tf.logSoftmax(value), y)), -1 / batch);
  });
  return () =>
    tf.tidy(() => {
      const { value, grads } = derivatives(parameters);
      for (const gradient of grads) gradient.dataSync();
      return value.dataSync()[0];
    });
}

function oneHot({ batch, classes, labels, x }: NetworkData): Float64Array | Float32Array {
  const hot = x instanceof Float64Array ? new Float64Array(batch * classes) : new Float32Array(batch * classes);
  labels.forEach((label, i) => {
    hot[i * classes + label] = 1;
  });
  return hot;
}

async function open<Library>(
  packageName: string,
  title: string,
  start: (library: Library, require: NodeJS.Require) => Promise<ArrayLibrary["network"]>,
): Promise<ArrayLibrary | Absent> {
  const folder = process.env[peerFolder];
  if (folder === undefined) return { absent: `${peerFolder} names no folder that it is installed in` };
  // jax-js asks whether an array is a Float16Array, which engines before 2025 do not have: nothing is one
  const engine = globalThis as { Float16Array?: unknown };
  engine.Float16Array ??= DataView;
  try {
    const require = createRequire(join(folder, "peers.cjs"));
    const network = await start(require(packageName) as Library, require);
    const { version } = require(join(folder, "node_modules", packageName, "package.json")) as { version: string };
    return { name: `${title} ${version}`, network };
  } catch (error) {
    return { absent: (error as Error).message.split("\n")[0] };
  }
}
